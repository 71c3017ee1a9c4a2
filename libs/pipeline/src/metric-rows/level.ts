import type { MetricId, MetricValue } from '@leadline/metrics';
import { durationLevel, frequencyLevel, type Level, levelRange } from '@leadline/statistics';

/** DORA asks these in categories; the rates are asked as a number and have no level. */
const levelOf: Partial<Record<MetricId, (value: number) => Level>> = {
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

/**
 * Levels by the interval (metrics.md 1.2): named only where the whole interval lies within one. An open end reaches to
 * the last level on its side; without any interval there is no level.
 */
export function levelsOf(
  metric: MetricId,
  { value, low, high, lowerBound }: Pick<MetricValue, 'value' | 'low' | 'high' | 'lowerBound'>,
): PointLevels {
  const level = levelOf[metric];
  const least = low ?? (value === null ? lowerBound : null);
  if (level === undefined || (least === null && high === null)) return { level: null, levelLow: null, levelHigh: null };
  const { lowest, highest } = levelRange({ low: least ?? 0, high: high ?? Number.POSITIVE_INFINITY }, level);
  return {
    level: lowest === highest ? nameOf(lowest) : null,
    levelLow: nameOf(lowest),
    levelHigh: nameOf(highest),
  };
}

const nameOf = (level: Level): LevelName => `LEVEL_${level}`;
