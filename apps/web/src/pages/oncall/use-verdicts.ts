import { useState } from 'preact/hooks';
import { announce } from '../../components/announcer.js';
import { recordCorrection, withdrawCorrection } from '../../corrections/record-correction.js';
import { deploymentName } from '../../entities/deployment-name.js';
import type { CorrectionInput, IncidentFactsFragment } from '../../generated/graphql.js';
import type { Candidate } from './changed-before.js';

const REASON = 'Said on call, in one click';
const UNDONE = 'Undone on call, in one click';

/** What is told of a click; `event`: what Undo takes back, null: nothing. */
interface Said {
  readonly text: string;
  readonly isProblem: boolean;
  readonly event: string | null;
}

/** One click, one event; without an incident there is nothing to say anything of. */
export function useVerdicts(incident: IncidentFactsFragment | null, again: () => void) {
  const [said, setSaid] = useState<Said | null>(null);
  const say = async (input: Omit<CorrectionInput, 'incident' | 'reason'>, text: string): Promise<void> => {
    if (incident === null) return;
    setSaid({ text: 'Writing it down…', isProblem: false, event: null });
    const recorded = await recordCorrection({ ...input, incident: incident.id, reason: REASON });
    const isProblem = recorded.outcome === 'problem';
    const told = isProblem ? recorded.text : `Written down: ${text}. “Correct…” above says otherwise.`;
    setSaid({ text: told, isProblem, event: isProblem ? null : recorded.event });
    announce(told);
    if (!isProblem) again();
  };
  const undo = async (): Promise<void> => {
    if (incident === null || said === null || said.event === null) return;
    setSaid({ text: 'Taking it back…', isProblem: false, event: null });
    const recorded = await withdrawCorrection({ event: said.event, incident: incident.id, reason: UNDONE });
    const isProblem = recorded.outcome === 'problem';
    const told = isProblem ? recorded.text : 'Taken back: what sources and rules say counts again.';
    setSaid({ text: told, isProblem, event: isProblem ? said.event : null });
    announce(told);
    if (!isProblem) again();
  };
  return {
    said,
    undo: (): void => void undo(),
    caused: (candidate: Candidate | undefined): void => {
      if (candidate === undefined) return;
      if (candidate.of === 'flag') {
        const { id, flag } = candidate.change;
        void say({ kind: 'INCIDENT_CAUSED_BY_FLAG', flagChange: id }, `the flag ${flag} caused it`);
        return;
      }
      const { deployment } = candidate;
      void say({ kind: 'INCIDENT_CAUSED_BY', deployment: deployment.id }, `${deploymentName(deployment)} caused it`);
    },
    notCaused: (): void => void say({ kind: 'INCIDENT_NOT_CAUSED_BY_CHANGE' }, 'no change caused it'),
    noFailure: (): void => void say({ kind: 'INCIDENT_FALSE_POSITIVE' }, 'it never was a failure'),
  };
}
