import { type MetricQuestion, planStaleFlags, type StaleFlags, type StatementRow } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';

/** The flags behind STALE_FLAGS at the end of a window, in one statement. */
export async function queryStaleFlags(
  analytics: Analytics,
  question: Omit<MetricQuestion, 'by' | 'bucket'>,
): Promise<StaleFlags> {
  const { statement, read } = planStaleFlags(question);
  return read(await analytics.query<StatementRow>(statement));
}
