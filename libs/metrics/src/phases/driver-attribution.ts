/** What a segment (a service) measured in one window: how many samples, and the mean of each component over all. */
export interface DriverSegment {
  readonly name: string;
  readonly n: number;
  /** Means that add up to the segment's mean; a component that is not known is 0. */
  readonly means: Readonly<Record<string, number>>;
}

/** What one segment contributes to the difference. */
export interface SegmentContribution {
  readonly name: string;
  readonly nBefore: number;
  readonly nAfter: number;
  /** Its share of all samples. */
  readonly shareBefore: number;
  readonly shareAfter: number;
  /** Means by component; of a window without samples of the segment those of the other. */
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  /** By component: half the sum of its shares times the difference of its means. */
  readonly within: Readonly<Record<string, number>>;
  /** The difference of its shares times how far its own mean lies from that of all. */
  readonly mix: number;
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
  /** What adds up to `within` and `mix`; empty where nothing can be compared. */
  readonly segments: readonly SegmentContribution[];
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
    return { ...counted, delta: null, within: null, mix: null, driver: null, isMixAgainstWithin: false, segments: [] };
  }
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  const segments = names.flatMap((name): SegmentContribution[] => {
    const first = before.find((segment) => segment.name === name && segment.n > 0);
    const second = after.find((segment) => segment.name === name && segment.n > 0);
    const [early, late] = [first ?? second, second ?? first];
    if (early === undefined || late === undefined) return [];
    const [w0, w1] = [(first?.n ?? 0) / nBefore, (second?.n ?? 0) / nAfter];
    const within = components.map((one) => [one, ((w0 + w1) / 2) * (mean(late, one) - mean(early, one))] as const);
    const total = (segment: DriverSegment): number => sum(components.map((component) => mean(segment, component)));
    return [
      {
        name,
        nBefore: first?.n ?? 0,
        nAfter: second?.n ?? 0,
        shareBefore: w0,
        shareAfter: w1,
        before: early.means,
        after: late.means,
        within: Object.fromEntries(within),
        mix: (w1 - w0) * ((total(early) + total(late)) / 2 - (m0 + m1) / 2),
      },
    ];
  });
  const within = Object.fromEntries(
    components.map((component) => [component, sum(segments.map((one) => one.within[component] ?? 0))]),
  );
  const mix = sum(segments.map((one) => one.mix));
  const delta = m1 - m0;
  const driver = driverOf({ ...within, mix }, delta);
  const isMixAgainstWithin = driver === 'mix' && sum(Object.values(within)) * delta < 0;
  return { ...counted, delta, within, mix, driver, isMixAgainstWithin, segments };
}

/** What a component contributes, written out service by service: "checkout: (0.5 + 0.75) / 2 × (7200 − 3600) = 2250". */
export function contributionText({ segments }: DriverAttribution, component: string): string {
  const terms = segments.map((one) => {
    const { name, shareBefore: w0, shareAfter: w1, before, after } = one;
    const [earlier, later] = [before[component] ?? 0, after[component] ?? 0];
    return component === 'mix'
      ? `${name}: ${written(one.mix)}, having ${written(w1)} of the samples rather than ${written(w0)}`
      : `${name}: (${written(w0)} + ${written(w1)}) / 2 × (${written(later)} − ${written(earlier)}) = ${written(one.within[component] ?? 0)}`;
  });
  return terms.join('; ');
}

/** Up to four digits behind the point. */
const written = (value: number): string => String(Number(value.toFixed(4)));

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
