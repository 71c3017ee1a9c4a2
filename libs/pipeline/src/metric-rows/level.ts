import type { MetricId, MetricValue } from '@leadline/metrics';
import { durationLevel, frequencyLevel, type Level, levelRange, type LevelRange } from '@leadline/statistics';

/** DORA asks these in categories; the rates are asked as a number and have no level. */
const levelByValue: Partial<Record<MetricId, (value: number) => Level>> = {
  DEPLOYMENT_FREQUENCY: frequencyLevel,
  CHANGE_LEAD_TIME: durationLevel,
  FAILED_DEPLOYMENT_RECOVERY_TIME: durationLevel,
};

/** DORA's ordinal answers (metrics.md 1.2), the least first. */
export type LevelName = `LEVEL_${Level}`;

export interface PointLevels {
  readonly level: LevelName | null;
  readonly levelLow: LevelName | null;
  readonly levelHigh: LevelName | null;
}

type Estimate = Pick<MetricValue, 'value' | 'low' | 'high' | 'lowerBound'>;

/** A metric's levels by name: that of the point, and those of the ends of its interval. */
export function levelsOf(metric: MetricId, estimate: Estimate): PointLevels {
  const range = rangeOf(metric, estimate);
  if (range === null) return { level: null, levelLow: null, levelHigh: null };
  const level = only(range);
  return {
    level: level === null ? null : nameOf(level),
    levelLow: nameOf(range.lowest),
    levelHigh: nameOf(range.highest),
  };
}

/** The level of a metric; null: there is none, or the interval does not lie within one. */
export function levelOf(metric: MetricId, estimate: Estimate): Level | null {
  const range = rangeOf(metric, estimate);
  return range === null ? null : only(range);
}

const only = ({ lowest, highest }: LevelRange): Level | null => (lowest === highest ? lowest : null);

/**
 * Levels by the interval (metrics.md 1.2): named only where the whole interval lies within one. An open end reaches to
 * the last level on its side; without any interval there is no level.
 */
function rangeOf(metric: MetricId, { value, low, high, lowerBound }: Estimate): LevelRange | null {
  const level = levelByValue[metric];
  const least = low ?? (value === null ? lowerBound : null);
  if (level === undefined || (least === null && high === null)) return null;
  return levelRange({ low: least ?? 0, high: high ?? Number.POSITIVE_INFINITY }, level);
}

const nameOf = (level: Level): LevelName => `LEVEL_${level}`;
