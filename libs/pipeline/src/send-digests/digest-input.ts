import { type DigestInput, type DoraMetricId, doraMetrics, type MetricFigures, weeksUntil } from '@leadline/insights';
import { figuresOf, sharesOf } from '../query-metrics/five-metrics.js';
import { queryDrivers } from '../query-metrics/query-phases.js';
import { eventsOf, findingsOf, qualityOf } from './digest-events.js';
import { asker } from './digest-metrics.js';
import type { DigestQuestion, WriterDeps } from './digest-writer.js';

const WEEKS = 4;
const HISTORY_WEEKS = 12;

type WeekFacts = Omit<DigestInput, 'earlier' | 'told'>;

/** Asks the warehouse everything that a mail about a week tells, as it was known at asOf. */
export async function digestInput(deps: WriterDeps, question: DigestQuestion): Promise<WeekFacts> {
  const { catalogue, asOf, address } = deps;
  const { team, week, timeZone } = question;
  const ask = asker(deps, question);
  const now = weeksUntil(week, WEEKS, timeZone);
  const before = { from: weeksUntil(week, 2 * WEEKS, timeZone).from, to: now.from };
  const [current, previous] = [await ask.metrics(now), await ask.metrics(before)];
  const byDeployment = {
    now: await ask.leadTimeByDeployment(now),
    before: await ask.leadTimeByDeployment(before),
  };
  const weekly = await ask.weekly(weeksUntil(week, HISTORY_WEEKS, timeZone));
  const services = [await ask.byService(now), await ask.byService(before)] as const;
  const thisWeek = weekly.of('CHANGE_FAIL_RATE').at(-1);
  return {
    organisation: catalogue.organisation.name,
    team,
    week,
    timeZone,
    ...now,
    asOf,
    address,
    services: services[0].filter(({ metric, n }) => metric === 'CHANGE_FAIL_RATE' && n > 0).length,
    leadTimeUnit: ask.options.unit,
    metrics: doraMetrics.map((metric): MetricFigures => ({
      metric,
      now: figuresOf(current, metric),
      before: figuresOf(previous, metric),
      weeks: weekly.of(metric).map(({ value }) => value),
    })),
    leadTimeByDeployment: byDeployment,
    leadTimeDrivers: await queryDrivers(
      deps.analytics,
      'CHANGE_LEAD_TIME',
      { window: { ...now, timeZone }, scope: ask.scope, asOf, options: ask.options },
      { ...before, timeZone },
    ),
    weeklyDeployments: weekly.of('DEPLOYMENT_FREQUENCY').map(({ n }) => n),
    failures: sharesOf('CHANGE_FAIL_RATE', services),
    repairs: sharesOf('DEPLOYMENT_REWORK_RATE', services),
    findings: await findingsOf(deps, question, {
      window: { ...now, timeZone },
      options: ask.options,
      scope: ask.scope,
    }),
    deployed: { failed: thisWeek?.numerator ?? 0, total: thisWeek?.denominator ?? 0 },
    ...(await eventsOf(deps, question)),
    quality: await qualityOf(deps, {
      k: byDeployment.now.n,
      n: figuresOf(current, 'DEPLOYMENT_FREQUENCY').n,
    }),
  };
}

/** The five metrics over the four weeks up to a week, as they are known now: what an earlier mail would show. */
export async function fourWeekValues(
  deps: WriterDeps,
  question: DigestQuestion,
): Promise<Readonly<Partial<Record<DoraMetricId, number | null>>>> {
  const points = await asker(deps, question).metrics(weeksUntil(question.week, WEEKS, question.timeZone));
  return Object.fromEntries(doraMetrics.map((metric) => [metric, figuresOf(points, metric).value]));
}
