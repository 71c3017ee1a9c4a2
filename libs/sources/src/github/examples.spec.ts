import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type EventKind, kindOfType, parseEvent } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import type { Delivery, Normalized } from '../source.js';
import { github } from './github.js';

const secret = 'a secret of the test';
const receivedAt = Date.UTC(2026, 2, 2);

/** What hooks of an event are understood as; all others must be ignored. */
const kindsOf: Readonly<Record<string, readonly EventKind[]>> = {
  push: ['commit', 'branch', 'release'],
  create: ['branch', 'release'],
  delete: ['branch', 'release'],
  pull_request: ['pull_request'],
  pull_request_review: ['pull_request'],
  deployment: ['deployment'],
  deployment_status: ['deployment'],
  workflow_run: ['pipeline_run'],
  release: ['release'],
  issues: ['issue'],
};

/** Examples of which Leadline has no use, each with the reason it must give. */
const ignoredExamples: readonly RegExp[] = [/^inactive: /, /^the author's comments /, /is neither a branch nor a tag$/];

function deliveryOf(event: string, body: Uint8Array): Delivery {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': 'd-1',
    'x-hub-signature-256': signature,
  };
  return { endpoint: 'github', receivedAt, headers, body };
}

function check(event: string, body: Uint8Array): Normalized {
  const delivery = deliveryOf(event, body);
  expect(github.verify(delivery, [secret], receivedAt)).toEqual({ outcome: 'verified' });
  const normalized = github.normalize(delivery);
  expect(github.normalize(delivery)).toEqual(normalized);
  const kinds = kindsOf[event];
  if (kinds === undefined) {
    expect(normalized.outcome).toBe('ignored');
  } else if (normalized.outcome === 'ignored') {
    expect(ignoredExamples.some((reason) => reason.test(normalized.reason))).toBe(true);
  } else {
    expect(normalized).toMatchObject({ outcome: 'events' });
    const events = normalized.outcome === 'events' ? normalized.events : [];
    for (const said of events) {
      expect(kinds).toContain(kindOfType(said.type));
      expect(parseEvent(JSON.parse(JSON.stringify(said)))).toMatchObject({ outcome: 'event' });
    }
  }
  return normalized;
}

interface Definition {
  readonly name: string;
  readonly examples: readonly unknown[];
}

describe("GitHub's examples (@octokit/webhooks-examples)", () => {
  const path = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  const definitions = JSON.parse(readFileSync(path, 'utf8')) as Definition[];

  test.each(definitions.map(({ name, examples }) => ({ name, examples })))('$name', ({ name, examples }) => {
    for (const example of examples) check(name, new TextEncoder().encode(JSON.stringify(example)));
  });

  test('every event that is measured is among them', () => {
    const names = definitions.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(kindsOf)));
  });
});

/** The shared payloads stand beside the workspace; LEADLINE_PAYLOADS names another place. */
const payloads = join(
  process.env['LEADLINE_PAYLOADS'] ?? join(import.meta.dirname, '../../../../../shared/payloads'),
  'github',
);

if (existsSync(payloads)) {
  const files = readdirSync(payloads).filter((file) => file.endsWith('.json'));
  /** Files are called <origin>.<event>[.<action>][.<n>].json, or <event> with other separators. */
  const eventOf = (file: string): string =>
    file
      .split('.')[1]
      ?.replaceAll('-', '_')
      .replace(/_created$/, '') ?? '';

  test.each(files)('shared payload %s', (file) => {
    check(eventOf(file), readFileSync(join(payloads, file)));
  });

  test('shared payloads: there are some of every event that is measured', () => {
    expect([...new Set(files.map(eventOf))]).toEqual(expect.arrayContaining(Object.keys(kindsOf)));
  });
} else {
  test.skip(`shared payloads: NOT READ, there are none in ${payloads} (set LEADLINE_PAYLOADS)`);
}
