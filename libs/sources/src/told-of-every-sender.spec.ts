import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sources } from './registry.js';

const reference = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'reference', 'senders.md'), 'utf8');

/** Their bodies are whatever somebody makes them, so their tests write them beside what they expect. */
const WITHOUT_FIXTURES = ['cloudevents', 'standard'];
/** They are sent to in place of an API that has an address of its own, or under a name that one chooses. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  cloudevents: '/events',
  'datadog-dora': '/api/v2/dora/deployment',
  devlake: '/webhook/',
  sleuth: '/api/1/deployments/',
  standard: '/hooks/homegrown',
};

describe.each(sources.map((source) => [source.id, source] as const))('%s', (id, source) => {
  const folder = join(import.meta.dirname, id);

  test('is set up by words that name the secret, the address, and the menu or the call', () => {
    const setup = readFileSync(join(folder, 'setup.md'), 'utf8');
    const [, steps = ''] = setup.split('\n## Set it up\n');
    expect(setup).toMatch(/LEADLINE_SECRET_[A-Z_]+|leadline token|LEADLINE_TOKEN/);
    expect(setup).toContain(ELSEWHERE[id] ?? `/hooks/${id}`);
    expect(steps).toMatch(/_[^_]+→[^_]+_|```/);
  });

  test('has bodies of which it makes events', () => {
    const fixtures = join(folder, 'fixtures');
    const files = existsSync(fixtures) ? readdirSync(fixtures).filter((file) => file.endsWith('.events.json')) : [];
    const outcomes = files.map((file) => JSON.parse(readFileSync(join(fixtures, file), 'utf8')) as { outcome: string });
    expect(outcomes.some(({ outcome }) => outcome === 'events')).toBe(!WITHOUT_FIXTURES.includes(id));
  });

  test('is refused where nothing proves it', () => {
    for (const body of [Buffer.alloc(0), Buffer.from('{}'), Buffer.from('payload=%7B%7D')]) {
      expect(source.verify({ headers: {}, body }, ['a-long-and-secret-text'], 0).outcome).toBe('refused');
    }
  });

  test('stands in the reference, with what proves its deliveries and what tells one from another', () => {
    const row = reference.split('\n').find((line) => line.includes(`| \`${id}\` |`));
    expect(row).toContain(`| ${source.title} |`);
    expect(row).toMatch(
      /\| (?:signature of the body|token) \| (?:its own id|hash of the body|hash of address and body) \|/,
    );
    expect(row).toContain(`(../../libs/sources/src/${id}/setup.md)`);
  });
});
