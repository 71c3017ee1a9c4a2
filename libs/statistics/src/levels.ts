import type { Interval } from './interval.js';

/**
 * DORA's ordinal answers, 6 the best. Durations: 6 under an hour, 5 under a day, 4 under a week, 3 under a month, 2 under
 * six months, 1 longer. Frequency: 6 on demand (twice a day and more), 5 daily, 4 weekly, 3 monthly, 2 once in six months,
 * 1 less often.
 */
export type Level = 1 | 2 | 3 | 4 | 5 | 6;

const DAY_SECONDS = 86_400;
const MONTH_DAYS = 30.4375;
const SIX_MONTHS_DAYS = 182.625;

/** DORA's answer for a duration in seconds (lead time, recovery). The cut points belong to the slower answer. */
export function durationLevel(seconds: number): Level {
  if (seconds < 3600) {
    return 6;
  }
  if (seconds < DAY_SECONDS) {
    return 5;
  }
  if (seconds < 7 * DAY_SECONDS) {
    return 4;
  }
  if (seconds < MONTH_DAYS * DAY_SECONDS) {
    return 3;
  }
  return seconds < SIX_MONTHS_DAYS * DAY_SECONDS ? 2 : 1;
}

/** DORA's answer for deployments per civil day. The survey's answers 5 and 6 overlap; two a day are "multiple per day". */
export function frequencyLevel(perDay: number): Level {
  if (perDay >= 2) {
    return 6;
  }
  if (perDay >= 1) {
    return 5;
  }
  if (perDay >= 1 / 7) {
    return 4;
  }
  if (perDay >= 1 / MONTH_DAYS) {
    return 3;
  }
  return perDay >= 1 / SIX_MONTHS_DAYS ? 2 : 1;
}

/** Levels an interval reaches, the lower one first; both are one when the level can be named without doubt. */
export interface LevelRange {
  readonly lowest: Level;
  readonly highest: Level;
}

/** The levels that the interval of a value touches: "level 4" or "level 4-5". */
export function levelRange(interval: Interval, levelOf: (value: number) => Level): LevelRange {
  const ends = [levelOf(interval.low), levelOf(interval.high)] as const;
  return ends[0] <= ends[1] ? { lowest: ends[0], highest: ends[1] } : { lowest: ends[1], highest: ends[0] };
}
