import { epochMsOf, rfc3339Of } from './rfc3339.js';

/**
 * What a sender wrote where an instant belongs, as RFC 3339. undefined: it stands for "none" (null, "", 0, or the zero
 * time 0001-01-01 of .NET and Go). null: it is no instant.
 *
 * Read are RFC 3339; ISO 8601 with an offset without colon ("…-0400") or a space before the time; " UTC" for the offset;
 * and numbers, or text of digits alone, since 1970: their magnitude tells seconds, milli-, micro- and nanoseconds apart.
 * Text without an offset is an instant only where the sender documents its zone.
 */
export function instantOf(value: unknown, zone?: 'UTC'): string | undefined | null {
  if (value === undefined || value === null || value === '' || value === 0) return undefined;
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return null;
  if (value.startsWith('0001-01-01')) return undefined;
  if (epochMsOf(value) !== null) return value;
  if (/^\d{1,20}$/.test(value)) return Number(value) === 0 ? undefined : fromEpoch(Number(value));
  const written = (zone === 'UTC' && bareInUtc(value)) || rewritten(value, zone);
  return written === null || epochMsOf(written) === null ? null : written;
}

const BARE = '2026-03-02 14:43:05';

/** The commonest by far of senders that write their times in UTC without saying so: it needs no expression. */
function bareInUtc(text: string): string | null {
  if (text.length !== BARE.length || (text[10] !== ' ' && text[10] !== 'T')) return null;
  const written = `${text.slice(0, 10)}T${text.slice(11)}Z`;
  return epochMsOf(written) === null ? null : written;
}

/** "2026-03-02 14:43:05 +0200" → "2026-03-02T14:43:05+02:00". */
function rewritten(text: string, zone: 'UTC' | undefined): string | null {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?|)$/.exec(
    text,
  );
  if (parts === null) return null;
  const [, day, time, offset = ''] = parts;
  if (offset === '' && zone === undefined) return null;
  return `${day}T${time}${offsetOf(offset)}`;
}

function offsetOf(offset: string): string {
  if (!/^[+-]/.test(offset)) return 'Z';
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/** Units per millisecond, from the least number that is meant in them: 1973 in the finer unit, 5138 in the coarser. */
const units: readonly (readonly [from: number, perMs: number])[] = [
  [1e17, 1e6],
  [1e14, 1e3],
  [1e11, 1],
  [0, 1e-3],
];
/** The last instant that four digits of a year can write. */
const LAST_MS = Date.UTC(10_000, 0, 1) - 1;

function fromEpoch(value: number): string | null {
  const unit = units.find(([from]) => value >= from);
  if (unit === undefined) return null;
  const [, perMs] = unit;
  // A number holds nanoseconds to some hundreds: the last of a millisecond may be the first of the next one.
  const at = Math.floor(perMs > 1e3 ? Math.round(value / 1e3) / 1e3 : value / perMs);
  return at <= LAST_MS ? rfc3339Of(at) : null;
}
