import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEvent } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../source.js';
import { github } from './github.js';

interface Request {
  readonly receivedAt: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

const folder = join(import.meta.dirname, 'fixtures');
const names = readdirSync(folder).flatMap((file) => /^(.*)\.request\.json$/.exec(file)?.[1] ?? []);
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function deliveryOf({ receivedAt, headers, body }: Request): Delivery {
  return { endpoint: 'github', receivedAt: Date.parse(receivedAt), headers, body: bytes(JSON.stringify(body)) };
}

describe.each(names)('%s', (name) => {
  const request = read(`${name}.request.json`) as Request;
  const expected = read(`${name}.events.json`);

  test('is understood as the fixture says, again and again', () => {
    const delivery = deliveryOf(request);
    expect(github.normalize(delivery)).toEqual(expected);
    expect(github.normalize(delivery)).toEqual(expected);
  });

  test('makes events that everything after it accepts', () => {
    const normalized = github.normalize(deliveryOf(request));
    const events = normalized.outcome === 'events' ? normalized.events : [];
    for (const event of events) expect(parseEvent(event)).toMatchObject({ outcome: 'event' });
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  test('says the same when it comes by the hook of the organisation, as a form, and at another time', () => {
    const body = {
      ...(request.body as object),
      organization: { id: 1, login: 'acme' },
      sender: { id: 7, login: 'ada' },
    };
    const form = new URLSearchParams({ payload: JSON.stringify(body) }).toString();
    const other: Delivery = {
      endpoint: 'github-of-the-organisation',
      receivedAt: Date.parse(request.receivedAt) + 3_600_000,
      headers: {
        ...request.headers,
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'x-github-delivery': 'another',
        'x-github-hook-installation-target-type': 'organization',
      },
      body: bytes(form),
    };
    expect(github.normalize(other)).toEqual(expected);
  });
});
