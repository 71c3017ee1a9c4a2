import { type EventKind, kinds } from '@leadline/events';
import type { JsonValue } from 'jsonpath-rfc9535';
import type { z } from 'zod';

export type Coerced = { readonly value: unknown } | { readonly problem: string };

/**
 * The value of an attribute from what a path found. Tools write numbers where Leadline has text, epoch seconds or
 * milliseconds where it has instants, and words of their own for how something went; the first way to read it that the
 * attribute accepts is meant. undefined: the path found nothing, so nothing is said.
 */
export function coerced(kind: EventKind, field: string, found: readonly JsonValue[]): Coerced {
  const shape: Readonly<Record<string, z.ZodType>> = kinds[kind].schema.shape;
  const schema = shape[field];
  if (found.length === 0) return { value: undefined };
  if (schema === undefined) return { problem: `a ${kind} has no "${field}"` };
  const [first = null] = found;
  const candidates = [...readings(first), [...found], found.flatMap(asTexts)];
  for (const candidate of candidates) {
    const parsed = schema.safeParse(candidate);
    if (parsed.success) return { value: parsed.data };
  }
  return { problem: `${JSON.stringify(first).slice(0, 64)} cannot be ${kind}.${field}` };
}

function readings(value: JsonValue): unknown[] {
  switch (typeof value) {
    case 'string':
      return [value, ...statusOf(value), ...instantOf(value), ...numberIn(value)];
    case 'number':
      return [value, String(value), ...instantOf(value)];
    case 'boolean':
      return [value, String(value)];
    default:
      return [value];
  }
}

const asTexts = (value: JsonValue): string[] =>
  typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];

/** Words for how something went, by Leadline's own. */
const statuses: readonly (readonly [status: string, words: readonly string[]])[] = [
  [
    'succeeded',
    ['success', 'successful', 'succeeded', 'ok', 'passed', 'complete', 'completed', 'done', 'deployed', 'finished'],
  ],
  ['failed', ['failure', 'failed', 'fail', 'error', 'errored', 'broken']],
  ['cancelled', ['cancel', 'canceled', 'cancelled', 'aborted', 'skipped', 'stopped']],
  ['in_progress', ['started', 'running', 'pending', 'queued', 'deploying', 'in-progress', 'inprogress']],
];

function statusOf(word: string): string[] {
  const lower = word.toLowerCase();
  const found = statuses.find(([, words]) => words.includes(lower));
  return found === undefined ? [] : [found[0]];
}

const numberIn = (text: string): number[] => (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? [Number(text)] : []);

/** From here on a number since 1970 counts milliseconds: 1973 in them, 5138 in seconds. */
const MILLISECONDS_FROM = 1e11;

function instantOf(value: string | number): string[] {
  if (typeof value === 'string' && !/^\d{9,14}$/.test(value)) return spaced(value);
  const number = Number(value);
  const at = number >= MILLISECONDS_FROM ? number : number * 1000;
  return at > 0 && at < 8e14 ? [new Date(at).toISOString()] : [];
}

/** "2026-03-02 14:43:05 +0200" → "2026-03-02T14:43:05+02:00"; a time without an offset is no instant. */
function spaced(text: string): string[] {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d\d:?\d\d)$/.exec(text);
  if (parts === null) return [];
  const [, day, time, offset = ''] = parts;
  const written = /^[+-]/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(-2)}` : 'Z';
  return [`${day}T${time}${written}`];
}
