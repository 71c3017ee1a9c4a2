import type { AttemptState, Mark } from '../../fold/deployment.js';
import type { IncidentState } from '../../fold/incident.js';
import type { Timeline } from '../../fold/timeline.js';

/** An attempt as one sees it at an instant: what lies after the instant has not happened. */
export interface AttemptView extends AttemptState {
  readonly service: string;
  readonly environment: string;
  readonly tier: string;
  readonly status: NonNullable<AttemptState['status']>;
}

/** No `target` is a target of its own. */
export const targetOf = ({ target }: AttemptView): string => target ?? '';

/** An incident as one sees it at an instant. Detection and resolution keep their instants: they are clipped when read. */
export interface IncidentView extends IncidentState {
  readonly service: string;
  readonly startedAt: number;
}

/** From an instant on, this is how the thing looks; null: it does not exist (any more). */
export interface Change<V> {
  readonly at: number;
  readonly view: V | null;
}

/** How an attempt looks from each instant on at which its look changes (metrics.md §2, "As-of"). */
export function attemptChanges(timeline: Timeline<AttemptState>): Change<AttemptView>[] {
  return changesOf(timeline, attemptAt, ({ startedAt, finishedAt, marks }) => [
    startedAt,
    finishedAt,
    ...marks.map(({ at }) => at),
  ]);
}

/** How an incident looks from each instant on at which its look changes. */
export function incidentChanges(timeline: Timeline<IncidentState>): Change<IncidentView>[] {
  return changesOf(timeline, incidentAt, ({ startedAt }) => [startedAt]);
}

function changesOf<S, V extends object>(
  timeline: Timeline<S>,
  look: (state: S, at: number) => V | null,
  instantsIn: (state: S) => readonly (number | null)[],
): Change<V>[] {
  const changes: Change<V>[] = [];
  timeline.forEach(({ from, state }, index) => {
    const until = timeline[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const inner = instantsIn(state).filter((at): at is number => at !== null && at > from && at < until);
    for (const at of [from, ...new Set(inner.sort((a, b) => a - b))]) changes.push({ at, view: look(state, at) });
  });
  return changes;
}

function attemptAt(state: AttemptState, at: number): AttemptView | null {
  const { service, environment, tier, status } = state;
  if (service === null || environment === null || tier === null || status === null) return null;
  const finishedAt = happened(state.finishedAt, at);
  const isOver = status === 'cancelled' || (status !== 'in_progress' && finishedAt !== null);
  return {
    ...state,
    service,
    environment,
    tier,
    // A terminal status whose finish is unknown or still to come is a rollout in progress.
    status: isOver ? status : 'in_progress',
    startedAt: happened(state.startedAt, at),
    finishedAt: isOver ? finishedAt : null,
    marks: state.marks.filter((mark) => mark.at <= at),
  };
}

function incidentAt(state: IncidentState, at: number): IncidentView | null {
  const { service } = state;
  const startedAt = happened(state.startedAt, at);
  return service === null || startedAt === null ? null : { ...state, service, startedAt };
}

const happened = (instant: number | null, at: number): number | null =>
  instant !== null && instant <= at ? instant : null;

/** The mark that holds: the latest, of equal instants the one with the greater hash. */
export function latestMark(marks: readonly Mark[]): Mark | null {
  let latest: Mark | null = null;
  for (const mark of marks) {
    if (!latest || mark.at > latest.at || (mark.at === latest.at && mark.hash > latest.hash)) latest = mark;
  }
  return latest;
}
