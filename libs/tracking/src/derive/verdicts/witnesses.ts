import { othersOf, withOthers } from '../../fold/components.js';
import type { AttemptView } from './views.js';

/** Reports of one version by two sources are of one rollout if no more than this lies between them (15 minutes). */
const ADJOINING_MS = 900_000;

/** Whether two sources, each for itself, reported one rollout: the same version in one target at the same time. */
export function reportSameRollout(a: AttemptView, b: AttemptView): boolean {
  return couldBeWitnesses(a, b) && isSameVersion(a, b);
}

/** An attempt whose rollout another source reported with more authority: it is known, and counts nowhere. */
export interface Witness {
  readonly attempt: AttemptView;
  /** Ids of the attempts it is a witness of. */
  readonly of: ReadonlySet<string>;
}

/** What the reports of one rollout come to: those that count, and those that only bear witness. */
export interface Testimony {
  readonly counted: readonly AttemptView[];
  readonly witnesses: readonly Witness[];
}

/**
 * Of reports by several sources about one target (or the environment as a whole) at one time one source's count: the declared authority's; else those of
 * sources that tell an outcome before those that do not yet, deployers before pipelines before forges, and of equals the
 * name decides. What they leave unsaid the witnesses tell, except how and when it went.
 */
export function testimonyOf(attempts: readonly AttemptView[]): Testimony {
  const witnesses: Witness[] = [];
  for (const cluster of clustersOf(attempts)) {
    const speaker = speakerOf(cluster);
    const of = new Set(cluster.filter(({ source }) => source === speaker).map(({ id }) => id));
    for (const attempt of cluster) if (attempt.source !== speaker) witnesses.push({ attempt, of });
  }
  if (witnesses.length === 0) return { counted: attempts, witnesses };
  const silent = new Set(witnesses.map(({ attempt }) => attempt.id));
  const counted = attempts
    .filter(({ id }) => !silent.has(id))
    .map((attempt) =>
      completed(
        attempt,
        witnesses.filter(({ of }) => of.has(attempt.id)).map((one) => one.attempt),
      ),
    );
  return { counted, witnesses };
}

const isOver = ({ status }: AttemptView): boolean => status === 'succeeded' || status === 'failed';

/** Attempts of one rollout that stand for each other, directly or in a chain; only where several sources speak. */
function clustersOf(attempts: readonly AttemptView[]): AttemptView[][] {
  if (new Set(attempts.map(({ source }) => source)).size < 2) return [];
  const clusters: AttemptView[][] = [];
  const rest = new Set(attempts);
  for (const first of rest) {
    const cluster = [first];
    rest.delete(first);
    for (const one of cluster) {
      for (const other of rest) {
        if (!couldBeWitnesses(one, other) || isOtherVersion(one, other)) continue;
        cluster.push(other);
        rest.delete(other);
      }
    }
    if (cluster.length > 1) clusters.push(cluster);
  }
  return clusters;
}

function speakerOf(cluster: readonly AttemptView[]): string {
  const rank = (attempt: AttemptView): number => {
    if (attempt.standing === 0) return 0;
    const tellsOutcome = cluster.some((other) => other.source === attempt.source && isOver(other));
    return attempt.standing + (tellsOutcome ? 0 : 10);
  };
  return cluster.reduce((best, one) => {
    const order = rank(one) - rank(best) || (one.source < best.source ? -1 : 1);
    return order < 0 ? one : best;
  }).source;
}

/** Different sources that both say who they are, the same environment, targets that do not differ, and times that overlap or adjoin. */
function couldBeWitnesses(a: AttemptView, b: AttemptView): boolean {
  return (
    a.source !== b.source &&
    isWitness(a) &&
    isWitness(b) &&
    a.environment === b.environment &&
    isSameTarget(a, b) &&
    (a.kind === 'flag') === (b.kind === 'flag') &&
    beginOf(a) - endOf(b) <= ADJOINING_MS &&
    beginOf(b) - endOf(a) <= ADJOINING_MS
  );
}

/** One who names no target speaks of the environment, whichever targets another sees it reach. */
const isSameTarget = (a: AttemptView, b: AttemptView): boolean =>
  a.target === null || b.target === null || a.target === b.target;

/** A cancelled attempt brought nothing that anybody else could have seen. */
export const isWitness = (attempt: AttemptView): boolean =>
  attempt.source !== '' && attempt.status !== 'cancelled' && beginOf(attempt) !== Infinity;

const beginOf = ({ startedAt, finishedAt }: AttemptView): number => startedAt ?? finishedAt ?? Infinity;
/** A rollout that is not over lasts. */
const endOf = ({ finishedAt }: AttemptView): number => finishedAt ?? Infinity;

function isSameVersion(a: AttemptView, b: AttemptView): boolean {
  if (a.sha !== null && b.sha !== null) return a.sha === b.sha;
  return a.namedVersion !== null && a.namedVersion === b.namedVersion;
}

function isOtherVersion(a: AttemptView, b: AttemptView): boolean {
  if (a.sha !== null && b.sha !== null) return a.sha !== b.sha;
  return a.namedVersion !== null && b.namedVersion !== null && a.namedVersion !== b.namedVersion;
}

/** An attempt with everything its witnesses know that it does not say: explicit words count, whoever said them. */
function completed(attempt: AttemptView, witnesses: readonly AttemptView[]): AttemptView {
  if (witnesses.length === 0) return attempt;
  const ranked = witnesses.toSorted((a, b) => a.standing - b.standing || (a.id < b.id ? -1 : 1));
  const voices = [attempt, ...ranked];
  const said = <T>(read: (voice: AttemptView) => T | null): T | null => {
    for (const voice of voices) {
      const value = read(voice);
      if (value !== null) return value;
    }
    return null;
  };
  const others = said((voice) => (voice.others === undefined ? null : withOthers(othersOf(voice))));
  const word = (read: (voice: AttemptView) => string): string => said((voice) => read(voice) || null) ?? '';
  return {
    ...attempt,
    sha: said(({ sha }) => sha),
    repository: said(({ repository }) => repository),
    version: word(({ version }) => version),
    namedVersion: said(({ namedVersion }) => namedVersion),
    configVersion: said(({ configVersion }) => configVersion),
    kind: said(({ kind }) => kind),
    rollbackOf: said(({ rollbackOf }) => rollbackOf),
    fixes: said(({ fixes }) => (fixes.length > 0 ? fixes : null)) ?? [],
    fixesIncident: voices.some(({ fixesIncident }) => fixesIncident),
    planned: voices.some(({ planned }) => planned),
    actor: word(({ actor }) => actor),
    url: word(({ url }) => url),
    commits: said(({ commits }) => commits),
    ...others,
    trigger: said(({ trigger }) => trigger),
    steps: said(({ steps }) => steps),
    flags: [...new Set(voices.flatMap(({ flags }) => flags))].sort(),
  };
}
