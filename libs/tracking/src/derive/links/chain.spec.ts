import { FOREVER } from '@leadline/tables';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chain } from './chain.js';
import type { ChainVersion, LinkMemo, LinkOptions } from './facts.js';

function versionOf(row: string, finishedAt: number, known: { from: number; until?: number }, sha = row): ChainVersion {
  return {
    row,
    environment: 'production',
    id: row,
    sha,
    finishedAt,
    knownFrom: known.from,
    knownUntil: known.until ?? FOREVER,
    kindClass: 'change',
    listed: null,
    replacedSha: null,
  };
}

/** Everything that is asked of a chain. */
function saidBy(chain: Chain, rows: readonly string[]) {
  return {
    versions: chain.versions,
    fresh: chain.fresh(),
    reused: chain.reusedRows(),
    rows: rows.map((row) => [chain.hashOf(row), chain.isReused(row), chain.versionsOf(row)]),
  };
}

function options(stored: ReadonlyMap<string, string>, invalid: readonly string[] = []): LinkOptions {
  const memo: LinkMemo = {
    chainHash: (row) => stored.get(row),
    carriersOf: () => [],
    invalid: new Set(invalid),
  };
  return { memo, maxCommits: 100 };
}

const storedOf = (chain: Chain): Map<string, string> =>
  new Map(chain.versions.map(({ row }) => [row, chain.hashOf(row)]));

describe('a chain that goes on', () => {
  it('derives a deployment at the end alone', () => {
    const [a, b, c] = [versionOf('a', 1, { from: 1 }), versionOf('b', 2, { from: 2 }), versionOf('c', 3, { from: 3 })];
    const before = new Chain([a, b], options(new Map()));

    const chain = new Chain([a, b, c], options(storedOf(before)), before);

    expect(chain.fresh()).toEqual([c]);
    expect(chain.reusedRows()).toEqual(['a', 'b']);
  });

  it('derives a row anew that has a further version behind another, and all after its first', () => {
    const [a, b] = [versionOf('a', 1, { from: 1, until: 5 }), versionOf('b', 2, { from: 2 })];
    const before = new Chain([a, b], options(new Map()));
    const stored = storedOf(before);
    const moved = versionOf('a', 3, { from: 5 });

    const chain = new Chain([a, moved, b], options(stored), before);

    expect(chain.versions).toEqual([a, b, moved]);
    expect(chain.reusedRows()).toEqual([]);
  });

  it('says the same as one that is made from nothing, whatever comes, goes, or is invalid', () => {
    const version = fc
      .record({
        row: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        finishedAt: fc.integer({ min: 0, max: 8 }),
        from: fc.integer({ min: 0, max: 8 }),
        lasts: fc.integer({ min: 0, max: 3 }),
        sha: fc.constantFrom('x', 'y'),
      })
      .map(({ row, finishedAt, from, lasts, sha }) => versionOf(row, finishedAt, { from, until: from + lasts }, sha));
    const step = fc.record({
      added: fc.array(version, { maxLength: 3 }),
      kept: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      isAppended: fc.boolean(),
      invalid: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 1 }),
      keepsAll: fc.boolean(),
    });
    const rows = ['a', 'b', 'c', 'd', 'e', 'f'];
    let reused = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 8 }), (steps) => {
        let versions: ChainVersion[] = [];
        let stored = new Map<string, string>();
        let running: Chain | undefined;
        for (const { added, kept, keepsAll, isAppended, invalid } of steps) {
          const left = versions.filter((_, place) => keepsAll || kept[place % kept.length] === true);
          versions = isAppended ? [...left, ...added] : [...added, ...left];
          const fresh = new Chain(versions, options(stored, invalid));
          running = new Chain(versions, options(stored, invalid), running);
          expect(saidBy(running, rows)).toEqual(saidBy(fresh, rows));
          reused += running.reusedRows().length;
          stored = storedOf(running);
        }
      }),
      { numRuns: 500, seed: 11 },
    );
    expect(reused).toBeGreaterThan(500);
  });
});
