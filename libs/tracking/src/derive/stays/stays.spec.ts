import { ALWAYS, type BaseElement, FOREVER } from '@leadline/tables';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type VerdictContent, verdictRows } from '../rows.js';
import { deriveVerdicts } from '../verdicts/running-verdicts.js';
import { type CarryingDeployment, Stays } from './stays.js';
import { rowKeyOf } from './stay-rows.js';
import type { StayRow } from './stay.js';

const one = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** What one deployment says of where it stands: few of everything, so that they meet. */
const said = fc.record({
  deployment: one('a', 'b', 'c', 'd', 'e'),
  environment: one('production', 'staging'),
  repository: one('acme/shop', 'acme/shop', 'acme/web', ''),
  status: one<BaseElement['status']>('succeeded', 'succeeded', 'in_progress', 'failed'),
  sha: one('1', '2', '3', ''),
  at: fc.integer({ min: 1, max: 6 }),
  targets: one<string[]>([], ['eu'], ['us'], ['eu', 'us']),
  /** Whether it had succeeded before, by what was known then. */
  hasStood: fc.boolean(),
  brought: one<Record<string, readonly string[]>>({}, { 'acme/shop': ['x'] }, { 'acme/api': ['y'] }),
});
type Said = typeof said extends fc.Arbitrary<infer T> ? T : never;

const { base: anyBase, ...anyContent } = emptyContent();

function emptyContent(): VerdictContent & { base: BaseElement[] } {
  const state = {
    id: 'a',
    service: 'shop',
    environment: 'production',
    tier: 'production',
    status: 'succeeded',
    startedAt: 1,
    finishedAt: 1,
    marks: [],
    fixes: [],
    flags: [],
  };
  const attempts = [[{ from: 1, state: state as never }]];
  const verdicts = deriveVerdicts({ service: 'shop', attempts, incidents: [] });
  const observed = { byDeployment: new Map(), isEmpty: true } as never;
  const [content] = verdictRows('shop', verdicts, undefined, { facts: new Map(), observed });
  if (content === undefined) throw new Error('There is no deployment');
  return { ...content, base: [...content.base] };
}

function deploymentOf({ deployment, environment, repository, brought, ...state }: Said): CarryingDeployment {
  const [like] = anyBase;
  if (like === undefined) throw new Error('There is no state');
  const { status, sha, at, targets, hasStood } = state;
  const known = { ...like, sha, targets, startedAt: at, finishedAt: status === 'in_progress' ? 0 : at };
  const now: BaseElement = { ...known, status, knownFrom: 10, knownUntil: FOREVER };
  const before: BaseElement = { ...known, sha: '9', status: 'succeeded', knownFrom: 5, knownUntil: 10 };
  const content = {
    ...anyContent,
    deployment,
    environment,
    tier: environment,
    repository,
    base: hasStood ? [before, now] : [now],
  };
  const carried = Object.entries(brought).map(
    ([name, shas]) => [name, { shas, knownAt: 20, committedAt: ALWAYS }] as const,
  );
  return { key: JSON.stringify([environment, deployment, 1, 'shop']), content, carried: new Map(carried) };
}

/** What is stored when all of this was written. */
function stored(writes: readonly (readonly StayRow[])[]): Record<string, string> {
  const rows = new Map(writes.flat().map((row) => [rowKeyOf(row), row.told]));
  return Object.fromEntries([...rows].filter(([, told]) => told !== '').sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('what stood where', () => {
  it('is the same told step by step, as deployments come and change, and told at once', () => {
    const steps = fc.array(fc.array(said, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(steps, (told) => {
        const [stays, latest] = [new Stays(), new Map<string, CarryingDeployment>()];
        const writes: StayRow[][] = [];
        for (const step of told) {
          const deployments = [...new Map(step.map(deploymentOf).map((each) => [each.key, each])).values()];
          for (const each of deployments) latest.set(each.key, each);
          writes.push(stays.change(deployments));
          // After each step everything that is stored is what all of it says at once, and nothing was written in vain.
          expect(stored(writes)).toEqual(stored([new Stays().change([...latest.values()])]));
        }
      }),
      { numRuns: 500, seed: 20261122 },
    );
  }, 600_000);

  it('writes for one more deployment its own row and that of what it replaced', () => {
    const like = { environment: 'production', repository: 'acme/shop', status: 'succeeded', targets: [] } as const;
    const at = (deployment: string, instant: number) =>
      deploymentOf({ ...like, targets: [], deployment, sha: deployment, at: instant, hasStood: false, brought: {} });
    const stays = new Stays();
    stays.change([at('a', 1), at('b', 2), at('c', 3)]);

    const rows = stays.change([at('d', 4)]);

    expect(rows.map(({ row, last_instant: last }) => [row, last])).toEqual([
      // c is over when d comes; it became known at 10.
      [JSON.stringify(['production', 'c', 1, 'shop']), 10],
      ['', FOREVER],
    ]);
  });
});
