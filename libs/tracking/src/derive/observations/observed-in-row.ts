import { type DeploymentRow, FOREVER, type TableRow } from '@leadline/tables';
import { type IncidentState, isOutsideProduction } from '../../fold/incident.js';
import type { Timeline } from '../../fold/timeline.js';
import { settle } from '../links/settle.js';
import type { VerdictRow } from '../verdicts/sweep.js';
import { type Lasting, Lastings } from './during-run.js';

/** An observation with its own id, and what of it was known when. */
export interface ReportedObservation {
  readonly id: string;
  readonly states: TableRow<'observations'>['states'];
}

type ObservedColumns = Pick<DeploymentRow, 'observations' | 'disturbances'>;
type Disturbance = DeploymentRow['disturbances'][number];

interface ObservedState {
  readonly id: string;
  readonly state: ReportedObservation['states'][number];
}

/** What was measured of a service and its deployments, and its incidents: to be asked for each deployment. */
export interface ObservedService {
  readonly byDeployment: ReadonlyMap<string, readonly ObservedState[]>;
  readonly lasting: Lastings<ObservedState>;
  readonly disturbances: Lastings<Disturbance>;
  readonly isEmpty: boolean;
}

/** Measures of a deployment, and those of them that tell how its service did meanwhile, whatever they name. */
const ofDeployments = new Set(['errors', 'cost', 'downtime', 'degradation', 'capacity']);
const ofTimes = new Set(['downtime', 'degradation', 'capacity']);

export function observedService(
  service: string,
  observations: readonly ReportedObservation[],
  incidents: readonly Timeline<IncidentState | null>[],
): ObservedService {
  const all = observations.flatMap(({ id, states }) =>
    states.filter(({ measure }) => ofDeployments.has(measure)).map((state): ObservedState => ({ id, state })),
  );
  const byDeployment = new Map<string, ObservedState[]>();
  for (const observed of all) {
    const { deployment } = observed.state;
    if (deployment === '') continue;
    const known = byDeployment.get(deployment);
    if (known) known.push(observed);
    else byDeployment.set(deployment, [observed]);
  }
  const lasting = all.flatMap((what): Lasting<ObservedState>[] => {
    const { measure, from, to } = what.state;
    const tells = ofTimes.has(measure) && what.state.service === service;
    return tells && from !== null ? [{ from, to, what }] : [];
  });
  const disturbances = incidents.flatMap((timeline) => disturbancesIn(service, timeline));
  return {
    byDeployment,
    lasting: new Lastings(lasting),
    disturbances: new Lastings(disturbances.map((what) => ({ from: what.from, to: what.to, what }))),
    isEmpty: all.length === 0 && disturbances.length === 0,
  };
}

function disturbancesIn(service: string, timeline: Timeline<IncidentState | null>): Disturbance[] {
  return timeline.flatMap(({ from: at, state }, index) => {
    const from = state?.startedAt ?? state?.detectedAt ?? null;
    if (state === null || from === null || state.service !== service) return [];
    if (isOutsideProduction(state)) return [];
    if (state.status === 'false_positive' || state.status === 'duplicate') return [];
    return [
      {
        knownFrom: Math.max(at, from),
        knownUntil: timeline[index + 1]?.from ?? FOREVER,
        incident: state.id,
        severity: Number(/^sev(\d+)$/i.exec(state.severity)?.[1] ?? 0),
        userFacing: state.userFacing ? (1 as const) : (0 as const),
        from,
        to: state.resolvedAt,
      },
    ];
  });
}

/** What was measured of a deployment, and of its service while it ran in production, as it was known to run. */
export function observedInRow({ looks }: VerdictRow, observed: ObservedService): ObservedColumns {
  const columns: ObservedColumns = { observations: [], disturbances: [] };
  if (observed.isEmpty) return columns;
  looks.forEach(({ at, judged }, index) => {
    if (judged === null) return;
    const { attempts, witnesses, startedAt, finishedAt, tier } = judged.occurrence;
    const look = { knownFrom: at, knownUntil: looks[index + 1]?.at ?? FOREVER };
    const ids = [...attempts, ...witnesses].map(({ id }) => id);
    const own = ids.flatMap((id) => observed.byDeployment.get(id) ?? []);
    for (const one of own) columns.observations.push(...elementOf(one, look, 'own'));
    if (finishedAt === null || tier !== 'production') return;
    const start = startedAt ?? finishedAt;
    for (const one of observed.lasting.during(start, finishedAt)) {
      if (ids.includes(one.state.deployment)) continue;
      columns.observations.push(...elementOf(one, look, one.state.deployment === '' ? '' : 'other'));
    }
    for (const disturbance of observed.disturbances.during(start, finishedAt)) {
      columns.disturbances.push(...clipped(disturbance, look));
    }
  });
  return {
    observations: settle(columns.observations, ({ id }) => id),
    disturbances: settle(columns.disturbances, ({ incident }) => incident),
  };
}

interface Known {
  readonly knownFrom: number;
  readonly knownUntil: number;
}

function clipped<E extends Known>(element: E, { knownFrom, knownUntil }: Known): E[] {
  const known = {
    knownFrom: Math.max(element.knownFrom, knownFrom),
    knownUntil: Math.min(element.knownUntil, knownUntil),
  };
  return known.knownFrom < known.knownUntil ? [{ ...element, ...known }] : [];
}

function elementOf({ id, state }: ObservedState, look: Known, names: 'own' | 'other' | '') {
  return clipped(
    {
      knownFrom: state.knownFrom,
      knownUntil: state.knownUntil,
      id,
      measure: state.measure,
      names,
      from: state.from,
      to: state.to,
      planned: state.planned,
      currency: state.currency,
      before: state.before,
      beforeTime: state.beforeTime,
      beforeRequests: state.beforeRequests,
      after: state.after,
      afterTime: state.afterTime,
      afterRequests: state.afterRequests,
      available: state.available,
    },
    look,
  );
}
