import { Failure } from './failure.js';

const UNIT_MS = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Epoch milliseconds of what a person writes: "2026-03-02" (midnight UTC), "2026-03-02T10:00:00+01:00", or "90d",
 * "12h", "2w" before `now`. Fails (usage) with the forms there are.
 */
export function parsePointInTime(text: string, option: string, now: number): number {
  const ago = /^(\d{1,6})([hdw])$/.exec(text.trim());
  if (ago !== null) return now - Number(ago[1]) * UNIT_MS[ago[2] as keyof typeof UNIT_MS];
  const date = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.exec(text.trim());
  if (date !== null && exists(Number(date[1]), Number(date[2]), Number(date[3]))) {
    const at = Date.parse(text.trim());
    if (!Number.isNaN(at)) return at;
  }
  throw new Failure(
    'usage',
    `${option}: "${text}" is no point in time; write 2026-03-02, 2026-03-02T10:00:00Z or 90d (ago)`,
  );
}

/** JavaScript reads 30 February as 2 March. */
function exists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
