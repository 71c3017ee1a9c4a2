import { criticalZ } from './normal.js';
import { ascending, medianOfSorted } from './quantile.js';

/** One episode: how long it lasted, and whether it ended (true) or is still open after that time (false). */
export interface Episode {
  readonly seconds: number;
  readonly recovered: boolean;
}

/** The curve from this duration on: the estimated share of episodes that last longer than `seconds`. */
export interface SurvivalRow {
  readonly seconds: number;
  readonly survival: number;
  /** Greenwood's sum of d / (n (n - d)) up to here; infinite once everything at risk has ended. */
  readonly greenwood: number;
}

export interface KaplanMeier {
  /** Episodes, ended and open. */
  readonly n: number;
  /** Episodes that ended. */
  readonly observed: number;
  /** Episodes still open (right-censored). */
  readonly open: number;
  /** Seconds; null while the curve does not fall below one half. */
  readonly median: number | null;
  /** When the median is null: the longest duration of any episode, a bound from below. Otherwise null. */
  readonly lowerBound: number | null;
  /** 95 % interval of the median (Brookmeyer-Crowley, log-log), seconds; an end that is not reached is null. */
  readonly low: number | null;
  readonly high: number | null;
  /** Median of the ended episodes alone: what a count that forgets the open ones reports. Never a headline. */
  readonly medianOfRecovered: number | null;
  /** A row at 0 and one at each distinct duration. */
  readonly survival: readonly SurvivalRow[];
}

/** Two survival values closer than this are one: products of fractions miss 1/2 by rounding. */
const TOLERANCE = 1e-9;

/**
 * Time until recovery with episodes that may still be open.
 *
 * S(t) is the product of 1 - d/n over the durations up to t (d ended then, n at risk; endings come before openings that
 * are cut off at the same time). The median is the smallest duration with S < 1/2; where S rests at exactly 1/2 it is the
 * middle between that duration and the next ending, so that without open episodes it equals the ordinary median. A curve
 * that stays at 1/2 to its end has no median (R and lifelines differ here).
 *
 * Sources: Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53 (1958), 457-481;
 * Brookmeyer and Crowley, "A Confidence Interval for the Median Survival Time", Biometrics 38 (1982), 29-41.
 */
export function kaplanMeier(episodes: readonly Episode[]): KaplanMeier {
  const durations = ascending(episodes.map((episode) => episode.seconds));
  const recovered = ascending(episodes.filter((episode) => episode.recovered).map((episode) => episode.seconds));
  const survival = survivalCurve(episodes);
  const median = medianOfCurve(survival);
  return {
    n: episodes.length,
    observed: recovered.length,
    open: episodes.length - recovered.length,
    median,
    lowerBound: median === null ? (durations.at(-1) ?? null) : null,
    ...medianBounds(survival, criticalZ(0.95)),
    medianOfRecovered: medianOfSorted(recovered),
    survival,
  };
}

function survivalCurve(episodes: readonly Episode[]): SurvivalRow[] {
  const changes = new Map<number, { ended: number; left: number }>([[0, { ended: 0, left: 0 }]]);
  for (const { seconds, recovered } of episodes) {
    if (!(seconds >= 0 && Number.isFinite(seconds))) {
      throw new RangeError(`An episode lasts a finite number of seconds of at least 0, not ${seconds}`);
    }
    const change = changes.get(seconds) ?? { ended: 0, left: 0 };
    changes.set(seconds, { ended: change.ended + (recovered ? 1 : 0), left: change.left + 1 });
  }
  let atRisk = episodes.length;
  let survival = 1;
  let greenwood = 0;
  const rows: SurvivalRow[] = [];
  for (const [seconds, { ended, left }] of [...changes].sort(([a], [b]) => a - b)) {
    if (ended > 0) {
      survival *= (atRisk - ended) / atRisk;
      greenwood += ended / (atRisk * (atRisk - ended));
    }
    atRisk -= left;
    rows.push({ seconds, survival, greenwood });
  }
  return rows;
}

function medianOfCurve(rows: readonly SurvivalRow[]): number | null {
  const below = rows.find((row) => row.survival < 0.5 - TOLERANCE);
  if (below === undefined) {
    return null;
  }
  const restsAtHalf = rows.find((row) => Math.abs(row.survival - 0.5) <= TOLERANCE);
  return restsAtHalf === undefined ? below.seconds : (restsAtHalf.seconds + below.seconds) / 2;
}

function medianBounds(rows: readonly SurvivalRow[], z: number): { low: number | null; high: number | null } {
  const reachesHalf = (sign: 1 | -1): number | null =>
    rows.find((row) => logLogLimit(row, sign * z) <= 0.5 + TOLERANCE)?.seconds ?? null;
  return { low: reachesHalf(-1), high: reachesHalf(1) };
}

/** Limit of S on the scale of ln(-ln S): negative z gives the lower limit, positive z the upper one. */
function logLogLimit({ survival, greenwood }: SurvivalRow, z: number): number {
  if (survival === 0 || greenwood === 0) {
    return survival;
  }
  const logSurvival = Math.log(survival);
  return Math.exp(logSurvival * Math.exp((z * Math.sqrt(greenwood)) / logSurvival));
}
