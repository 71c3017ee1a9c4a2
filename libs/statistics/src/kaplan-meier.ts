import { criticalZ } from './normal.js';

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
  const ordered = inOrder(episodes);
  const observed = endedIn(ordered);
  const { restsAtHalf, below, low, high } = crossings(ordered, criticalZ(0.95));
  const median = below === null ? null : restsAtHalf === null ? below : (restsAtHalf + below) / 2;
  return {
    n: episodes.length,
    observed,
    open: episodes.length - observed,
    median,
    lowerBound: median === null ? (ordered.at(-1)?.seconds ?? null) : null,
    low,
    high,
    medianOfRecovered: observed === 0 ? null : medianOfEnded(ordered, observed),
  };
}

/** The curve of {@link kaplanMeier}: a row at 0 and one at each distinct duration. */
export function survivalCurve(episodes: readonly Episode[]): SurvivalRow[] {
  const ordered = inOrder(episodes);
  const step = { ...beginning };
  const rows: SurvivalRow[] = ordered[0]?.seconds === 0 ? [] : [{ seconds: 0, survival: 1, greenwood: 0 }];
  while (goOn(ordered, step)) {
    rows.push({ seconds: step.seconds, survival: step.survival, greenwood: step.greenwood });
  }
  return rows;
}

/** By their durations. A page has ten thousand curves, most of a few episodes: lists that are in order are not copied. */
function inOrder(episodes: readonly Episode[]): readonly Episode[] {
  let before = 0;
  let isInOrder = true;
  for (const { seconds } of episodes) {
    if (!(seconds >= 0 && Number.isFinite(seconds))) {
      throw new RangeError(`An episode lasts a finite number of seconds of at least 0, not ${seconds}`);
    }
    isInOrder &&= before <= seconds;
    before = seconds;
  }
  return isInOrder ? episodes : episodes.toSorted((a, b) => a.seconds - b.seconds);
}

function endedIn(episodes: readonly Episode[]): number {
  let ended = 0;
  for (const { recovered } of episodes) if (recovered) ended += 1;
  return ended;
}

/** @param observed How many have ended, at least one. */
function medianOfEnded(ordered: readonly Episode[], observed: number): number {
  const [lower, upper] = [(observed - 1) >>> 1, observed >>> 1];
  let [place, below] = [0, 0];
  for (const { seconds, recovered } of ordered) {
    if (!recovered) continue;
    if (place === lower) below = seconds;
    if (place === upper) return below + (seconds - below) / 2;
    place += 1;
  }
  return below;
}

/** Where one is on the curve: it is walked without making a row of each step. */
interface Step extends Writable<SurvivalRow> {
  /** Of the episodes those that lasted less than the next. */
  place: number;
}

type Writable<T> = { -readonly [Member in keyof T]: T[Member] };

const beginning: Readonly<Step> = { place: 0, seconds: 0, survival: 1, greenwood: 0 };

/** To the next distinct duration; false: there is none. */
function goOn(ordered: readonly Episode[], step: Step): boolean {
  const next = ordered[step.place];
  if (next === undefined) return false;
  const atRisk = ordered.length - step.place;
  let ended = 0;
  for (; ordered[step.place]?.seconds === next.seconds; step.place += 1) if (ordered[step.place]!.recovered) ended += 1;
  step.seconds = next.seconds;
  if (ended > 0) {
    step.survival *= (atRisk - ended) / atRisk;
    step.greenwood += ended / (atRisk * (atRisk - ended));
  }
  return true;
}

/** Durations at which the curve, or a limit of it, first is at one half or below; null: it never is. */
function crossings(ordered: readonly Episode[], z: number) {
  let restsAtHalf: number | null = null;
  let below: number | null = null;
  let low: number | null = null;
  let high: number | null = null;
  const step = { ...beginning };
  while (goOn(ordered, step)) {
    const { seconds, survival, greenwood } = step;
    if (Math.abs(survival - 0.5) <= TOLERANCE) restsAtHalf ??= seconds;
    if (survival < 0.5 - TOLERANCE) below ??= seconds;
    if (low === null && logLogLimit(survival, greenwood, -z) <= 0.5 + TOLERANCE) low = seconds;
    if (high === null && logLogLimit(survival, greenwood, z) <= 0.5 + TOLERANCE) high = seconds;
  }
  return { restsAtHalf, below, low, high };
}

/** Limit of S on the scale of ln(-ln S): negative z gives the lower limit, positive z the upper one. */
function logLogLimit(survival: number, greenwood: number, z: number): number {
  if (survival === 0 || greenwood === 0) return survival;
  const logSurvival = Math.log(survival);
  return Math.exp(logSurvival * Math.exp((z * Math.sqrt(greenwood)) / logSurvival));
}
