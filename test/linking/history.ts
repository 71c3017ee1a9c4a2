import { KeptFacts, MemoryFacts } from '@leadline/adapters';
import { catalogue, type EventData, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import { DeriveMemory } from '@leadline/pipeline';
import type { DeploymentRow } from '@leadline/tables';
import { contentHash } from '@leadline/tracking';
import fc from 'fast-check';
import { expect } from 'vitest';
import { deploymentsIn, derived } from '../promise/run-world.js';

const DAY = '2026-03-02';
/** "10:30" of the day everything happens on. */
export const at = (time: string): string => `${DAY}T${time}:00Z`;

/** A full SHA that begins so. */
export const sha = (begin: string): string => begin.padEnd(40, '0');

/** A fact, known from its `occurredAt` on. */
export function says<K extends EventKind>(kind: K, data: EventData<K>): LeadlineEvent<K> {
  return eventOf(kind, { id: contentHash({ kind, data }), source: 'test', time: data.occurredAt }, data);
}

/** A commit with its parents, made at a time of the day. */
export const commit = (id: string, time: string, parents: readonly string[], more: Partial<EventData<'commit'>> = {}) =>
  says('commit', {
    repo: 'acme/shop',
    sha: sha(id),
    committedAt: at(time),
    parents: parents.map(sha),
    occurredAt: at(time),
    ...more,
  });

/** A deployment that succeeded at a time of the day. */
export const deployed = (id: string, time: string, more: Partial<EventData<'deployment'>> = {}) =>
  says('deployment', {
    id,
    service: 'shop',
    environment: 'production',
    source: 'jenkins',
    status: 'succeeded',
    startedAt: at(time),
    finishedAt: at(time),
    occurredAt: at(time),
    ...more,
  });

/** What leadline.yaml says, from before everything on. */
export const declared = (content: object) =>
  says('catalogue', catalogue.parse({ version: contentHash(content), declaredAt: at('00:00'), ...content }));

export async function rowsOf(events: readonly LeadlineEvent[]): Promise<DeploymentRow[]> {
  return deploymentsIn(await derived([events]));
}

/** What each deployment looks like when everything is known, by the id of its first attempt. */
export async function deploymentsOf(events: readonly LeadlineEvent[]) {
  const rows = await rowsOf(events);
  return Object.fromEntries(
    rows.flatMap((row) => {
      const base = row.base.find(isNow);
      if (base === undefined) return [];
      const commits = row.commits.filter(isNow).map((one) => one.sha);
      const found = row.found_versions.find(isNow);
      return [[base.id, { row, base, commits, found, link: row.links.find(isNow) }]] as const;
    }),
  );
}

export const isNow = ({ knownUntil }: { knownUntil: number }): boolean => knownUntil === Number.MAX_SAFE_INTEGER;

/** Rows do not depend on order, batches, repetition, restarts, or on what derive remembers. */
export async function expectSameInAnyOrder(events: readonly LeadlineEvent[], numRuns = 60): Promise<void> {
  const plain = await rowsOf(events);
  const arrival = fc.record({
    arrived: fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
    sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: events.length * 2, maxLength: events.length * 2 }),
    remembers: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(arrival, async ({ arrived, sizes, remembers }) => {
      const facts = remembers ? new KeptFacts(new MemoryFacts()) : new MemoryFacts();
      const memory = remembers ? new DeriveMemory() : undefined;
      expect(await deploymentsIn(await derived(inBatches(arrived, sizes), facts, memory))).toEqual(plain);
    }),
    { numRuns, seed: 20260310 },
  );
}

/** What was known at each instant is what the whole history says of it. */
export async function expectSameAsOfThen(events: readonly LeadlineEvent[]): Promise<void> {
  const whole = await rowsOf(events);
  const instants = new Set(events.map(({ data: { occurredAt } }) => Date.parse(occurredAt ?? '')));
  for (const instant of [...instants].filter((one) => !Number.isNaN(one))) {
    const then = await rowsOf(events.filter(({ data: { occurredAt } }) => !(Date.parse(occurredAt ?? '') > instant)));
    expect(asOf(whole, instant)).toEqual(asOf(then, instant));
  }
}

function asOf(rows: readonly DeploymentRow[], instant: number) {
  const at = <E extends { knownFrom: number; knownUntil: number }>(elements: readonly E[]) =>
    elements
      .filter(({ knownFrom, knownUntil }) => knownFrom <= instant && instant < knownUntil)
      .map(({ knownFrom: _from, knownUntil: _until, ...said }) => said);
  return rows
    .map(({ deployment, base, links, commits, changes, found_versions: found }) => ({
      deployment,
      base: at(base),
      links: at(links),
      commits: at(commits),
      changes: at(changes),
      found: at(found),
    }))
    .filter(({ base }) => base.length > 0);
}

export function inBatches<T>(values: readonly T[], sizes: readonly number[]): T[][] {
  const batches: T[][] = [];
  for (let start = 0, index = 0; start < values.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    batches.push(values.slice(start, start + size));
    start += size;
  }
  return batches;
}
