import { expect, it } from 'vitest';
import type { AnalyticsOfTest } from '../analytics-contract.js';
import { rowOf } from '../row-builder.js';

const statements = [
  `INSERT INTO reports (entity) VALUES ('written')`,
  `WITH 'written' AS entity INSERT INTO reports (entity) SELECT entity`,
  'DROP TABLE reports',
  'ALTER TABLE reports DELETE WHERE 1',
  'TRUNCATE TABLE reports',
  'CREATE TABLE other (a Int8) ENGINE = Memory',
  'SET max_threads = 1',
  'SYSTEM STOP MERGES',
  'SELECT 1; DROP TABLE reports',
  'SELECT 1 -- fine\n; DROP TABLE reports',
  `SELECT 1 INTO OUTFILE '/tmp/leadline-was-here'`,
  'SELECT 1 SETTINGS readonly = 0',
  `SELECT * FROM (SELECT count() FROM file('/etc/hostname', 'LineAsString') SETTINGS readonly = 0)`,
  `SELECT * FROM file('/etc/hostname', 'LineAsString')`,
  `SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')`,
  `SELECT * FROM remote('127.0.0.1:1', 'system', 'one')`,
  `SELECT 'an open quote`,
  'SELECT $x$ a heredoc $x$',
  '',
];

/** Nothing but reading, and nothing but the database. */
export function readingOnlyContract(ofTest: AnalyticsOfTest): void {
  it.each(statements)('are refused: %s', async (sql) => {
    const { analytics, facts } = ofTest();
    await facts.store({ reports: [rowOf('reports', { entity: 'kept' })] });

    await expect(analytics.query({ sql, params: {} })).rejects.toBeInstanceOf(Error);
    await expect(analytics.stream({ sql, params: {} })[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(Error);

    expect(await facts.find({ table: 'reports', where: [], columns: ['entity'] })).toEqual([{ entity: 'kept' }]);
  });
}
