import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEvent } from '@leadline/events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRecord } from './body-reading.js';
import type { Delivery, Normalized, Source } from './source.js';

/** A hook as fixtures write it down: `<name>.request.json` beside `<name>.events.json`, what is to become of it. */
interface WrittenRequest {
  readonly receivedAt: string;
  readonly headers: Record<string, string>;
  /** JSON, or text that is sent as it stands. */
  readonly body: unknown;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function deliveryOf(source: Source, { receivedAt, headers, body }: WrittenRequest): Delivery {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { endpoint: source.id, receivedAt: Date.parse(receivedAt), headers, body: bytes(text) };
}

/** Normalizes bodies as they come to an endpoint of the source, received on 2 March 2026 at noon. */
export function normalizing(source: Source): (body: unknown, headers?: Record<string, string>) => Normalized {
  return (body, headers = {}) =>
    source.normalize(deliveryOf(source, { receivedAt: '2026-03-02T12:00:00Z', headers, body }));
}

/** The data of the events a body becomes; a test that gets none fails with why. */
export function dataOf(normalized: Normalized): Readonly<Record<string, unknown>>[] {
  if (normalized.outcome !== 'events') throw new Error(`expected events, got ${JSON.stringify(normalized)}`);
  return normalized.events.map(({ data }) => data);
}

/** The body of a fixture, to be changed by a test. */
export function fixtureOf(folder: string, name: string): Record<string, unknown> {
  const file = join(folder, 'fixtures', `${name}.request.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { body: Record<string, unknown> }).body;
}

/** What holds for every source: its fixtures in `<folder>/fixtures` are understood, and nothing that is sent breaks it. */
export function describeSource(source: Source, folder: string): void {
  const fixtures = join(folder, 'fixtures');
  const names = readdirSync(fixtures).flatMap((file) => /^(.*)\.request\.json$/.exec(file)?.[1] ?? []);
  const read = (file: string): unknown => JSON.parse(readFileSync(join(fixtures, file), 'utf8'));
  const requests = names.map((name) => read(`${name}.request.json`) as WrittenRequest);

  describe.each(names)('%s', (name) => {
    const request = read(`${name}.request.json`) as WrittenRequest;

    test('is understood as the fixture says, whichever endpoint it came to and when', () => {
      const delivery = deliveryOf(source, request);
      const expected = read(`${name}.events.json`);
      expect(source.normalize(delivery)).toEqual(expected);
      const later = { ...delivery, endpoint: 'another', receivedAt: delivery.receivedAt + 3_600_000 };
      expect(source.normalize(later)).toEqual(expected);
    });

    test('makes events that everything after it accepts', () => {
      const normalized = source.normalize(deliveryOf(source, request));
      expect(complaintsAbout(normalized)).toEqual([]);
      const events = normalized.outcome === 'events' ? normalized.events : [];
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    });
  });

  test('its setup is described, and every file of its fixtures belongs to a pair', () => {
    const setup = readFileSync(join(folder, 'setup.md'), 'utf8');
    expect(setup.startsWith(`# ${source.title}\n\n`)).toBe(true);
    expect(setup).toContain('\n## Set it up\n');
    expect(readdirSync(fixtures).toSorted()).toEqual(
      names.flatMap((name) => [`${name}.events.json`, `${name}.request.json`]).toSorted(),
    );
  });

  test('without a secret nothing verifies, and no header at all is refused', () => {
    const [request] = requests;
    const hook = { headers: request?.headers ?? {}, body: bytes('{}') };
    expect(source.verify(hook, [], 0).outcome).toBe('refused');
    expect(source.verify(hook, [''], 0).outcome).toBe('refused');
    expect(source.verify({ headers: {}, body: bytes('{}') }, ['secret'], 0).outcome).toBe('refused');
  });

  test('whatever stands in a body: never a throw, always the same answer, events that are valid or a reason', () => {
    fc.assert(
      fc.property(strangeDeliveries(source, requests), (delivery) => {
        const normalized = source.normalize(delivery);
        expect(source.normalize(delivery)).toEqual(normalized);
        expect(complaintsAbout(normalized)).toEqual([]);
        expect(typeof source.eventName(delivery)).toBe('string');
      }),
      { numRuns: 200 },
    );
  });

  test('bytes of any kind throw nothing and say nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...requests), (body, { headers }) => {
        const delivery = { endpoint: source.id, receivedAt: 0, headers, body };
        expect(source.normalize(delivery).outcome).not.toBe('events');
        expect(typeof source.eventName(delivery)).toBe('string');
      }),
      { numRuns: 50 },
    );
  });
}

/** Every path to a value inside a body. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  const members = isRecord(value) || Array.isArray(value) ? Object.entries(value) : [];
  return [[...path], ...members.flatMap(([name, member]) => pathsOf(member, [...path, name]))];
}

/** The value with what stands at the path replaced. */
function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item, index) => (String(index) === name ? replaced(item, rest, by) : item));
  }
  return isRecord(value) ? { ...value, [name]: replaced(value[name], rest, by) } : value;
}

const strange = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(undefined, null, '2026-02-30T00:00:00Z', '0001-01-01T00:00:00Z', 1e300, -1, 0, 2 ** 60),
  fc.constantFrom('__proto__', '\ud800', '\0', '', 'x'.repeat(300), {}, []),
);

function strangeDeliveries(source: Source, requests: readonly WrittenRequest[]): fc.Arbitrary<Delivery> {
  return fc.constantFrom(...requests).chain((request) => {
    const paths = pathsOf(request.body).filter((_, index, all) => all.length === 1 || index > 0);
    return fc
      .array(fc.tuple(fc.constantFrom(...paths), strange), { maxLength: 3 })
      .map((changes) => changes.reduce<unknown>((body, [path, by]) => replaced(body, path, by), request.body))
      .map((body) => deliveryOf(source, { ...request, body: body ?? null }));
  });
}

/** What is wrong with an outcome, whatever it is of. */
export function complaintsAbout(normalized: Normalized): string[] {
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
        ...(/^(?:\/[^/]+)*$/.test(normalized.pointer) ? [] : [`${normalized.pointer} is no pointer`]),
      ];
  }
}
