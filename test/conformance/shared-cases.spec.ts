import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runApp } from '../e2e/app-process.js';

/** Case files stand beside the workspace: what the product's numbers have to come to, written by others. */
const vectors = fileURLToPath(new URL('../../../shared/vectors', import.meta.url));
/** What holds tables rather than cases: levels by year (libs/statistics compares them) and notes on ClickHouse's functions. */
const withoutCases = ['dora_levels.json', 'clickhouse_facts.json'];
/** The metric cases take one to two minutes on an idle machine; all files are run where this says "all". */
const isWhole = process.env['LEADLINE_CONFORMANCE'] === 'all';
const LIMIT_MS = 1_200_000;
/** So many metric cases there are: fewer would mean that some were not found. */
const METRIC_CASES = 140;

function caseFiles(): readonly string[] {
  if (!existsSync(vectors)) return [];
  const names = isWhole
    ? readdirSync(vectors).filter((name) => name.endsWith('.json') && !withoutCases.includes(name))
    : ['metrics.shared.json'];
  return names.toSorted().map((name) => join(vectors, name));
}

describe(`the cases of ../shared/vectors${isWhole ? '' : '/metrics.shared.json'}`, () => {
  it('pass, every one', { timeout: LIMIT_MS }, async ({ skip }) => {
    const files = caseFiles();
    if (files.length === 0) skip(`no case was run: there are none at ${vectors}`);
    const { code, stdout, stderr } = await runApp('cli', {}, ['conformance', ...files]);
    const lines = stdout.trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('ok ')).join('\n'), stderr).toMatch(/^\d+ passed, 0 failed$/);
    const [, passed] = /^(\d+) passed/.exec(lines.at(-1) ?? '') ?? [];
    expect(Number(passed)).toBeGreaterThanOrEqual(METRIC_CASES);
    expect(code).toBe(0);
  });
});
