import type { Catalogue } from '@leadline/events';
import { type BeforeAfter, beforeAfter, type Compared, type Direction } from '@leadline/insights';
import {
  attributeDrivers,
  civilBuckets,
  type DriverAttribution,
  type MetricOptions,
  type MetricQuestion,
  planSamples,
  type Point,
  type Scope,
  type ServiceSamples,
  type StatementRow,
  type Window,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { queryMetrics } from '../query-metrics/query-metrics.js';
import { queryDrivers } from '../query-metrics/query-phases.js';

/** Metrics that can be compared before and after. */
export type ComparedMetric =
  'DEPLOYMENT_FREQUENCY' | 'CHANGE_LEAD_TIME' | 'CHANGE_FAIL_RATE' | 'DEPLOYMENT_REWORK_RATE' | 'TIME_TO_RESTORE';

/** Full weeks on each side, and the fewest that are compared (metrics-deployment.md D). */
const WEEKS = 8;
const FEWEST_WEEKS = 4;
const WEEK = 7 * 86_400_000;

/** What a project names beforehand. */
export interface Project {
  readonly metric: ComparedMetric;
  readonly scope: Scope;
  /** Epoch milliseconds: when it began to change things, and when it was done; what lies between is left out. */
  readonly start: number;
  readonly end: number;
  readonly wanted: Direction;
  readonly timeZone: string;
  readonly asOf: number;
  readonly options: MetricOptions;
}

export interface ComparedProject {
  readonly before: Window;
  readonly after: Window;
  readonly result: BeforeAfter;
  /** The same of every service outside the scope, which the project did not touch; null: the scope is everything. */
  readonly peers: BeforeAfter | null;
  /** How much of the change services having other shares explain; null: it is not known of this metric. */
  readonly drivers: DriverAttribution | null;
}

export type QueriedBeforeAfter =
  | { readonly outcome: 'compared'; readonly compared: ComparedProject }
  /** Fewer than four full weeks have passed since its end. */
  | { readonly outcome: 'too_early'; readonly fullWeeks: number };

/** Metrics that can be compared before and after. */
export const comparedMetrics: readonly ComparedMetric[] = [
  'DEPLOYMENT_FREQUENCY',
  'CHANGE_LEAD_TIME',
  'CHANGE_FAIL_RATE',
  'DEPLOYMENT_REWORK_RATE',
  'TIME_TO_RESTORE',
];

/** Whether enough full weeks are over, before a project and since its end. */
export const isComparable = (project: Omit<Project, 'metric' | 'scope' | 'wanted'>): boolean =>
  windowsOf(project).fullWeeks >= FEWEST_WEEKS;

/** Compares the eight full weeks before a project with up to eight after it. */
export async function queryBeforeAfter(
  analytics: Analytics,
  catalogue: Catalogue,
  project: Project,
): Promise<QueriedBeforeAfter> {
  const { before, after, fullWeeks } = windowsOf(project);
  if (fullWeeks < FEWEST_WEEKS) return { outcome: 'too_early', fullWeeks };
  const isEverything = Object.values(project.scope).every((names: readonly string[]) => names.length === 0);
  const [own, all] = await Promise.all([
    materialOf(analytics, catalogue, project, [before, after]),
    isEverything ? null : materialOf(analytics, catalogue, { ...project, scope: {} }, [before, after]),
  ]);
  const touched = new Set(own.flatMap(({ service }) => service));
  const peers = all?.filter(({ service }) => !touched.has(service)) ?? null;
  return {
    outcome: 'compared',
    compared: {
      before,
      after,
      result: beforeAfter(pooled(project.metric, own), project.wanted),
      peers: peers && beforeAfter(pooled(project.metric, peers), project.wanted),
      drivers: await driversOf(analytics, project, { before, after, own }),
    },
  };
}

function windowsOf({
  start,
  end,
  timeZone,
  asOf,
  options: { weekStart },
}: Omit<Project, 'metric' | 'scope' | 'wanted'>): {
  readonly before: Window;
  readonly after: Window;
  readonly fullWeeks: number;
} {
  const margin = (WEEKS + 2) * WEEK;
  const full = (from: number, to: number) =>
    civilBuckets({ from, to, timeZone }, 'WEEK', asOf, weekStart).filter(({ partial }) => !partial);
  const [early, late] = [full(start - margin, start).slice(-WEEKS), full(end, end + margin).slice(0, WEEKS)];
  return {
    before: { from: early[0]?.start ?? start, to: early.at(-1)?.end ?? start, timeZone },
    after: { from: late[0]?.start ?? end, to: late.at(-1)?.end ?? end, timeZone },
    fullWeeks: Math.min(early.length, late.length),
  };
}

/** What one service contributes to both sides. */
interface Material {
  readonly service: string;
  readonly sides: readonly [Side, Side];
}

interface Side {
  readonly k: number;
  readonly n: number;
  readonly weeks: readonly number[];
  readonly samples: ServiceSamples['samples'];
}

const nothing: Side = { k: 0, n: 0, weeks: [], samples: [] };

async function materialOf(
  analytics: Analytics,
  catalogue: Catalogue,
  project: Project,
  windows: readonly [Window, Window],
): Promise<Material[]> {
  const [before, after] = await Promise.all(windows.map((window) => sidesIn(analytics, catalogue, project, window)));
  const services = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...services].map((service) => ({
    service,
    sides: [before?.get(service) ?? nothing, after?.get(service) ?? nothing],
  }));
}

async function sidesIn(
  analytics: Analytics,
  catalogue: Catalogue,
  { metric, scope, asOf, options }: Project,
  window: Window,
): Promise<ReadonlyMap<string, Side>> {
  const question = { window, scope, asOf, options };
  switch (metric) {
    case 'CHANGE_LEAD_TIME':
    case 'TIME_TO_RESTORE': {
      const { statement, read } = planSamples(metric, question);
      const services = read(await analytics.query<StatementRow>(statement));
      return new Map(services.map(({ service, samples }) => [service, { ...nothing, samples }]));
    }
    case 'CHANGE_FAIL_RATE':
    case 'DEPLOYMENT_REWORK_RATE': {
      const points = await pointsOf(analytics, catalogue, metric, question);
      return new Map(
        points.map(({ group, numerator, denominator }) => [
          group[0] ?? '',
          { ...nothing, k: numerator ?? 0, n: denominator ?? 0 },
        ]),
      );
    }
    case 'DEPLOYMENT_FREQUENCY': {
      const points = await pointsOf(analytics, catalogue, metric, { ...question, bucket: 'WEEK' });
      const weeks = new Map<string, number[]>();
      for (const { group, n } of points) weeks.set(group[0] ?? '', [...(weeks.get(group[0] ?? '') ?? []), n]);
      return new Map([...weeks].map(([service, counts]) => [service, { ...nothing, weeks: counts }]));
    }
  }
}

async function pointsOf(
  analytics: Analytics,
  catalogue: Catalogue,
  metric: ComparedMetric,
  question: Omit<MetricQuestion, 'by'>,
): Promise<readonly Point[]> {
  const answer = await queryMetrics(analytics, catalogue, {
    ...question,
    ids: [metric],
    by: [{ dimension: 'SERVICE' }],
  });
  if (answer.outcome === 'points') return answer.points;
  throw new Error(`The numbers of a comparison were refused: ${answer.outcome}`);
}

/** All services together, as one. */
function pooled(metric: ComparedMetric, material: readonly Material[]): Compared {
  const [before, after] = [0, 1].map((side) => material.map(({ sides }) => sides[side] ?? nothing));
  const of = <T>(make: (sides: readonly Side[]) => T) => ({ before: make(before ?? []), after: make(after ?? []) });
  switch (metric) {
    case 'DEPLOYMENT_FREQUENCY':
      return { kind: 'weekly_counts', ...of(weeklyTotals) };
    case 'CHANGE_LEAD_TIME':
      return { kind: 'durations', ...of((sides) => sides.flatMap(({ samples }) => samples.map((one) => one.seconds))) };
    case 'TIME_TO_RESTORE':
      return { kind: 'survival', ...of((sides) => sides.flatMap(({ samples }) => samples)) };
    case 'CHANGE_FAIL_RATE':
    case 'DEPLOYMENT_REWORK_RATE':
      return { kind: 'rate', ...of((sides) => ({ k: total(sides, ({ k }) => k), n: total(sides, ({ n }) => n) })) };
  }
}

function weeklyTotals(sides: readonly Side[]): number[] {
  const length = Math.max(0, ...sides.map(({ weeks }) => weeks.length));
  return Array.from({ length }, (_, week) => total(sides, ({ weeks }) => weeks[week] ?? 0));
}

const total = (sides: readonly Side[], read: (side: Side) => number): number =>
  sides.reduce((sum, side) => sum + read(side), 0);

async function driversOf(
  analytics: Analytics,
  { metric, scope, asOf, options }: Project,
  { before, after, own }: { readonly before: Window; readonly after: Window; readonly own: readonly Material[] },
): Promise<DriverAttribution | null> {
  switch (metric) {
    case 'CHANGE_LEAD_TIME':
      return queryDrivers(analytics, metric, { window: after, scope, asOf, options }, before);
    case 'CHANGE_FAIL_RATE':
    case 'DEPLOYMENT_REWORK_RATE': {
      const segments = (side: 0 | 1) =>
        own.map(({ service, sides }) => {
          const { k, n } = sides[side];
          return { name: service, n, means: { rate: n === 0 ? 0 : k / n } };
        });
      return attributeDrivers(['rate'], segments(0), segments(1));
    }
    case 'DEPLOYMENT_FREQUENCY':
    case 'TIME_TO_RESTORE':
      return null;
  }
}
