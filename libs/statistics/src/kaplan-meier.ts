import { criticalZ } from './normal.js';
import { medianOfSorted } from './quantile.js';

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
  const ordered = [...episodes].sort((a, b) => a.seconds - b.seconds);
  const recovered = ordered.filter((episode) => episode.recovered).map((episode) => episode.seconds);
  const survival = survivalCurve(ordered);
  const median = medianOfCurve(survival);
  return {
    n: episodes.length,
    observed: recovered.length,
    open: episodes.length - recovered.length,
    median,
    lowerBound: median === null ? (ordered.at(-1)?.seconds ?? null) : null,
    ...medianBounds(survival, criticalZ(0.95)),
    medianOfRecovered: medianOfSorted(recovered),
    survival,
  };
}

/** @param ordered By their durations. */
function survivalCurve(ordered: readonly Episode[]): SurvivalRow[] {
  for (const { seconds } of ordered) {
    if (!(seconds >= 0 && Number.isFinite(seconds))) {
      throw new RangeError(`An episode lasts a finite number of seconds of at least 0, not ${seconds}`);
    }
  }
  let [survival, greenwood] = [1, 0];
  const rows: SurvivalRow[] = ordered[0]?.seconds === 0 ? [] : [{ seconds: 0, survival, greenwood }];
  for (let place = 0; place < ordered.length;) {
    const atRisk = ordered.length - place;
    const { seconds } = ordered[place]!;
    let ended = 0;
    for (; ordered[place]?.seconds === seconds; place += 1) if (ordered[place]!.recovered) ended += 1;
    if (ended > 0) {
      survival *= (atRisk - ended) / atRisk;
      greenwood += ended / (atRisk * (atRisk - ended));
    }
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
