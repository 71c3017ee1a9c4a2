import type { Warehouse } from '@leadline/adapters';
import type { MetricQuestion, PhaseSummary } from '@leadline/metrics';
import { drivenMetrics, queryDrivers, queryLeadTimePhases } from '@leadline/pipeline';
import type { CaseQuery } from './case-file.js';
import { questionOf } from './case-query.js';

const nothing: PhaseSummary = { n: 0, mean: null, p50: null };

/** Lead time in its phases under the names the case files use. */
export async function phasesAnswer(
  question: MetricQuestion,
  { analytics }: Warehouse,
): Promise<Record<string, unknown>> {
  const [whole] = await queryLeadTimePhases(analytics, question);
  const { n = 0, total = nothing, phases = null, missing = 0 } = whole ?? {};
  return { n, totalMean: total.mean, totalP50: total.p50, phases, missing };
}

/** A case names what is compared, and with which window, among its options. */
export async function driversAnswer(query: CaseQuery, { analytics }: Warehouse): Promise<Record<string, unknown>> {
  const { of, compareFrom, compareTo, ...options } = query.options;
  const driven = drivenMetrics.find((metric) => metric === String(of).toUpperCase());
  if (driven === undefined) throw new Error(`there are no drivers of ${String(of)}`);
  const question = questionOf({ ...query, options });
  const { timeZone } = question.window;
  const before = { from: Date.parse(String(compareFrom)), to: Date.parse(String(compareTo)), timeZone };
  return { ...(await queryDrivers(analytics, driven, question, before)) };
}
