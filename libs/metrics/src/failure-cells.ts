import { type MetricOptions, optionsFor } from './options.js';
import type { MetricQuestion } from './query.js';
import type { Episode, FailedDeployment } from './recovery-episodes.js';

/** A failed deployment with what its recovery is measured from, as {@link FailureCells}. */
export const failure = `(concat(service, '\\n', environment, '\\n', deployment, '\\n', toString(occurrence)), state.startedAt, state.finishedAt, failed_at,
      if(recovers_by_retry, state.finishedAt, next_success), failing_incidents)`;

export type FailureCells = [
  key: string,
  startedAt: number,
  finishedAt: number,
  failedAt: number,
  repairedAt: number | null,
  incidents: [id: string, impactAt: number, detectedAt: number | null, resolvedAt: number | null][],
];

/** By their places: a page has tens of thousands, and taking a list apart takes many times as long. */
export const failedDeploymentIn = (cells: FailureCells): FailedDeployment => ({
  key: cells[0],
  startedAt: cells[1],
  finishedAt: cells[2],
  failedAt: cells[3],
  repairedAt: cells[4],
  incidents: cells[5].map((incident) => ({
    id: incident[0],
    impactAt: incident[1],
    detectedAt: incident[2],
    resolvedAt: incident[3],
  })),
});

/** The service of a failed deployment, by its key. */
export const serviceOf = (key: string): string => key.split('\n', 1)[0] ?? '';

/** Where recovery opens for the service of a failed deployment. */
export const recoveryStartOf =
  (options: MetricOptions) =>
  ({ key }: FailedDeployment): MetricOptions['recoveryStart'] =>
    optionsOfFailure(options, key).recoveryStart;

/** Few have rules of services: then nobody needs to know whose it is. */
const optionsOfFailure = (options: MetricOptions, key: string): MetricOptions =>
  options.ofServices === undefined ? options : optionsFor(options, serviceOf(key));

/**
 * Open: censored at asOf. An end before the start: 0 within the tolerance for clocks of the service that began it, else
 * no sample.
 */
export function sampleOf({ opens, closes, opener }: Omit<Episode, 'failures'>, { asOf, options }: MetricQuestion) {
  const seconds = ((closes ?? asOf) - opens) / 1000;
  if (seconds < -optionsOfFailure(options, opener).clockSkewToleranceS) return null;
  return { seconds: Math.max(0, seconds), recovered: closes !== null };
}
