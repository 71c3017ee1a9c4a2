import { ALWAYS, type BaseElement, FOREVER } from '@leadline/tables';
import type { VerdictContent } from '../rows.js';

/** What a deployment's own row says of where it stands. */
export interface Standing {
  /** The last instant at which any of it became known. */
  readonly lastInstant: number;
  /** What holds, if it stands anywhere. */
  readonly state: BaseElement | undefined;
  readonly targets: readonly string[];
  /** Whether it ever stood anywhere. */
  readonly hasStood: boolean;
}

const standings = new WeakMap<VerdictContent, Standing>();

export function standingOf(content: VerdictContent): Standing {
  const known = standings.get(content);
  if (known !== undefined) return known;
  const { base } = content;
  const state = base.find((element) => element.knownUntil === FOREVER && stands(element));
  const targets = state === undefined ? [] : placesOf(state);
  const standing = { lastInstant: lastInstantOf(base), state, targets, hasStood: base.some(stands) };
  standings.set(content, standing);
  return standing;
}

/** Whether it replaced what was live, or is about to. */
const stands = ({ status, kind, sha }: BaseElement): boolean =>
  (status === 'succeeded' || status === 'in_progress') && kind !== 'flag' && sha !== '';

const placesOf = ({ targets }: BaseElement): readonly string[] => (targets.length === 0 ? [''] : [...new Set(targets)]);

/** Its finish; of one in progress its start. */
export const instantOf = ({ status, startedAt, finishedAt }: BaseElement): number =>
  status === 'succeeded' ? finishedAt : startedAt;

function lastInstantOf(base: readonly BaseElement[]): number {
  let last = ALWAYS;
  for (const { knownFrom, knownUntil } of base) {
    last = Math.max(last, knownFrom, knownUntil === FOREVER ? ALWAYS : knownUntil);
  }
  return last;
}
