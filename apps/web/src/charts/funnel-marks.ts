/** A group in a funnel plot. */
export interface FunnelGroup {
  readonly name: string;
  /** Deployments. */
  readonly n: number;
  readonly numerator: number;
  /** Their share. */
  readonly value: number;
  readonly judged: boolean;
  readonly flagged: boolean;
  readonly low95: number;
  readonly high95: number;
  readonly low998: number;
  readonly high998: number;
}

/** Groups at one place: as many deployments, of which as many failed. */
export interface FunnelMark extends Omit<FunnelGroup, 'name'> {
  readonly names: readonly string[];
}

/** Marks by size, then by share, as the arrow keys go through them. */
export function funnelMarks(groups: readonly FunnelGroup[]): readonly FunnelMark[] {
  const places = new Map<string, FunnelMark>();
  for (const { name, ...group } of groups) {
    const place = `${group.n} ${group.numerator}`;
    places.set(place, { ...group, names: [...(places.get(place)?.names ?? []), name] });
  }
  return [...places.values()].toSorted((a, b) => a.n - b.n || a.value - b.value);
}

/** How a mark stands, in few words: what stands out is decided by the scan, not by the limits. */
export function standingOf({ value, judged, flagged, ...limits }: Omit<FunnelGroup, 'name'>): string {
  if (flagged) return 'stands out';
  if (!judged) return 'too few to judge';
  if (value >= limits.low95 && value <= limits.high95) return 'within chance';
  const isFar = value < limits.low998 || value > limits.high998;
  return `outside the ${isFar ? '99.8' : '95'} % limits, not flagged`;
}
