import {
  attributeDrivers,
  type DriverAttribution,
  type DriverSegment,
  type LeadTimePhases,
  type MetricQuestion,
  phaseNames,
  phaseReference,
  plan,
  planPhases,
  type PointReference,
  pointsOf,
  type StatementRow,
  type Window,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { selectedAnswer } from './query-metrics.js';

/** Lead time in its phases, one entry for each group; one for the whole where nothing is grouped. */
export async function queryLeadTimePhases(analytics: Analytics, question: MetricQuestion): Promise<LeadTimePhases[]> {
  const { statement, read } = planPhases(question);
  return read(await analytics.query<StatementRow>(statement));
}

/** Metrics whose change can be taken apart. */
export const drivenMetrics = ['CHANGE_LEAD_TIME', 'CHANGE_FAIL_RATE'] as const;
export type DrivenMetric = (typeof drivenMetrics)[number];

/**
 * Where the difference of a metric between two windows comes from: from the phases of lead time or the rate of failures
 * within services, or from services having other shares.
 */
export async function queryDrivers(
  analytics: Analytics,
  of: DrivenMetric,
  question: Omit<MetricQuestion, 'by'>,
  compareTo: Window,
): Promise<DriverAttribution> {
  const segmentsIn = (window: Window): Promise<DriverSegment[]> => {
    const byService: MetricQuestion = { ...question, window, by: [{ dimension: 'SERVICE' }] };
    switch (of) {
      case 'CHANGE_LEAD_TIME':
        return phaseSegments(analytics, byService);
      case 'CHANGE_FAIL_RATE':
        return rateSegments(analytics, byService);
    }
  };
  const [before, after] = await Promise.all([segmentsIn(compareTo), segmentsIn(question.window)]);
  return attributeDrivers(of === 'CHANGE_LEAD_TIME' ? phaseNames : ['rate'], before, after);
}

/** The point whose mean a component of a service is: a phase of its lead time, or its rate of failures. */
export function drivenPoint(
  of: DrivenMetric,
  { window, scope, asOf, options }: Omit<MetricQuestion, 'by'>,
  service: string,
  component: string,
): PointReference {
  const question: MetricQuestion = { window, scope, asOf, options, by: [{ dimension: 'SERVICE' }] };
  switch (of) {
    case 'CHANGE_LEAD_TIME':
      return phaseReference(question, [service], phaseNames.find((phase) => phase === component) ?? 'total');
    case 'CHANGE_FAIL_RATE':
      return { metric: of, ...question, group: [service] };
  }
}

async function phaseSegments(analytics: Analytics, question: MetricQuestion): Promise<DriverSegment[]> {
  const services = await queryLeadTimePhases(analytics, question);
  return services.map(({ group, n, phases }) => ({
    name: group[0] ?? '',
    n,
    means: Object.fromEntries(phaseNames.map((phase) => [phase, phases[phase].mean ?? 0])),
  }));
}

async function rateSegments(analytics: Analytics, question: MetricQuestion): Promise<DriverSegment[]> {
  const planned = plan({ ...question, ids: ['CHANGE_FAIL_RATE'] });
  const answers = await Promise.all(
    planned.parts.flatMap((part) => (part.form === 'selected' ? [selectedAnswer(analytics, planned, part)] : [])),
  );
  return pointsOf(planned, answers).map(({ group, n, value }) => ({
    name: group[0] ?? '',
    n,
    means: { rate: value ?? 0 },
  }));
}
