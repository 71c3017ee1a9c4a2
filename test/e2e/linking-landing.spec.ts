import { describe, expect, it } from 'vitest';
import { branched, deployed, merged, push, queued, sha } from './linking-hooks.js';
import { arrivals, bySha, LIMIT_MS, LinkingServer, opens, repository } from './linking-server.js';

const yaml = `
environments:
  production: { tier: production, aliases: ["prod-*"] }
`;

describe.each(arrivals)('%s: ways to land, from hooks to GraphQL', { timeout: LIMIT_MS }, (arrival) => {
  const server = new LinkingServer(arrival, yaml);

  it('a squash is as old as the first commit that was squashed', async () => {
    const squash = repository(1, 'squash');
    server.begun(squash, 's0');
    const branch = [
      { name: 's1', at: '08:00' },
      { name: 's2', at: '08:30' },
    ];
    server.sent(
      push(squash, 's0', branch, 'branch-1'),
      push(squash, 's0', [{ name: 's3', at: '10:00', by: 'web-flow' }]),
      merged(squash, { number: 1, head: 's2', base: 's0', merge: 's3', openedAt: '08:40', mergedAt: '10:00' }),
      ...deployed(squash, { id: 12, commit: 's3', from: '10:20', to: '10:30' }),
    );
    const found = await server.last('squash');
    expect(opens(found)).toEqual(bySha({ s3: '08:00' }));
    expect(found?.changes).toMatchObject([
      { firstCommitAt: '2026-03-02T08:00:00.000Z', mergedAt: '2026-03-02T10:00:00.000Z' },
    ]);
  });

  it('a merge brings the commits of its branch, and a queue several pull requests at once', async () => {
    const queue = repository(2, 'queue');
    server.begun(queue, 'q0');
    server.sent(
      push(queue, 'q0', [{ name: 'q1', at: '08:00' }], 'branch-1'),
      push(queue, 'q0', [{ name: 'q2', at: '08:30' }], 'branch-2'),
      push(queue, 'q0', [
        { name: 'q1', at: '08:00' },
        { name: 'qm', at: '10:00', by: 'web-flow' },
        { name: 'q2*', at: '10:00', by: 'web-flow' },
      ]),
      merged(queue, { number: 1, head: 'q1', base: 'q0', merge: 'qm', openedAt: '08:10', mergedAt: '10:00' }),
      merged(queue, { number: 2, head: 'q2', base: 'q0', merge: 'q2*', openedAt: '08:40', mergedAt: '10:00' }),
      ...deployed(queue, { id: 22, commit: 'q2*', from: '10:20', to: '10:30' }),
    );
    const found = await server.last('queue');
    expect(opens(found)).toMatchObject(bySha({ q1: '08:00', 'q2*': '08:30' }));
    expect(found?.changes.map(({ firstCommitAt }) => firstCommitAt.slice(11, 16)).toSorted()).toEqual([
      '08:00',
      '08:30',
    ]);
  });

  it('a revert is work of its own', async () => {
    const reverted = repository(3, 'reverted');
    server.begun(reverted, 'p0');
    const message = `Revert "p1"\n\nThis reverts commit ${sha('p1')}.`;
    server.sent(
      push(reverted, 'p0', [{ name: 'p1', at: '09:00' }]),
      ...deployed(reverted, { id: 32, commit: 'p1', from: '09:10', to: '09:20' }),
      push(reverted, 'p1', [{ name: 'p2', at: '09:30', message }]),
      ...deployed(reverted, { id: 33, commit: 'p2', from: '09:40', to: '09:50' }),
    );
    const found = await server.deploymentsOf('reverted');
    expect(found.map(opens)).toEqual([bySha({ p0: '07:00' }), bySha({ p1: '09:00' }), bySha({ p2: '09:30' })]);
    expect(found.map(({ counted, kind }) => `${kind} ${counted}`)).toEqual(Array(3).fill('CHANGE true'));
  });

  it('a rebase has the dates of its originals, which are its pull request’s', async () => {
    const rebased = repository(11, 'rebased');
    server.begun(rebased, 'r0');
    server.sent(
      // A branch that was made with its commits: what they follow is not told.
      push(
        rebased,
        null,
        [
          { name: 'r1', at: '08:00', message: 'Add a basket' },
          { name: 'r2', at: '08:30', message: 'Empty the basket' },
        ],
        'branch-1',
      ),
      push(rebased, 'r0', [
        { name: 'r1*', at: '10:00', by: 'web-flow', message: 'Add a basket' },
        { name: 'r2*', at: '10:00', by: 'web-flow', message: 'Empty the basket' },
      ]),
      merged(rebased, { number: 1, head: 'r2', base: 'r0', merge: 'r2*', openedAt: '08:40', mergedAt: '10:00' }),
      ...deployed(rebased, { id: 112, commit: 'r2*', from: '10:20', to: '10:30' }),
    );
    const found = await server.last('rebased');
    expect(opens(found)).toEqual(bySha({ 'r1*': '08:00', 'r2*': '08:30' }));
    expect(found?.changes.map(({ change }) => change)).toEqual(['change:github:11#1']);
    // From 08:00 and from 08:30 to 10:30.
    expect(await server.opened('CHANGE_LEAD_TIME', 'rebased')).toEqual({
      value: 8_100,
      n: 2,
      numerator: null,
      samples: bySha({ 'r1*': 9_000, 'r2*': 7_200 }),
    });
    const change = await server.opened('CHANGE_LEAD_TIME', 'rebased', { unit: 'CHANGE' });
    expect(change).toMatchObject({ value: 9_000, n: 1, samples: { 'change:github:11#1': 9_000 } });
  });

  it('the group of a merge queue lands at once, each pull request as old as its first commit', async () => {
    const grouped = repository(12, 'grouped');
    server.begun(grouped, 'u0');
    const first = { name: 'u1*', at: '09:50', by: 'web-flow', message: 'Number 1 (#1)' } as const;
    const second = { name: 'u2*', at: '09:52', by: 'web-flow', message: 'Number 2 (#2)' } as const;
    server.sent(
      push(grouped, null, [{ name: 'u1', at: '08:00' }], 'branch-1'),
      push(grouped, null, [{ name: 'u2', at: '08:30' }], 'branch-2'),
      ...queued(grouped, { base: 'u0', commits: [first], end: '10:00' }),
      ...queued(grouped, { base: 'u1*', commits: [first, second], end: '10:00' }),
      push(grouped, 'u0', [first, second]),
      merged(grouped, { number: 1, head: 'u1', base: 'u0', merge: 'u1*', openedAt: '08:10', mergedAt: '10:00' }),
      merged(grouped, { number: 2, head: 'u2', base: 'u0', merge: 'u2*', openedAt: '08:40', mergedAt: '10:00' }),
      ...deployed(grouped, { id: 122, commit: 'u2*', from: '10:20', to: '10:30' }),
    );
    const found = await server.last('grouped');
    expect(opens(found)).toEqual(bySha({ 'u1*': '08:00', 'u2*': '08:30' }));
    expect(found?.changes.map(({ change }) => change).toSorted()).toEqual(['change:github:12#1', 'change:github:12#2']);
    // 10:30 less 08:00, and less 08:30.
    const change = await server.opened('CHANGE_LEAD_TIME', 'grouped', { unit: 'CHANGE' });
    const samples = { 'change:github:12#1': 9_000, 'change:github:12#2': 7_200 };
    expect(change).toMatchObject({ value: 8_100, n: 2, samples });
  });

  it.each([
    [13, 'picked', 'Round up'],
    [14, 'picked-x', `Round up\n\n(cherry picked from commit ${sha('picked-x 1')})`],
  ])('a cherry-pick to a release branch is as old as itself (%i: %s)', async (id, name, message) => {
    const picked = repository(id, name);
    const [base, fix, pick] = [`${name} 0`, `${name} 1`, `${name} 2`];
    server.begun(picked, base);
    server.sent(
      push(picked, base, [{ name: fix, at: '09:00', message: 'Round up' }]),
      branched(picked, 'release/1.x', base, '09:10'),
      push(picked, base, [{ name: pick, at: '09:20', message }], 'release/1.x'),
      ...deployed(picked, { id: id * 10 + 2, commit: pick, from: '09:30', to: '09:40' }),
      ...deployed(picked, { id: id * 10 + 3, commit: fix, from: '10:00', to: '10:10' }),
    );
    const [, ofRelease, ofMain] = await server.deploymentsOf(name);
    expect(opens(ofRelease)).toEqual(bySha({ [pick]: '09:20' }));
    expect(opens(ofMain)).toEqual(bySha({ [fix]: '09:00' }));
    expect([ofRelease?.kind, ofMain?.kind]).toEqual(['CHANGE', 'CHANGE']);
    // 09:40 less 09:20, and 10:10 less 09:00: their median.
    expect(await server.opened('CHANGE_LEAD_TIME', name)).toEqual({
      value: 2_700,
      n: 2,
      numerator: null,
      samples: bySha({ [pick]: 1_200, [fix]: 4_200 }),
    });
  });

  it('a backport by a bot is a change of its own, from its own first commit on', async () => {
    const backport = repository(15, 'backport');
    server.begun(backport, 'h0');
    const bot = 'backport-bot[bot]';
    server.sent(
      push(backport, null, [{ name: 'h1', at: '08:00' }], 'branch-1'),
      push(backport, 'h0', [{ name: 'h2', at: '09:00', by: 'web-flow' }]),
      merged(backport, { number: 1, head: 'h1', base: 'h0', merge: 'h2', openedAt: '08:10', mergedAt: '09:00' }),
      ...deployed(backport, { id: 152, commit: 'h2', from: '09:10', to: '09:20' }),
      branched(backport, 'release/1.x', 'h0', '09:21'),
      branched(backport, 'backport-1-to-release/1.x', 'h0', '09:24'),
      push(
        backport,
        'h0',
        [{ name: 'hb', at: '09:25', message: `Number 1\n\n(cherry picked from commit ${sha('h2')})` }],
        'backport-1-to-release/1.x',
      ),
      push(
        backport,
        'h0',
        [
          { name: 'hb', at: '09:25', message: `Number 1\n\n(cherry picked from commit ${sha('h2')})` },
          { name: 'hm', at: '09:40', by: 'web-flow' },
        ],
        'release/1.x',
      ),
      merged(backport, {
        number: 2,
        head: 'hb',
        base: 'h0',
        merge: 'hm',
        openedAt: '09:26',
        mergedAt: '09:40',
        into: 'release/1.x',
        bot,
        title: '[release/1.x] Number 1',
      }),
      ...deployed(backport, { id: 153, commit: 'hm', from: '09:50', to: '10:00', environment: 'prod-v1' }),
    );
    const [, ofMain, ofRelease] = await server.deploymentsOf('backport');
    expect(opens(ofMain)).toEqual(bySha({ h2: '08:00' }));
    expect(opens(ofRelease)).toEqual(bySha({ hb: '09:25', hm: '09:40' }));
    expect(ofRelease?.changes).toEqual([
      {
        change: 'change:github:15#2',
        firstCommitAt: '2026-03-02T09:25:00.000Z',
        mergedAt: '2026-03-02T09:40:00.000Z',
        bot: false,
      },
    ]);
    // 09:20 less 08:00, and 10:00 less 09:25; the merge commit is no sample.
    expect(await server.opened('CHANGE_LEAD_TIME', 'backport')).toEqual({
      value: 3_450,
      n: 2,
      numerator: null,
      samples: bySha({ h2: 4_800, hb: 2_100 }),
    });
    // A bot opened the pull request, a person wrote its commit.
    const ofPeople = await server.opened('CHANGE_LEAD_TIME', 'backport', { unit: 'CHANGE', includeBots: false });
    expect(ofPeople.samples).toEqual({ 'change:github:15#1': 4_800, 'change:github:15#2': 2_100 });
  });

  it('a pull request that reverts another one is work of its own, and fails nothing', async () => {
    const undone = repository(16, 'undone');
    server.begun(undone, 'v0');
    const message = `Revert "Number 1 (#1)" (#2)\n\nThis reverts commit ${sha('v1*')}.`;
    server.sent(
      push(undone, null, [{ name: 'v1', at: '08:00' }], 'branch-1'),
      push(undone, 'v0', [{ name: 'v1*', at: '09:00', by: 'web-flow', message: 'Number 1 (#1)' }]),
      merged(undone, { number: 1, head: 'v1', base: 'v0', merge: 'v1*', openedAt: '08:10', mergedAt: '09:00' }),
      ...deployed(undone, { id: 162, commit: 'v1*', from: '09:10', to: '09:20' }),
      push(undone, null, [{ name: 'v2', at: '09:30', by: 'web-flow', message }], 'revert-1-branch-1'),
      push(undone, 'v1*', [{ name: 'v2*', at: '09:40', by: 'web-flow', message }]),
      merged(undone, {
        number: 2,
        head: 'v2',
        base: 'v1*',
        merge: 'v2*',
        openedAt: '09:31',
        mergedAt: '09:40',
        title: 'Revert "Number 1"',
      }),
      ...deployed(undone, { id: 163, commit: 'v2*', from: '09:45', to: '09:50' }),
    );
    const found = await server.deploymentsOf('undone');
    expect(found.map(opens)).toEqual([bySha({ v0: '07:00' }), bySha({ 'v1*': '08:00' }), bySha({ 'v2*': '09:30' })]);
    expect(found.map(({ counted, kind, failed }) => `${kind} ${counted} ${failed}`)).toEqual(
      Array(3).fill('CHANGE true false'),
    );
    // 09:20 less 08:00, and 09:50 less 09:30.
    expect(await server.opened('CHANGE_LEAD_TIME', 'undone')).toMatchObject({
      value: 3_000,
      n: 2,
      samples: bySha({ 'v1*': 4_800, 'v2*': 1_200 }),
    });
    expect(await server.opened('CHANGE_FAIL_RATE', 'undone')).toMatchObject({ value: 0, n: 3, numerator: 0 });
    expect(await server.opened('DEPLOYMENT_REWORK_RATE', 'undone')).toMatchObject({ value: 0, n: 3, numerator: 0 });
  });
});
