import { MemoryFacts, MemoryLog } from '@leadline/adapters';
import { type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import type { Facts, Find, Rows } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import type { TableName, TableRow } from '@leadline/tables';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import {
  acceptInternal,
  deriveFromLog,
  generation,
  hasReached,
  peopleAsTold,
  type PipelineDeps,
  runPipeline,
  stageProgress,
} from '../index.js';

const NOW = Date.parse('2026-04-01T00:00:00Z');
const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T10:00:00Z`;
const shaOf = (service: string, number: number): string =>
  Buffer.from(`${service}${number}`).toString('hex').padEnd(40, '0');

const event = (kind: EventKind, data: Record<string, unknown>): LeadlineEvent =>
  eventOf<EventKind>(kind, { id: JSON.stringify([kind, data]), source: 'test', time: day(1) }, data as never);

/** Three commits one after the other, of which the first and the last are deployed; the second is in a pull request. */
function toldOf(service: string): LeadlineEvent[] {
  const repo = `acme/${service}`;
  const commit = (number: number) =>
    event('commit', {
      repo,
      sha: shaOf(service, number),
      committedAt: day(number),
      parents: number === 1 ? [] : [shaOf(service, number - 1)],
    });
  const deployed = (number: number) =>
    event('deployment', {
      id: `${service}/${number}`,
      service,
      repo,
      environment: 'production',
      envTier: 'production',
      status: 'succeeded',
      sha: shaOf(service, number),
      startedAt: day(number + 1),
      finishedAt: day(number + 1),
    });
  const second = shaOf(service, 2);
  const request = { repo, number: 1, openedAt: day(2), mergedAt: day(3), commits: [second], mergeSha: second };
  return [deployed(1), commit(1), commit(2), event('pull_request', request), commit(3), deployed(3)];
}

/** Facts that note what is looked for, and by which columns. */
class NotedFacts implements Facts {
  readonly found: string[] = [];
  /** Before rows are stored. */
  storing: (rows: Rows) => Promise<void> = () => Promise.resolve();
  private readonly facts = new MemoryFacts();

  find<N extends TableName>(query: Find<N>): Promise<TableRow<N>[]> {
    this.found.push(`${query.table} by ${query.where.map(({ column }) => column).join(', ')}`);
    return this.facts.find(query);
  }

  async store(rows: Rows): Promise<void> {
    await this.storing(rows);
    return this.facts.store(rows);
  }
}

const services = ['billing', 'shop'];

async function given(
  told: readonly LeadlineEvent[] = services.flatMap(toldOf),
): Promise<{ facts: NotedFacts; pipeline: PipelineDeps }> {
  const log = new MemoryLog();
  const facts = new NotedFacts();
  await acceptInternal({ log, clock: { now: () => NOW } }, told);
  const fail = (error: unknown): never => expect.fail(String(error));
  return {
    facts,
    pipeline: {
      log,
      facts,
      generation: generation(1),
      people: peopleAsTold,
      sourceOf: sourceById,
      lingerMs: { normalize: 0, fold: 0, derive: 0 },
      onScopeFailure: ({ error }) => fail(error),
      onStageError: (_, error) => fail(error),
    },
  };
}

async function deployments(facts: Facts) {
  const rows = await facts.find({ table: 'deployments', where: [] });
  return rows.map((row) => ({ ...row, version: 0 })).toSorted((a, b) => (a.deployment < b.deployment ? -1 : 1));
}

describe('a generation made at once', () => {
  it('has the rows that the running stages make', { timeout: 30_000 }, async () => {
    const [atOnce, running] = [await given(), await given()];
    await deriveFromLog(atOnce.pipeline, () => undefined, new AbortController().signal);
    const stop = new AbortController();
    const stages = runPipeline(running.pipeline, stop.signal);
    const { log } = running.pipeline;
    const isDone = async (): Promise<boolean> =>
      (await stageProgress(log, generation(1))).every(({ positions, heads }) => hasReached(positions, heads));
    await expect.poll(isDone, { timeout: 20_000 }).toBe(true);
    stop.abort();
    await stages;

    const made = await deployments(atOnce.facts);
    expect(made.map(({ deployment, commits }) => [deployment, commits.map(({ sha }) => sha)])).toEqual(
      services.flatMap((service) => [
        [`attempt:${service}/1`, [shaOf(service, 1)]],
        [`attempt:${service}/3`, [shaOf(service, 2), shaOf(service, 3)]],
      ]),
    );
    expect(made).toEqual(await deployments(running.facts));
  });

  it('asks once for the commits of all its services, and for no service that waits for a commit', async () => {
    const { facts, pipeline } = await given();
    await deriveFromLog(pipeline, () => undefined, new AbortController().signal);

    const commits = facts.found.filter((asked) => /^(commits|commits_by_time|link_index) /.test(asked));
    expect(commits).toEqual(['commits by repository']);
  });

  it('is made when all rows are there, though deriving goes on while they are being stored', async () => {
    // given a warehouse that takes its time for deployments
    const { facts, pipeline } = await given();
    facts.storing = ({ deployments: rows }) => delay(rows === undefined ? 0 : 50);
    await deriveFromLog(pipeline, () => undefined, new AbortController().signal);

    expect(await deployments(facts)).toHaveLength(4);
  });

  it('is not made when rows could not be stored', async () => {
    // given a warehouse that refuses deployments, after some time
    const { facts, pipeline } = await given();
    facts.storing = async ({ deployments: rows }) => {
      if (rows === undefined) return;
      await delay(10);
      throw new Error('The disk is full');
    };
    const made = deriveFromLog(pipeline, () => undefined, new AbortController().signal);

    await expect(made).rejects.toThrow('The disk is full');
  });

  it('has services that are too large to be derived together', { timeout: 60_000 }, async () => {
    // given two services with 1,001 deployments each, where 2,000 are derived together
    const deployedOften = (service: string): LeadlineEvent[] =>
      Array.from({ length: 1_001 }, (_, number) =>
        event('deployment', {
          id: `${service}/${number}`,
          service,
          environment: 'production',
          envTier: 'production',
          status: 'succeeded',
          sha: shaOf(service, number),
          startedAt: new Date(NOW - (number + 1) * 60_000).toISOString(),
        }),
      );
    const { facts, pipeline } = await given(services.flatMap(deployedOften));
    await deriveFromLog(pipeline, () => undefined, new AbortController().signal);

    const made = await deployments(facts);
    expect(services.map((service) => made.filter((row) => row.service === service).length)).toEqual([1_001, 1_001]);
  });
});
