import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DORA_CLUSTERS } from '../dora-clusters.js';
import { differences } from './case-comparison.js';
import { statisticsFunctions } from './registry.js';

const workspace = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const vectors = join(workspace, '../shared/vectors');
const files = ['stats.shared.json', 'otava.shared.json', 'nist.shared.json', 'levels.shared.json'];

const caseFile = z.object({
  vectors: z.array(z.unknown()).optional(),
  cases: z.array(z.unknown()).optional(),
});
const workedCase = z.object({
  id: z.string(),
  function: z.string().default('quickCheck'),
  input: z.record(z.string(), z.unknown()),
  expected: z.unknown(),
  tolerance: z.object({ rel: z.number().optional(), abs: z.number().optional() }).optional(),
});

function casesOf(file: string): z.output<typeof workedCase>[] {
  const content = caseFile.parse(JSON.parse(readFileSync(join(vectors, file), 'utf8')));
  return [...(content.vectors ?? []), ...(content.cases ?? [])].map((entry) => workedCase.parse(entry));
}

describe.each(files)('worked cases of %s', (file) => {
  const present = existsSync(join(vectors, file));
  const cases = present ? casesOf(file) : [];

  it.skipIf(!present)(`${present ? '' : 'NOT RUN, ABSENT: '}../shared/vectors/${file} holds cases`, () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  it.each(cases.map((entry) => [entry.id, entry] as const))('%s', (_, entry) => {
    const evaluate = statisticsFunctions[entry.function];
    const input = entry.function === 'specialFunctions' ? { ...entry.input, points: entry.expected } : entry.input;
    expect(evaluate, `no function ${entry.function}`).toBeDefined();
    expect(differences(evaluate?.(input), entry.expected, entry.tolerance)).toEqual([]);
  });
});

const publishedCluster = z.object({
  share: z.number().nullish().default(null),
  df: z.number(),
  lt: z.number(),
  ttr: z.number().optional(),
  fdrt: z.number().optional(),
  cfr: z.union([z.number(), z.string()]),
});

const levelsFile = z.object({ years: z.record(z.string(), z.record(z.string(), z.unknown())) });

describe('DORA_CLUSTERS against dora_levels.json', () => {
  const file = join(vectors, 'dora_levels.json');
  const present = existsSync(file);
  const { years } = present ? levelsFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : { years: {} };

  it.skipIf(!present)(
    `${present ? '' : 'NOT RUN, ABSENT: '}../shared/vectors/dora_levels.json is transcribed, year by year`,
    () => {
      expect(Object.keys(DORA_CLUSTERS)).toEqual(Object.keys(years));
    },
  );

  it.each(Object.entries(years))('%s', (year, published) => {
    const names = ['elite', 'high', 'medium', 'low', 'misguided'].filter((name) => name in published);
    const transcribed = DORA_CLUSTERS[Number(year)];
    const clusters = transcribed?.kind === 'clusters' ? transcribed.clusters : [];
    expect(clusters.map(({ name }) => name)).toEqual(names);
    for (const cluster of clusters) {
      const { share, df, lt, ttr, fdrt, cfr } = publishedCluster.parse(published[cluster.name]);
      const [from, to = from] = String(cfr).split('-').map(Number);
      expect(cluster).toMatchObject({
        sharePercent: share,
        deploymentFrequency: df,
        leadTime: lt,
        recovery: ttr ?? fdrt,
        changeFailRate: { from, to },
      });
    }
  });
});
