const canonicalZones = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]));

/** Why a name is no IANA time zone, or undefined. ClickHouse minds upper and lower case, JavaScript does not: so do we. */
export function timeZoneProblem(zone: string): string | undefined {
  const known = canonicalZones.get(zone.toLowerCase());
  if (zone === 'UTC' || zone === known) return undefined;
  if (known !== undefined) return `write "${known}"`;
  if (/^[A-Z][A-Za-z0-9_+\-/]*$/.test(zone) && isAccepted(zone)) return undefined;
  return `"${zone}" is no IANA time zone; write for instance "Europe/Berlin" or "UTC"`;
}

function isAccepted(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * RFC 3339 instant at which a civil day ("2025-01-01") begins in a time zone: its first moment, also where clocks skip
 * midnight. undefined: no such day.
 */
export function startOfDay(day: string, timeZone: string): string | undefined {
  const midnightUtc = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(midnightUtc)) return undefined;
  if (new Date(midnightUtc).toISOString().slice(0, 10) !== day) return undefined;
  const candidates = [-24, 0, 24]
    .map((hours) => midnightUtc - offsetAt(midnightUtc + hours * 3_600_000, timeZone))
    .filter((instant) => instant + offsetAt(instant, timeZone) >= midnightUtc);
  return new Date(Math.min(...candidates)).toISOString();
}

/** Milliseconds by which the zone's clocks are ahead of UTC. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((candidate) => candidate.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - instant;
}
