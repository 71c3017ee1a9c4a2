import { withOptions } from '@leadline/metrics';
import { optionsUnder } from '../metric-rows/query-options.js';
import { fiveMetrics } from '../query-metrics/five-metrics.js';
import type { DigestQuestion, WriterDeps } from './digest-writer.js';

/** The metric queries of a mail. */
export function asker(deps: WriterDeps, { team, timeZone }: DigestQuestion) {
  // The organisation's own rules hold; weeks are those of the mail.
  const options = withOptions(optionsUnder(deps.catalogue, null).options, { weekStart: 'monday' });
  return fiveMetrics(deps, { scope: team === null ? {} : { teams: [team] }, timeZone, options });
}
