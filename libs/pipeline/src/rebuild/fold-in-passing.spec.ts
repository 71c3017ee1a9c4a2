import { MemoryFacts, MemoryLog } from '@leadline/adapters';
import { type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import type { EventLog, Facts, Rows, StoredRecord } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import { describe, expect, it } from 'vitest';
import { foldStage } from '../fold-events/fold-stage.js';
import { deliveryRecord } from '../ingest/delivery-record.js';
import { peopleAsTold } from '../people/people.js';
import { defaultLingerMs, type PipelineDeps } from '../stages.js';
import { generation } from '../topics.js';
import { FoldInPassing } from './fold-in-passing.js';

const current = generation(1);
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 10, minute)).toISOString();

function event(kind: EventKind, id: string, data: object): LeadlineEvent {
  return eventOf(kind, { id, source: 'ci', time: at(0) }, data as never);
}

/** Deployments that start and finish in deliveries of their own, and their commits. */
function told(): LeadlineEvent[] {
  return Array.from({ length: 30 }, (_, index) => {
    const [deployment, minute] = [index % 10, index];
    const sha = String(deployment).repeat(40);
    const attempt = { id: `ci/${deployment}`, service: 'shop', environment: 'production', sha, startedAt: at(minute) };
    if (index < 10) return event('commit', `commit/${index}`, { repo: 'acme/shop', sha, committedAt: at(minute) });
    if (index < 20) return event('deployment', `started/${index}`, { ...attempt, status: 'in_progress', revision: 1 });
    const finished = { status: 'succeeded', finishedAt: at(minute), revision: 2 };
    return event('deployment', `finished/${index}`, { ...attempt, ...finished });
  });
}

async function given(facts: Facts) {
  const log = new MemoryLog();
  const deliveries = told().map((one) =>
    deliveryRecord({
      id: one.id,
      endpoint: 'events',
      source: 'cloudevents',
      verdict: 'authorised',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: Buffer.from(JSON.stringify(one)),
      receivedAt: Date.UTC(2026, 2, 3),
    }),
  );
  await log.append('deliveries', deliveries);
  const records = await all(log, 'deliveries');
  const failures: unknown[] = [];
  const pipeline: PipelineDeps = {
    log,
    facts,
    generation: current,
    people: peopleAsTold,
    sourceOf: sourceById,
    lingerMs: defaultLingerMs,
    onScopeFailure: ({ error }) => failures.push(error),
    onStageError: (_, error) => failures.push(error),
  };
  return { log, records, pipeline, failures };
}

async function all(log: EventLog, topic: 'deliveries' | typeof current.events): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for await (const record of log.read(topic)) records.push(record);
  return records;
}

const batchesOf = (records: readonly StoredRecord[], size: number) =>
  Array.from({ length: Math.ceil(records.length / size) }, (_, index) => ({
    topic: 'deliveries' as const,
    partition: 0,
    records: records.slice(index * size, (index + 1) * size),
  }));

/** What was folded, but for the positions at which it was. */
async function rowsOf(facts: Facts): Promise<unknown> {
  const tables = ['events', 'commits', 'reports', 'mentions'] as const;
  const found = await Promise.all(tables.map((table) => facts.find({ table, where: [] })));
  return found.map((rows) => rows.map((row) => JSON.stringify({ ...row, version: 0 })).sort());
}

describe('folding in passing', () => {
  it('makes the rows that folding from the log makes, and says how far it came', async () => {
    // given deliveries in small batches
    const facts = new MemoryFacts();
    const { log, records, pipeline, failures } = await given(facts);
    const folding = new FoldInPassing(pipeline, undefined, new AbortController().signal);

    // when they are taken as they come
    await Promise.all(batchesOf(records, 4).map((batch) => folding.take(batch)));
    const folded = await folding.folded();

    // then all there is in the log is folded
    expect(folded).toEqual(await log.head(current.events));
    const plain = new MemoryFacts();
    await foldStage({ log, facts: plain, generation: current, people: peopleAsTold })(
      0,
      await all(log, current.events),
    );
    expect(await rowsOf(facts)).toEqual(await rowsOf(plain));
    expect(failures).toEqual([]);
  });

  it('tries again what could not be stored', async () => {
    // given facts that fail once while fold stores its rows
    const rows = new MemoryFacts();
    let fails = 1;
    const facts: Facts = {
      find: (query) => rows.find(query),
      store: async (stored: Rows) => {
        if (stored.reports !== undefined && fails-- > 0) throw new Error('The warehouse is away');
        await rows.store(stored);
      },
    };
    const { log, records, pipeline, failures } = await given(facts);
    const folding = new FoldInPassing(pipeline, undefined, new AbortController().signal);

    // when
    await Promise.all(batchesOf(records, 15).map((batch) => folding.take(batch)));

    // then
    expect(await folding.folded()).toEqual(await log.head(current.events));
    expect(failures).toHaveLength(1);
    expect(await rows.find({ table: 'reports', where: [] })).toHaveLength(10);
  });
});
