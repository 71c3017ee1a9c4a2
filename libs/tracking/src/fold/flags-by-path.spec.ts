import { catalogue } from '@leadline/events';
import { describe, expect, it } from 'vitest';
import { foldCommit } from './commit.js';

const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  flags: [
    { flag: 'new-basket', paths: ['src/basket/**', 'web/basket.ts'] },
    { flag: 'vouchers', paths: ['src/**'], repositories: ['github:acme/shop'] },
  ],
});

const flagsOf = (data: Record<string, unknown>): readonly string[] | undefined =>
  foldCommit(
    [
      {
        eventId: 'e',
        kind: 'commit',
        source: 'github',
        time: null,
        revision: 0,
        hash: '',
        data: { sha: 'a', ...data },
      },
    ],
    declared,
  ).at(-1)?.state.flags;

describe('flags of a commit', () => {
  it('are those of its trailers and those the configuration gives to its paths, each once', () => {
    const said = { repo: 'acme/shop', flags: ['dark-mode', 'new-basket'], paths: ['docs/a.md', 'src/basket/sum.ts'] };

    expect(flagsOf(said)).toEqual(['dark-mode', 'new-basket', 'vouchers']);
  });

  it('are looked for in the repositories that are named, or in all', () => {
    expect(flagsOf({ repo: 'acme/blog', paths: ['src/basket/sum.ts'] })).toEqual(['new-basket']);
  });

  it('are none where no path matches, or none is known', () => {
    expect(flagsOf({ repo: 'acme/shop', paths: ['web/other.ts'] })).toEqual([]);
    expect(flagsOf({ repo: 'acme/shop' })).toEqual([]);
  });
});
