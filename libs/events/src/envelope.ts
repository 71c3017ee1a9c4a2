import { z } from 'zod';

/**
 * RFC 3339 instant with an explicit offset, as senders write it ("2026-03-02T10:00:00Z", "2026-03-02T12:00:00.5+02:00").
 * Kept as text in events, so that what was said stays what was said.
 */
export const instant = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/,
    'an RFC 3339 instant with an offset',
  )
  .refine((text) => isCalendarDate(text), 'a date that exists');

/** JavaScript reads 30 February as 2 March; a sender that says so is wrong and must hear it. */
function isCalendarDate(text: string): boolean {
  if (Number.isNaN(Date.parse(text))) return false;
  if (text.slice(8, 10) <= '28') return true;
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Attributes that any event may carry beside those of its kind (metrics.md, "Events are patches"). */
export const patchFields = {
  /** Orders what is said of one entity; missing counts as 0; may be negative. */
  revision: z.number().int().optional(),
  /** When the sender knew it; queries "as of" an earlier instant do not see the event. Missing: always known. */
  occurredAt: instant.optional(),
};

/** A list of ids that senders may also write as a single id. */
export const idOrIds = z.union([z.string().min(1), z.array(z.string().min(1))]);
