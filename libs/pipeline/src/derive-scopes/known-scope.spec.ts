import { Chain } from '@leadline/tracking';
import { describe, expect, it } from 'vitest';
import { type Derived, KnownScope } from './known-scope.js';
import type { StoredHead } from './scope-facts.js';

const keyOf = ({ deployment }: StoredHead): string => deployment;

function head(deployment: string, flags: StoredHead['carried_flags'] = []): StoredHead {
  return {
    service: 'checkout',
    environment: 'production',
    deployment,
    occurrence: 1,
    verdict_hash: '',
    chain_hash: '',
    links_hash: '',
    carried_flags: flags,
    acquittals: [],
  };
}

function derivation(...written: string[]): Derived {
  const chain = new Chain([], { maxCommits: 1 });
  return { sweep: {}, contents: [], chain, stays: undefined, written: new Set(written), acquitted: new Set() };
}

describe('what is known of a service', () => {
  it('holds where only the rows that were written last are others', () => {
    const [a, b] = [head('a'), head('b')];
    const known = new KnownScope();
    known.next([a, b], keyOf);
    const derived = derivation('b', 'c');
    known.done(derived);

    const [written, added] = [head('b'), head('c')];
    expect(known.next([a, written, added], keyOf)).toBe(derived);
    expect([...known.stored]).toEqual([
      ['a', a],
      ['b', written],
      ['c', added],
    ]);
  });

  it.each([
    ['stored another row', [head('a'), head('b'), head('x')]],
    ['stored a row again', [head('a'), head('b')]],
    ['removed rows', [head('a')]],
  ])('is nothing once somebody else has %s', (_, heads) => {
    const [a, b] = [head('a'), head('b')];
    const known = new KnownScope();
    known.next([a, b], keyOf);
    known.done(derivation('b'));

    expect(known.next(heads, keyOf)).toBeUndefined();
    expect([...known.stored.values()]).toEqual(heads);
  });

  it('is nothing after a derivation that did not end', () => {
    const a = head('a');
    const known = new KnownScope();
    known.next([a], keyOf);
    known.done(derivation());
    known.next([a], keyOf);

    expect(known.next([a], keyOf)).toBeUndefined();
  });

  it('says whether any row carries a flag, as rows come and lose them', () => {
    const flag = { flag: 'new-cart', by: 'commit:a', knownFrom: 0, knownUntil: 1 };
    const known = new KnownScope();
    known.next([head('a', [flag])], keyOf);
    expect(known.isFlagged).toBe(true);

    known.done(derivation('a'));
    known.next([head('a')], keyOf);

    expect(known.isFlagged).toBe(false);
  });
});
