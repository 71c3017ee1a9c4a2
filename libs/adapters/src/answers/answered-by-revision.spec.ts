import type { Statement } from '@leadline/ports';
import { rowOf } from '@leadline/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from '../clickhouse/warehouse.js';
import { KeptAnswers } from './kept-answers.js';

const count: Statement = { sql: 'SELECT count() AS n FROM reports FINAL', params: {} };

describe('a warehouse', () => {
  let directory: string;
  let answers: KeptAnswers;
  let live: Warehouse;
  let next: Warehouse;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'leadline-answers-'));
    answers = new KeptAnswers();
    live = await openWarehouse({ mode: 'embedded', directory }, 'leadline_g1', { answers });
    next = await openWarehouse({ mode: 'embedded', directory }, 'leadline_g2', { answers });
    await live.migrate();
    await next.migrate();
  });
  beforeEach(async () => {
    await live.empty();
    await next.empty();
  });
  afterAll(async () => {
    await next.close();
    await live.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** How many statements it took. */
  const statements = async (ask: () => Promise<unknown>): Promise<number> => {
    const before = answers.counts.asked;
    await ask();
    return answers.counts.asked - before;
  };

  it('is asked once for ten equal questions at once, and not at all while nothing is stored', async () => {
    const ten = () => Promise.all(Array.from({ length: 10 }, () => live.analytics.query(count)));

    expect(await statements(ten)).toBe(1);
    expect(await statements(ten)).toBe(0);
    await live.facts.store({ reports: [rowOf('reports', { entity: 'e' })] });
    expect(await statements(ten)).toBe(1);
  });

  it('is asked for each value of a parameter', async () => {
    const at = (asOf: unknown) => live.analytics.query({ sql: 'SELECT {asOf:String} AS x', params: { asOf } });

    expect(await at('1')).toEqual([{ x: '1' }]);
    expect(await at('2')).toEqual([{ x: '2' }]);
    expect(await at('1')).toEqual([{ x: '1' }]);
  });

  it('has a revision that stays where nothing is stored, also when rows that waited are written', async () => {
    await live.facts.store({ reports: [rowOf('reports', { entity: 'e' })] });
    const revision = await live.revision();

    await live.facts.store({ reports: [] });
    await live.inspection.rowCounts();

    expect(await live.revision()).toBe(revision);
    await live.facts.store({ reports: [rowOf('reports', { entity: 'e', version: 2 })] });
    expect(await live.revision()).not.toBe(revision);
  });

  it('answers of its own generation alone, before and after another one', async () => {
    await next.facts.store({ reports: [rowOf('reports', { entity: 'e' })] });

    expect(await live.analytics.query(count)).toEqual([{ n: 0 }]);
    expect(await next.analytics.query(count)).toEqual([{ n: 1 }]);
    expect(await live.analytics.query(count)).toEqual([{ n: 0 }]);
  });

  it('says nothing of rows that were removed', async () => {
    await live.facts.store({ reports: [rowOf('reports', { entity: 'e' })] });
    expect(await live.analytics.query(count)).toEqual([{ n: 1 }]);

    await live.empty();

    expect(await live.analytics.query(count)).toEqual([{ n: 0 }]);
  });
});
