import type { BetaPrior } from './beta-binomial.js';
import type { Proportion } from './newcombe.js';
import { williams } from './williams.js';

interface Slopes {
  readonly logLikelihood: number;
  readonly gradient: readonly [number, number];
  /** Second derivatives: aa, ab, bb. */
  readonly hessian: readonly [number, number, number];
}

const STARTING_PRECISION = 50;
const LARGEST_STEP = 2;
const ITERATIONS = 200;
const CONVERGED = 1e-10;
/** Beyond it the units are indistinguishable from binomial ones and the likelihood has no maximum. */
const LARGEST_PRECISION = 1e5;

/**
 * The Beta prior under which the observed units are most likely: a check on Williams' closed form, which scans use. Null
 * when the pooled rate is 0 or 1, or when units differ no more than by chance (the precision then runs to infinity).
 *
 * Newton's method on the logarithms of Beta's two parameters, with steps halved until the likelihood grows.
 */
export function mostLikelyBetaPrior(units: readonly Proportion[]): BetaPrior | null {
  const moments = williams(units);
  if (moments === null) {
    return null;
  }
  const precision = moments.precision === null || moments.precision === 0 ? STARTING_PRECISION : moments.precision;
  let point: readonly [number, number] = [Math.log(moments.p * precision), Math.log((1 - moments.p) * precision)];
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const slopes = slopesAt(units, point);
    const next = climb(units, point, slopes.logLikelihood, ascentDirection(slopes));
    const moved = Math.max(Math.abs(next[0] - point[0]), Math.abs(next[1] - point[1]));
    point = next;
    if (moved < CONVERGED) {
      break;
    }
  }
  const a = Math.exp(point[0]);
  const b = Math.exp(point[1]);
  return a + b > LARGEST_PRECISION ? null : { mean: a / (a + b), precision: a + b };
}

/** Newton's direction where the likelihood is concave, else the gradient; never longer than LARGEST_STEP. */
function ascentDirection({ gradient: [ga, gb], hessian: [haa, hab, hbb] }: Slopes): readonly [number, number] {
  const determinant = haa * hbb - hab * hab;
  const concave = haa < 0 && determinant > 0;
  const da = concave ? (hab * gb - hbb * ga) / determinant : ga;
  const db = concave ? (hab * ga - haa * gb) / determinant : gb;
  const shorten = Math.min(1, LARGEST_STEP / Math.max(Math.abs(da), Math.abs(db), Number.MIN_VALUE));
  return [da * shorten, db * shorten];
}

function climb(
  units: readonly Proportion[],
  [a, b]: readonly [number, number],
  from: number,
  [da, db]: readonly [number, number],
): readonly [number, number] {
  for (let share = 1; share > 1e-9; share /= 2) {
    const candidate = [a + share * da, b + share * db] as const;
    if (slopesAt(units, candidate).logLikelihood > from) {
      return candidate;
    }
  }
  return [a, b];
}

/** Log-likelihood and its derivatives by (ln a, ln b); rising factorials as sums, since counts are small. */
function slopesAt(units: readonly Proportion[], [logA, logB]: readonly [number, number]): Slopes {
  const a = Math.exp(logA);
  const b = Math.exp(logB);
  const totals = { a: [0, 0, 0], b: [0, 0, 0], ab: [0, 0, 0] } satisfies Record<string, [number, number, number]>;
  for (const { k, n } of units) {
    addRisingFactorial(totals.a, a, k);
    addRisingFactorial(totals.b, b, n - k);
    addRisingFactorial(totals.ab, a + b, n);
  }
  const ga = a * (totals.a[1] - totals.ab[1]);
  const gb = b * (totals.b[1] - totals.ab[1]);
  return {
    logLikelihood: totals.a[0] + totals.b[0] - totals.ab[0],
    gradient: [ga, gb],
    hessian: [
      a * a * (totals.ab[2] - totals.a[2]) + ga,
      a * b * totals.ab[2],
      b * b * (totals.ab[2] - totals.b[2]) + gb,
    ],
  };
}

/** Adds ln of x (x + 1) ... (x + count - 1), its first derivative, and minus its second. */
function addRisingFactorial(into: [number, number, number], x: number, count: number): void {
  for (let i = 0; i < count; i += 1) {
    into[0] += Math.log(x + i);
    into[1] += 1 / (x + i);
    into[2] += 1 / (x + i) ** 2;
  }
}
