import { MemoryFacts, MemoryLog } from '@leadline/adapters';
import { catalogue, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import { describe, expect, it } from 'vitest';
import { acceptInternal, deriveFromLog, generation, peopleAsTold } from '../index.js';

const at = (text: string): string => `2026-03-${text}:00Z`;
const NOW = Date.parse(at('06T00:00'));

const event = (kind: EventKind, data: Record<string, unknown>): LeadlineEvent =>
  eventOf<EventKind>(kind, { id: JSON.stringify([kind, data]), source: 'test', time: at('05T00:00') }, data as never);

const deployed = (id: string, finishedAt: string, more: object = {}): LeadlineEvent =>
  event('deployment', {
    id,
    service: 'shop',
    environment: 'production',
    status: 'succeeded',
    startedAt: at(finishedAt),
    finishedAt: at(finishedAt),
    sha: id.repeat(40).slice(0, 40),
    ...more,
  });

const declared = event('catalogue', catalogue.parse({ version: 'v1', declaredAt: at('01T00:00') }));

/** What people said in between, and what sources said of the same things afterwards. */
const told: readonly (readonly LeadlineEvent[])[] = [
  [declared, deployed('1', '02T10:00'), deployed('2', '03T10:00')],
  [
    event('incident', { id: 'i1', service: 'shop', startedAt: at('03T10:10') }),
    event('issue', {
      id: 'github/9',
      repo: 'acme/shop',
      source: 'github',
      title: 'Slow',
      labels: ['incident'],
      openedAt: at('03T10:20'),
    }),
  ],
  [event('mark', { deployment: '1', verdict: 'excluded', by: 'ana', at: at('04T10:00'), reason: 'A drill' })],
  [
    event('correction', {
      entity: 'incident:i1',
      set: { notCausedByChange: true },
      by: 'ana',
      at: at('04T10:00'),
      reason: 'Provider',
    }),
    event('correction', {
      entity: 'issue:github/9',
      set: { status: 'false_positive', closedAs: 'not_planned' },
      by: 'ana',
      at: at('04T10:00'),
      reason: 'Nothing happened',
    }),
  ],
  [
    event('incident', { id: 'i1', service: 'shop', causedBy: '2', notCausedByChange: false, revision: 99 }),
    deployed('1', '02T10:00', { version: 'v1', revision: 99 }),
  ],
];

async function derivedFrom(log: MemoryLog, number: number): Promise<Facts> {
  const facts = new MemoryFacts();
  const failures: unknown[] = [];
  await deriveFromLog(
    {
      log,
      facts,
      generation: generation(number),
      people: peopleAsTold,
      sourceOf: sourceById,
      lingerMs: { normalize: 0, fold: 0, derive: 0 },
      onScopeFailure: ({ error }) => failures.push(error),
      onStageError: (_, error) => failures.push(error),
    },
    () => undefined,
    new AbortController().signal,
  );
  expect(failures).toEqual([]);
  return facts;
}

const inOrder = (a: readonly unknown[], b: readonly unknown[]): number => (String(a[0]) < String(b[0]) ? -1 : 1);

async function rowsOf(facts: Facts) {
  const deployments = await facts.find({ table: 'deployments', where: [] });
  const incidents = await facts.find({ table: 'incidents', where: [] });
  return {
    verdicts: deployments
      .map(({ base, reasons }) => [
        base.at(-1)?.id,
        base.at(-1)?.verdict,
        reasons.filter(({ knownUntil }) => knownUntil > NOW).map(({ by }) => by),
      ])
      .sort(inOrder),
    incidents: incidents.map(({ entity, states }) => [entity, states.at(-1)?.counts]).sort(inOrder),
  };
}

describe('what people said', () => {
  it('outranks what sources say later, and is the same after a rebuild', async () => {
    const log = new MemoryLog();
    for (const [index, events] of told.entries())
      await acceptInternal({ log, clock: { now: () => NOW + index } }, events);

    const before = await rowsOf(await derivedFrom(log, 1));
    const after = await rowsOf(await derivedFrom(log, 2));

    expect(before).toEqual({
      verdicts: [
        ['1', 'excluded', []],
        ['2', '', []],
      ],
      incidents: [
        ['incident:i1', 0],
        ['issue:github/9', 0],
      ],
    });
    expect(after).toEqual(before);
  });
});
