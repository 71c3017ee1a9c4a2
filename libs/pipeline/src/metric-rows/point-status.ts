import { fewestSamples, metricById, type Point, type PointStatus } from '@leadline/metrics';

const WEEK_MS = 7 * 86_400_000;

/** How far a point may be relied on. `end`: first instant after what it was counted over. */
export function statusOf(
  { metric, value, n }: Pick<Point, 'metric' | 'value' | 'n'>,
  end: number,
  asOf: number,
): PointStatus {
  if (value === null && n === 0) return 'NO_DATA';
  if (value === null || n < fewestSamples(metric)) return 'INSUFFICIENT';
  const settled = metricById(metric).settlesLate ? end + WEEK_MS : end;
  return asOf < settled ? 'PROVISIONAL' : 'OK';
}
