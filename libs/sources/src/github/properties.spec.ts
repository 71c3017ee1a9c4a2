import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEvent } from '@leadline/events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRecord } from '../body-reading.js';
import type { Delivery, Normalized } from '../source.js';
import { github } from './github.js';

interface Request {
  readonly receivedAt: string;
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
}

const folder = join(import.meta.dirname, 'fixtures');
const requests = readdirSync(folder)
  .filter((file) => file.endsWith('.request.json'))
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Request);

/** Every path to a value inside a body. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  const members = isRecord(value) || Array.isArray(value) ? Object.entries(value) : [];
  return [[...path], ...members.flatMap(([name, member]) => pathsOf(member, [...path, name]))];
}

/** The value with what stands at the path replaced. */
function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replaced(item, rest, by) : item));
  return isRecord(value) ? { ...value, [name]: replaced(value[name], rest, by) } : value;
}

const strange = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    undefined,
    '2026-02-30T00:00:00Z',
    '0001-01-01T00:00:00Z',
    1e300,
    -1,
    '__proto__',
    '\ud800',
    '\0',
    {},
  ),
);

const deliveries = fc.constantFrom(...requests).chain((request) =>
  fc
    .array(fc.tuple(fc.constantFrom(...pathsOf(request.body).slice(1)), strange), { maxLength: 3 })
    .map((changes): Delivery => {
      const body = changes.reduce<unknown>((changed, [path, by]) => replaced(changed, path, by), request.body);
      return {
        endpoint: 'github',
        receivedAt: Date.parse(request.receivedAt),
        headers: request.headers,
        body: new TextEncoder().encode(JSON.stringify(body)),
      };
    }),
);

/** What is wrong with an outcome, whatever it is of. */
function complaintsAbout(normalized: Normalized): string[] {
  switch (normalized.outcome) {
    case 'events': {
      if (normalized.events.length === 0) return ['neither events nor a reason'];
      const read = normalized.events.map((event) => parseEvent(JSON.parse(JSON.stringify(event))));
      return read.flatMap((parsed) => (parsed.outcome === 'event' ? [] : [JSON.stringify(parsed)]));
    }
    case 'ignored':
      return normalized.reason === '' ? ['no reason'] : [];
    case 'rejected':
      return [
        ...(normalized.message === '' ? ['no message'] : []),
        ...(/^(?:\/\w+)*$/.test(normalized.pointer) ? [] : [`${normalized.pointer} is no pointer`]),
      ];
  }
}

test('whatever stands in a body: never a throw, always the same answer, events that are valid or a reason', () => {
  fc.assert(
    fc.property(deliveries, (delivery) => {
      const normalized = github.normalize(delivery);
      expect(github.normalize(delivery)).toEqual(normalized);
      expect(complaintsAbout(normalized)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test('bytes of any kind under any event name throw nothing', () => {
  const names = ['push', 'deployment_status', 'issues', 'ping', '', 'constructor'];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...names), fc.boolean(), (body, event, form) => {
      const headers = {
        'x-github-event': event,
        'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
      };
      const normalized = github.normalize({ endpoint: 'github', receivedAt: 0, headers, body });
      expect(normalized.outcome).not.toBe('events');
    }),
  );
});
