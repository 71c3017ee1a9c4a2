/** What a segment (a service) measured in one window: how many samples, and the mean of each component over all. */
export interface DriverSegment {
  readonly name: string;
  readonly n: number;
  /** Means that add up to the segment's mean; a component that is not known is 0. */
  readonly means: Readonly<Record<string, number>>;
}

/** Where the difference between two windows comes from; exactly `delta = sum of within + mix`. */
export interface DriverAttribution {
  /** Mean over all samples of the earlier and the later window; null: no samples. */
  readonly before: number | null;
  readonly after: number | null;
  readonly nBefore: number;
  readonly nAfter: number;
  /** null: a window has no samples, and nothing can be compared. */
  readonly delta: number | null;
  /** By component, what changed within segments. */
  readonly within: Readonly<Record<string, number>> | null;
  /** What comes from segments having other shares of the samples. */
  readonly mix: number | null;
  /** The component with at least half of the change, or "mix"; null: none dominates. */
  readonly driver: string | null;
  /** Within segments it went the other way than as a whole (Simpson's paradox). */
  readonly isMixAgainstWithin: boolean;
}

/** Least share of the change that makes a component its driver. */
const DOMINATES = 0.5;

/**
 * Attributes a change of means to components within segments and to the mix of segments (metrics-deployment.md B). A
 * segment without samples in one window takes its means from the other: all of its effect is mix.
 */
export function attributeDrivers(
  components: readonly string[],
  before: readonly DriverSegment[],
  after: readonly DriverSegment[],
): DriverAttribution {
  const [nBefore, nAfter] = [samplesIn(before), samplesIn(after)];
  const [m0, m1] = [meanOf(components, before, nBefore), meanOf(components, after, nAfter)];
  const counted = { before: m0, after: m1, nBefore, nAfter };
  if (m0 === null || m1 === null) {
    return { ...counted, delta: null, within: null, mix: null, driver: null, isMixAgainstWithin: false };
  }
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  const pairs = names.flatMap((name) => {
    const first = before.find((segment) => segment.name === name && segment.n > 0);
    const second = after.find((segment) => segment.name === name && segment.n > 0);
    const [early, late] = [first ?? second, second ?? first];
    if (early === undefined || late === undefined) return [];
    return [{ early, late, w0: (first?.n ?? 0) / nBefore, w1: (second?.n ?? 0) / nAfter }];
  });
  const within = Object.fromEntries(
    components.map((component) => [
      component,
      sum(pairs.map(({ early, late, w0, w1 }) => ((w0 + w1) / 2) * (mean(late, component) - mean(early, component)))),
    ]),
  );
  const total = (segment: DriverSegment): number => sum(components.map((component) => mean(segment, component)));
  const mix = sum(
    pairs.map(({ early, late, w0, w1 }) => (w1 - w0) * ((total(early) + total(late)) / 2 - (m0 + m1) / 2)),
  );
  const delta = m1 - m0;
  const driver = driverOf({ ...within, mix }, delta);
  const isMixAgainstWithin = driver === 'mix' && sum(Object.values(within)) * delta < 0;
  return { ...counted, delta, within, mix, driver, isMixAgainstWithin };
}

function driverOf(shares: Readonly<Record<string, number>>, delta: number): string | null {
  if (delta === 0) return null;
  const ranked = Object.entries(shares).sort(([, a], [, b]) => b / delta - a / delta);
  const [name, share] = ranked[0] ?? [null, 0];
  return share / delta >= DOMINATES ? name : null;
}

const samplesIn = (segments: readonly DriverSegment[]): number => sum(segments.map(({ n }) => n));
const mean = ({ means }: DriverSegment, component: string): number => means[component] ?? 0;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function meanOf(components: readonly string[], segments: readonly DriverSegment[], n: number): number | null {
  if (n === 0) return null;
  const totals = segments.map((segment) => segment.n * sum(components.map((component) => mean(segment, component))));
  return sum(totals) / n;
}
