/** From a value to a place on an axis. */
export type Scale = (value: number) => number;

export function linear(from: number, to: number, start: number, end: number): Scale {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

export function logarithmic(from: number, to: number, start: number, end: number): Scale {
  const scale = linear(Math.log(from), Math.log(to), start, end);
  return (value) => scale(Math.log(Math.max(value, Number.MIN_VALUE)));
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** Ticks of a logarithmic axis of durations, in seconds; those a reader knows by heart. */
const durationTicks = [
  1,
  5,
  15,
  30,
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 8, 12, 24, 36].map((hours) => hours * HOUR),
  ...[2, 3, 4, 7, 10, 14, 21, 30, 60, 90, 180, 365].map((days) => days * DAY),
];

/** At most `most` of the ticks between two durations, in seconds, evenly thinned. */
export function ticksOfDurations(low: number, high: number, most = 5): readonly number[] {
  const inside = durationTicks.filter((tick) => tick >= low && tick <= high);
  const every = Math.max(1, Math.ceil(inside.length / most));
  return inside.filter((_, index) => index % every === 0);
}

/** Round steps from zero. */
export function ticksFromZero(high: number, most = 4): readonly number[] {
  if (!(high > 0)) return [0];
  const rough = high / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => high / size <= most) ?? 10 * power;
  return Array.from({ length: Math.floor(high / step + 1e-9) + 1 }, (_, index) => index * step);
}

export type Place = readonly [x: number, y: number];

/** A path through places; null lifts the pen. */
export function linePath(places: readonly (Place | null)[]): string {
  let isDown = false;
  const parts: string[] = [];
  for (const place of places) {
    if (place !== null) parts.push(`${isDown ? 'L' : 'M'}${round(place[0])} ${round(place[1])}`);
    isDown = place !== null;
  }
  return parts.join('');
}

/** The area between two lines over the same places of x; parts without both are left out. */
export function bandPath(upper: readonly (Place | null)[], lower: readonly (Place | null)[]): string {
  const parts: string[] = [];
  let run: [Place, Place][] = [];
  const close = (): void => {
    if (run.length > 1) {
      const there = run.map(([top]) => top);
      const back = run.map(([, bottom]) => bottom).toReversed();
      parts.push(`${linePath([...there, ...back])}Z`);
    }
    run = [];
  };
  upper.forEach((top, index) => {
    const bottom = lower[index] ?? null;
    if (top === null || bottom === null) close();
    else run.push([top, bottom]);
  });
  close();
  return parts.join('');
}

export const diamond = (x: number, y: number, radius: number): string =>
  `M${round(x)} ${round(y - radius)}L${round(x + radius)} ${round(y)}L${round(x)} ${round(y + radius)}L${round(x - radius)} ${round(y)}Z`;

const round = (value: number): string => value.toFixed(1);
