import { compareText } from '@leadline/events';
import type { DeploymentKind, Verdict } from '../../fold/deployment.js';
import type { Rollout } from './rollouts.js';
import { type AttemptView, latestMark, targetOf } from './views.js';
import { reportSameRollout, type Witness } from './witnesses.js';

/**
 * A deployment: the attempts of one rollout that belong together. A re-run of an old pipeline is a new one (metrics.md
 * §2, "Groups").
 */
export interface Occurrence {
  /** Row key: service, environment, group, ordinal. */
  readonly key: string;
  readonly service: string;
  readonly environment: string;
  readonly tier: string;
  /** "group:<group>" or "attempt:<id>". */
  readonly deployment: string;
  readonly ordinal: number;
  /** Smallest id of its attempts. */
  readonly id: string;
  /** Attempts that count, each with what its witnesses know besides. */
  readonly attempts: readonly AttemptView[];
  /** Attempts of other sources that report the same: their marks and ids reach it, and nothing else of them counts. */
  readonly witnesses: readonly AttemptView[];
  readonly status: AttemptView['status'];
  readonly exposed: boolean;
  readonly unknownSources: readonly string[];
  readonly startedAt: number | null;
  /** null: in progress. */
  readonly finishedAt: number | null;
  readonly sha: string | null;
  readonly configVersion: string | null;
  readonly saidKind: DeploymentKind | null;
  readonly rollbackOf: string | null;
  readonly fixes: readonly string[];
  readonly fixesIncident: boolean;
  readonly trigger: string | null;
  readonly steps: AttemptView['steps'];
  readonly planned: boolean;
  readonly verdict: Verdict | null;
  readonly targets: readonly string[];
  /** The attempt that sets the finish, else the first. */
  readonly decisive: AttemptView;
}

/** Orders deployments: finish, then id (metrics.md §2, "Deployment set P"). */
export function byFinish(a: { finishedAt: number | null; id: string }, b: { finishedAt: number | null; id: string }) {
  return (a.finishedAt ?? Infinity) - (b.finishedAt ?? Infinity) || compareText(a.id, b.id);
}

/** Tells whether, on a target, another group put another SHA between two finishes. */
export type OtherVersionBetween = (attempt: AttemptView, after: number, before: number) => boolean;

/** Splits the attempts of a rollout into deployments, in the order of their finishes. */
export function occurrencesOf(rollout: Rollout, otherVersionBetween: OtherVersionBetween): Occurrence[] {
  const { counted, witnesses } = rollout;
  const ordered = counted.filter(({ status }) => status !== 'cancelled').sort(byFinishThenStart);
  if (ordered.length === 0) return counted.length === 0 ? [] : [occurrence(rollout, 1, counted, [])];
  const parts: AttemptView[][] = [[]];
  for (const attempt of ordered) {
    const current = parts.at(-1)!;
    const earlier = current.findLast((other) => other.status === 'succeeded' && targetOf(other) === targetOf(attempt));
    const isNew =
      earlier !== undefined &&
      otherVersionBetween(attempt, earlier.finishedAt ?? -Infinity, attempt.finishedAt ?? Infinity);
    if (isNew) parts.push([attempt]);
    else current.push(attempt);
  }
  const seenBy = witnesses.map((witness) => ({ attempt: witness.attempt, part: partOf(witness, parts) }));
  return parts.map((part, index) =>
    occurrence(
      rollout,
      index + 1,
      part,
      seenBy.filter((seen) => seen.part === part).map(({ attempt }) => attempt),
    ),
  );
}

/** What a witness saw: the first attempt it reports itself, else the first that stands for it. */
function partOf({ attempt: witness, of }: Witness, parts: readonly (readonly AttemptView[])[]) {
  return (
    parts.find((part) => part.some((attempt) => of.has(attempt.id) && reportSameRollout(attempt, witness))) ??
    parts.find((part) => part.some(({ id }) => of.has(id)))
  );
}

export const byFinishThenStart = (a: AttemptView, b: AttemptView): number =>
  a.finishedAt === b.finishedAt
    ? (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity) || (a.id < b.id ? -1 : 1)
    : (a.finishedAt ?? Infinity) - (b.finishedAt ?? Infinity);

function occurrence(
  { service, environment, deployment }: Rollout,
  ordinal: number,
  attempts: readonly AttemptView[],
  witnesses: readonly AttemptView[],
): Occurrence {
  const outcome = outcomeOf(attempts);
  const decisive = outcome.decisive ?? attempts[0]!;
  const first = <T>(read: (attempt: AttemptView) => T | null): T | null => {
    for (const attempt of attempts) {
      const value = read(attempt);
      if (value !== null) return value;
    }
    return null;
  };
  const mark = latestMark([...attempts, ...witnesses].flatMap(({ marks }) => marks));
  const starts = attempts.map(({ startedAt, finishedAt }) => startedAt ?? finishedAt).filter((at) => at !== null);
  return {
    key: JSON.stringify([environment, deployment, ordinal, service]),
    service,
    environment,
    deployment,
    ordinal,
    tier: attempts[0]!.tier,
    id: attempts.map(({ id }) => id).reduce((least, id) => (id < least ? id : least)),
    attempts,
    witnesses,
    status: outcome.status,
    exposed: outcome.exposed,
    unknownSources: distinct(attempts.filter(isOfUnknownExposure).map(({ source }) => source)),
    startedAt: starts.length === 0 ? null : Math.min(...starts),
    finishedAt: outcome.finishedAt,
    sha: decisive.sha,
    configVersion: decisive.configVersion,
    saidKind: first(({ kind }) => kind),
    rollbackOf: first(({ rollbackOf }) => rollbackOf),
    fixes: first(({ fixes }) => (fixes.length > 0 ? fixes : null)) ?? [],
    fixesIncident: attempts.some(({ fixesIncident }) => fixesIncident),
    trigger: first(({ trigger }) => trigger),
    steps: first(({ steps }) => steps),
    planned: mark?.verdict !== 'hotfix' && attempts.some(({ planned }) => planned),
    verdict: mark?.verdict ?? null,
    targets: distinct(attempts.map(targetOf)),
    decisive,
  };
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();

export const isOfUnknownExposure = ({ status, exposed }: AttemptView): boolean =>
  status === 'failed' && exposed === null;

interface Outcome {
  readonly status: AttemptView['status'];
  readonly exposed: boolean;
  readonly finishedAt: number | null;
  /** The attempt that sets the finish. */
  readonly decisive: AttemptView | null;
}

/** The table of metrics.md §2, "Groups". */
function outcomeOf(attempts: readonly AttemptView[]): Outcome {
  const targets = new Map<string, AttemptView[]>();
  for (const attempt of attempts) {
    const known = targets.get(targetOf(attempt));
    if (known) known.push(attempt);
    else targets.set(targetOf(attempt), [attempt]);
  }
  const ends: AttemptView[] = [];
  let succeededTargets = 0;
  let isRunning = false;
  for (const tried of targets.values()) {
    const success = tried.find(({ status }) => status === 'succeeded');
    const running = tried.some(({ status }) => status === 'in_progress');
    if (success) succeededTargets++;
    else if (running) isRunning = true;
    const end = success ?? tried.at(-1);
    if (end) ends.push(end);
  }
  if (isRunning) return { status: 'in_progress', exposed: false, finishedAt: null, decisive: null };
  const decisive = ends.reduce((last, end) => (byFinish(last, end) >= 0 ? last : end));
  const finishedAt = decisive.finishedAt;
  if (attempts.every(({ status }) => status === 'cancelled')) {
    return { status: 'cancelled', exposed: false, finishedAt, decisive };
  }
  if (succeededTargets === targets.size) return { status: 'succeeded', exposed: true, finishedAt, decisive };
  const exposed = succeededTargets > 0 || attempts.some((attempt) => attempt.status === 'failed' && attempt.exposed);
  return { status: 'failed', exposed, finishedAt, decisive };
}
