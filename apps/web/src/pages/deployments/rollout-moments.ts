import { exactDuration } from '../../format/duration.js';
import type { Deployment } from './deployment-timeline.js';

/** Something that a rollout did, waited for, or was checked by. */
export interface RolloutMoment {
  readonly key: string;
  /** RFC 3339: when it began; null: not told. */
  readonly at: string | null;
  readonly what: string;
  /** What came of it. */
  readonly outcome: string;
  readonly tone: 'good' | 'bad' | 'wait' | 'run';
}

type Told = Pick<Deployment, 'steps' | 'verifications' | 'approvals'>;
type Step = Deployment['steps'][number];
type Check = Deployment['verifications'][number];
type Gate = Deployment['approvals'][number];

/** Gates, steps and checks of a rollout in the order they began; what tells no time stands last. */
export function rolloutMoments({ steps, verifications, approvals }: Told): readonly RolloutMoment[] {
  const all = [...approvals.map(gateMoment), ...steps.map(stepMoment), ...verifications.map(checkMoment)];
  const instant = ({ at }: RolloutMoment): number => (at === null ? Infinity : Date.parse(at));
  return all.toSorted((a, b) => (instant(a) === instant(b) ? 0 : instant(a) - instant(b)));
}

const actionWords: Readonly<Record<Step['action'], string>> = {
  STARTED: 'The rollout began',
  STEPPED: 'It went on',
  PAUSED: 'It was held',
  RESUMED: 'It went on again',
  PROMOTED: 'It was promoted',
  ABORTED: 'It was called off',
};

function stepMoment({ id, at, action, weight, manual }: Step): RolloutMoment {
  return {
    key: `step ${id}`,
    at,
    what: `${actionWords[action]}${manual ? ', by a person' : ''}`,
    outcome: weight === null ? '' : `${weight} % of traffic`,
    tone: action === 'ABORTED' ? 'bad' : action === 'PAUSED' ? 'wait' : 'run',
  };
}

const stageWords: Readonly<Record<Check['stage'], string>> = {
  PREFLIGHT: 'before the rollout',
  CANARY: 'of the canary',
  POST: 'after the rollout',
};

function checkMoment({ id, stage, check, startedAt, finishedAt, result }: Check): RolloutMoment {
  const told = { key: `check ${id}`, at: startedAt ?? finishedAt, what: `Check ${stageWords[stage]}: ${check}` };
  const took = startedAt === null || finishedAt === null ? '' : ` after ${lengthOf(startedAt, finishedAt)}`;
  switch (result) {
    case 'PASSED':
      return { ...told, outcome: `passed${took}`, tone: 'good' };
    case 'FAILED':
      return { ...told, outcome: `failed${took}`, tone: 'bad' };
    case 'INCONCLUSIVE':
      return { ...told, outcome: `could not tell${took}`, tone: 'wait' };
    case null:
      return { ...told, outcome: 'running', tone: 'run' };
  }
}

const deciders: Readonly<Record<NonNullable<Gate['by']>, string>> = { PERSON: ' by a person', POLICY: ' by a rule' };

function gateMoment({ id, gate, requestedAt, decidedAt, decision, by }: Gate): RolloutMoment {
  const told = { key: `gate ${id}`, at: requestedAt, what: `Gate: ${gate}` };
  const after = decidedAt === null ? '' : ` after ${lengthOf(requestedAt, decidedAt)}`;
  const who = by === null ? '' : deciders[by];
  switch (decision) {
    case 'APPROVED':
      return { ...told, outcome: `approved${who}${after}`, tone: 'good' };
    case 'REJECTED':
      return { ...told, outcome: `rejected${who}${after}`, tone: 'bad' };
    case 'EXPIRED':
      return { ...told, outcome: `nobody answered in time${after}`, tone: 'bad' };
    case null:
      return { ...told, outcome: 'waiting', tone: 'wait' };
  }
}

const lengthOf = (from: string, to: string): string => exactDuration((Date.parse(to) - Date.parse(from)) / 1000);
