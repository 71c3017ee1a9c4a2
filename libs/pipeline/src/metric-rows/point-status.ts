import { metricById, type MetricId, type Point, type PointStatus } from '@leadline/metrics';

const WEEK_MS = 7 * 86_400_000;
/** Fewest samples that are compared (metrics.md 6). */
const FEWEST_OF_A_RATIO = 10;
const FEWEST_DURATIONS = 6;

/** How far a point may be relied on. `end`: first instant after what it was counted over. */
export function statusOf(
  { metric, value, n }: Pick<Point, 'metric' | 'value' | 'n'>,
  end: number,
  asOf: number,
): PointStatus {
  if (value === null && n === 0) return 'NO_DATA';
  if (value === null || n < fewest(metric)) return 'INSUFFICIENT';
  const settled = metricById(metric).settlesLate ? end + WEEK_MS : end;
  return asOf < settled ? 'PROVISIONAL' : 'OK';
}

function fewest(metric: MetricId): number {
  switch (metricById(metric).unit) {
    case 'RATIO':
      return FEWEST_OF_A_RATIO;
    case 'SECONDS':
    case 'FACTOR':
      return FEWEST_DURATIONS;
    case 'PER_DAY':
    case 'COUNT':
      return 0;
  }
}
