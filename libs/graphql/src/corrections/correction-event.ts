import { createHash } from 'node:crypto';
import { canonicalJson, eventOf, type LeadlineEvent } from '@leadline/events';
import type { CorrectionKind } from './correction.input.js';

/** Who says something, when (RFC 3339) and why. */
export interface Word {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/** What a correction is about. */
export interface Subjects {
  /** Id of an attempt, as its source gave it. */
  readonly deployment: string;
  /** Entity of the incident: "incident:…", or "issue:…" where a tracker's issue is one. */
  readonly incident: string;
  /** Id of a change of a flag, as its source gave it. */
  readonly flagChange: string;
  /** The deployment a hotfix repairs; undefined: it does not say. */
  readonly fixes: string | undefined;
}

const SOURCE = 'leadline:corrections';

/** The event of a person's word: a mark where it is a verdict on a deployment, else a correction of attributes. */
export function correctionEvent(
  kind: CorrectionKind,
  { deployment, incident, flagChange, fixes }: Subjects,
  word: Word,
): LeadlineEvent {
  switch (kind) {
    case 'DEPLOYMENT_FAILED':
      return mark(deployment, 'failed', word);
    case 'DEPLOYMENT_OK':
      return mark(deployment, 'ok', word);
    case 'DEPLOYMENT_EXCLUDED':
      return mark(deployment, 'excluded', word);
    case 'DEPLOYMENT_IS_HOTFIX':
      return fixes === undefined
        ? mark(deployment, 'hotfix', word)
        : correction(`deployment:${deployment}`, { kind: 'hotfix', fixes: [fixes] }, word);
    case 'INCIDENT_CAUSED_BY':
      return correction(incident, { ...nothingElse, causedBy: [deployment] }, word);
    case 'INCIDENT_CAUSED_BY_FLAG':
      return correction(incident, { ...nothingElse, causedByFlagChange: [flagChange] }, word);
    case 'INCIDENT_NOT_CAUSED_BY_CHANGE':
      return correction(incident, { notCausedByChange: true }, word);
    case 'INCIDENT_FALSE_POSITIVE':
      return correction(incident, falsePositive(incident), word);
  }
}

/** Who names a cause says that it was no other: what its source named does not count beside it. */
const nothingElse = { causedBy: [], causedByFlagChange: [], notCausedByChange: false };

/** The event by which a word is taken back. */
export function withdrawalEvent(entity: string, event: string, word: Word): LeadlineEvent {
  const data = { entity, event, ...word };
  return eventOf('withdrawal', { id: idOf(data), source: SOURCE, time: word.at }, data);
}

/** Of an issue it is the way it was closed that says so. */
const falsePositive = (incident: string): Readonly<Record<string, unknown>> =>
  incident.startsWith('issue:') ? { status: 'false_positive', closedAs: 'not_planned' } : { status: 'false_positive' };

function mark(deployment: string, verdict: 'failed' | 'ok' | 'hotfix' | 'excluded', word: Word): LeadlineEvent {
  const data = { deployment, verdict, ...word };
  return eventOf('mark', { id: idOf(data), source: SOURCE, time: word.at }, data);
}

function correction(entity: string, set: Readonly<Record<string, unknown>>, word: Word): LeadlineEvent {
  const data = { entity, set: { ...set }, ...word };
  return eventOf('correction', { id: idOf(data), source: SOURCE, time: word.at }, data);
}

const idOf = (data: unknown): string => createHash('sha256').update(canonicalJson(data)).digest('hex');
