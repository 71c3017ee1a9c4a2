import { ALWAYS, type ChangeElement, type CommitElement, FOREVER, type LinkElement } from '@leadline/tables';
import { describe, expect, it } from 'vitest';
import type { CommitState } from '../../fold/commit.js';
import type { PullRequestState } from '../../fold/pull-request.js';
import type { Timeline } from '../../fold/timeline.js';
import { deriveLinks } from './derive-links.js';
import type { CarrierClass, ChainVersion, CommitGraph, FlagElement, LinkMemo, LinkOptions, RowLinks } from './facts.js';

// Instants are whole hours; a lead time is the hour of the deployment less the hour at which it opens.

const commit = (sha: string, committedAt: number | null, said: Partial<CommitState> = {}): CommitState => {
  const unsaid = {
    parents: [],
    landedAfter: null,
    bot: false,
    patchId: null,
    title: '',
    flags: [],
    paths: null,
    pushedAt: null,
  };
  return { sha, repository: 'acme/api', committedAt, ...unsaid, ...said };
};

const request = (number: number, mergedAt: number, said: Partial<PullRequestState> = {}): PullRequestState => ({
  change: `#${number}`,
  repository: 'acme/api',
  number: String(number),
  commits: null,
  headSha: null,
  baseSha: null,
  mergedAt,
  mergeSha: null,
  landed: [],
  method: null,
  openedAt: null,
  readyAt: null,
  title: '',
  url: '',
  bot: false,
  author: null,
  flags: [],
  reviews: [],
  ...said,
});

const deploy = (
  id: string,
  sha: string | null,
  finishedAt: number,
  said: Partial<ChainVersion> = {},
): ChainVersion => ({
  row: id,
  environment: 'production',
  id,
  sha,
  finishedAt,
  knownFrom: finishedAt,
  knownUntil: FOREVER,
  kindClass: 'change',
  listed: null,
  replacedSha: null,
  ...said,
});

const always = <S>(state: S): Timeline<S> => [{ from: ALWAYS, state }];

interface Given {
  readonly commits: readonly (CommitState | Timeline<CommitState>)[];
  readonly requests?: readonly (PullRequestState | Timeline<PullRequestState>)[];
  readonly chain: readonly ChainVersion[];
}

function graphOf({ commits, requests = [] }: Given): CommitGraph {
  const timelines = new Map(
    commits.map((given) => ('sha' in given ? always(given) : given)).map((t) => [t[0]?.state.sha ?? '', t]),
  );
  const merged = requests.map((given) => ('change' in given ? always(given) : given));
  const shasOf = (state: PullRequestState) => [
    ...(state.commits ?? []),
    ...state.landed,
    state.mergeSha,
    state.headSha,
  ];
  return {
    commit: (sha) => timelines.get(sha) ?? 'absent',
    changesOf: (sha) => merged.filter((timeline) => timeline.some(({ state }) => shasOf(state).includes(sha))),
    commitsOfPatch: (patchId) => [...timelines].filter(([, t]) => t[0]?.state.patchId === patchId).map(([sha]) => sha),
  };
}

interface Found {
  readonly link: LinkElement | undefined;
  readonly commits: readonly CommitElement[];
  readonly changes: readonly ChangeElement[];
  readonly flags: readonly FlagElement[];
}

/** What each deployment carried, as it is known at last or as of an instant. */
function carried(given: Given, options: Partial<LinkOptions> = {}): (row: string, asOf?: number) => Found {
  const derived = deriveLinks(given.chain, graphOf(given), { maxCommits: 20_000, ...options });
  if (derived.outcome !== 'complete') throw new Error('everything is loaded');
  return (row, asOf = FOREVER - 1) => {
    const { links, commits, changes, flags } = derived.rows.get(row) as RowLinks;
    const holds = (element: { knownFrom: number; knownUntil: number }): boolean =>
      element.knownFrom <= asOf && asOf < element.knownUntil;
    return {
      link: links.find(holds),
      commits: commits.filter(holds),
      changes: changes.filter(holds),
      flags: flags.filter(holds),
    };
  };
}

const shas = ({ commits }: Found): string[] => commits.map(({ sha }) => sha);
const keys = ({ changes }: Found): string[] => changes.map(({ change }) => change);
const opened = ({ commits }: Found, start: keyof CommitElement): Record<string, unknown> =>
  Object.fromEntries(commits.map((element) => [element.sha, element[start]]));

const c0 = commit('c0', -100);
const d0 = deploy('d0', 'c0', -99);
/** c0 ← c1 ← c2 ← c3, committed at 8, 10 and 33. */
const line = [
  c0,
  commit('c1', 8, { parents: ['c0'] }),
  commit('c2', 10, { parents: ['c1'] }),
  commit('c3', 33, { parents: ['c2'] }),
];

describe('the commits of a deployment', () => {
  it('are the ancestors of the deployed commit less everything deployed before', () => {
    const of = carried({ commits: line, chain: [d0, deploy('d1', 'c2', 12), deploy('d2', 'c3', 34)] });
    expect(shas(of('d1'))).toEqual(['c1', 'c2']);
    expect(shas(of('d2'))).toEqual(['c3']);
    expect(of('d1').link).toMatchObject({ basis: 'ancestry', noBaseline: 0, truncated: 0, waiting: [] });
    expect(of('d1').commits.map(({ head }) => head)).toEqual([0, 1]);
  });

  it('are carried by the first deployment of the service in any production environment', () => {
    const us = deploy('us', 'c1', 10, { environment: 'prod-us' });
    const of = carried({ commits: line, chain: [d0, deploy('eu', 'c1', 14, { environment: 'prod-eu' }), us] });
    expect(shas(of('us'))).toEqual(['c1']);
    expect(of('eu')).toMatchObject({ commits: [], changes: [], link: { basis: 'none', noBaseline: 0 } });
  });

  it('are nothing for a redeploy, a rollback and a roll-forward', () => {
    const chain = [
      d0,
      deploy('d1', 'c1', 9),
      deploy('d2', 'c2', 12),
      deploy('back', 'c1', 13),
      deploy('forth', 'c2', 14),
      deploy('again', 'c2', 15),
    ];
    const of = carried({ commits: line, chain });
    for (const row of ['back', 'forth', 'again']) expect(of(row).commits).toEqual([]);
  });

  it('are used up by deployments that count nowhere', () => {
    const excluded = deploy('d1', 'c1', 9, { kindClass: 'excluded' });
    const of = carried({ commits: line, chain: [d0, excluded, deploy('d2', 'c2', 12)] });
    expect(shas(of('d2'))).toEqual(['c2']);
  });

  it('are walked by order of landing where parents are not told', () => {
    const landed = [c0, commit('c1', 8, { parents: null, landedAfter: 'c0' }), commit('c2', 10, { parents: ['c1'] })];
    const of = carried({ commits: landed, chain: [d0, deploy('d1', 'c2', 12)] });
    expect(shas(of('d1'))).toEqual(['c1', 'c2']);
    expect(of('d1').link).toMatchObject({ basis: 'landing', noBaseline: 0 });
  });

  it('are told parents rather than the order of landing', () => {
    const commits = [
      c0,
      commit('other', 7, { parents: ['c0'] }),
      commit('c1', 8, { parents: ['c0'], landedAfter: 'other' }),
    ];
    const of = carried({ commits, chain: [d0, deploy('d1', 'c1', 12)] });
    expect(shas(of('d1'))).toEqual(['c1']);
    expect(of('d1').link?.basis).toBe('ancestry');
  });

  it('are the deployed commit alone where nothing is told of its predecessors', () => {
    const of = carried({ commits: [c0, commit('c1', 8, { parents: null })], chain: [d0, deploy('d1', 'c1', 12)] });
    expect(shas(of('d1'))).toEqual(['c1']);
    expect(of('d1').link).toMatchObject({ basis: 'head', noBaseline: 1 });
  });

  it('end at an unknown commit, which is waited for', () => {
    const of = carried({ commits: [c0, commit('c2', 10, { parents: ['c1'] })], chain: [d0, deploy('d1', 'c2', 12)] });
    expect(shas(of('d1'))).toEqual(['c2']);
    expect(of('d1').link).toMatchObject({ basis: 'ancestry', noBaseline: 1, waiting: ['c1'] });
  });

  it('end at a commit of which no date is known', () => {
    const commits = [c0, commit('c1', null, { parents: ['c0'] }), commit('c2', 10, { parents: ['c1'] })];
    const of = carried({ commits, chain: [d0, deploy('d1', 'c2', 12)] });
    expect(shas(of('d1'))).toEqual(['c2']);
    expect(of('d1').link?.waiting).toEqual(['c1']);
  });

  it('are cut at the bound', () => {
    const of = carried({ commits: line, chain: [d0, deploy('d1', 'c3', 34)] }, { maxCommits: 2 });
    expect(shas(of('d1'))).toEqual(['c2', 'c3']);
    expect(of('d1').link).toMatchObject({ truncated: 1 });
  });

  it('are those of the service in a monorepo; the others are used up', () => {
    const commits = [
      c0,
      commit('c1', 8, { parents: ['c0'], paths: ['web/app.ts'] }),
      commit('c2', 9, { parents: ['c1'], paths: ['api/main.ts', 'README.md'] }),
      commit('c3', 10, { parents: ['c2'], paths: null }),
    ];
    const paths = (changed: readonly string[] | null): boolean =>
      (changed ?? []).some((path) => path.startsWith('api/'));
    const of = carried({ commits, chain: [d0, deploy('d1', 'c3', 12), deploy('d2', 'c1', 13)] }, { paths });
    expect(shas(of('d1'))).toEqual(['c2', 'c3']);
    expect(keys(of('d1'))).toEqual(['commit:c2', 'commit:c3']);
    expect(of('d2').link?.basis).toBe('none');
  });
});

describe('an explicit list of the pipeline', () => {
  it('beats ancestry', () => {
    const listed = deploy('d1', 'c3', 34, { listed: ['c2', 'c3'] });
    const of = carried({ commits: line, chain: [d0, deploy('p', 'c1', 9), listed] });
    expect(shas(of('d1'))).toEqual(['c2', 'c3']);
    expect(of('d1').link).toMatchObject({ basis: 'list', noBaseline: 0 });
  });

  it('names nothing twice, and always contains the deployed commit', () => {
    const merge = commit('M', 20, { parents: ['c0', 'c1'] });
    const chain = [d0, deploy('d1', 'M', 21, { listed: ['c1'] }), deploy('d2', 'M', 22, { listed: ['c1', 'M'] })];
    const of = carried({ commits: [c0, merge, ...line.slice(1, 2)], chain });
    expect(shas(of('d1'))).toEqual(['M', 'c1']);
    expect(of('d2').commits).toEqual([]);
  });

  it('waits for listed commits that are not known', () => {
    const of = carried({ commits: line, chain: [d0, deploy('d1', 'c1', 9, { listed: ['x', 'c1'] })] });
    expect(of('d1').link).toMatchObject({ waiting: ['x'] });
  });

  it('follows on from the deployment before where no predecessor is told, and has no baseline if there is none', () => {
    const commits = [c0, commit('k1', 8, { parents: null }), commit('k2', 9, { parents: null })];
    const later = deploy('d2', 'k2', 10, { listed: ['k2'] });
    const of = carried({ commits, chain: [deploy('d1', 'k1', 9, { listed: ['k1'] }), later] });
    expect([of('d1').link?.noBaseline, of('d2').link?.noBaseline]).toEqual([1, 0]);
  });

  it('has no baseline where it begins at a commit that was never deployed', () => {
    const of = carried({ commits: line, chain: [d0, deploy('d1', 'c3', 34, { listed: ['c3'] })] });
    expect(of('d1').link?.noBaseline).toBe(1);
  });
});

describe('a deployment without baseline', () => {
  it('is the first one: all its history, the deployed commit marked', () => {
    const of = carried({ commits: line, chain: [deploy('d1', 'c1', 9)] });
    expect(of('d1').link).toMatchObject({ basis: 'ancestry', noBaseline: 1 });
    expect(opened(of('d1'), 'head')).toEqual({ c0: 0, c1: 1 });
  });

  it('is one after an unknown commit, which gives nothing and changes nothing', () => {
    const of = carried({
      commits: line,
      chain: [deploy('d1', 'gone', 1), deploy('d2', 'c1', 9), deploy('d3', 'c2', 12)],
    });
    expect(of('d1')).toMatchObject({
      commits: [],
      changes: [],
      link: { basis: 'none', noBaseline: 0, waiting: ['gone'] },
    });
    expect(of('d2').link?.noBaseline).toBe(1);
    expect(of('d3').link?.noBaseline).toBe(0);
  });

  it('is one of rewritten history; the next has a baseline again', () => {
    const commits = [
      ...line,
      commit('r0', -200),
      commit('r1', 40, { parents: ['r0'] }),
      commit('r2', 50, { parents: ['r1'] }),
    ];
    const of = carried({ commits, chain: [d0, deploy('d1', 'c1', 9), deploy('d2', 'r1', 41), deploy('d3', 'r2', 51)] });
    expect([of('d2').link?.noBaseline, of('d3').link?.noBaseline]).toEqual([1, 0]);
    expect(shas(of('d3'))).toEqual(['r2']);
  });

  it('is not one without a SHA', () => {
    const of = carried({ commits: line, chain: [deploy('d1', null, 9)] });
    expect(of('d1')).toMatchObject({ commits: [], link: { basis: 'none', noBaseline: 0, waiting: [] } });
  });
});

describe('where lead time opens', () => {
  const originals = [commit('w1', 9, { parents: ['c0'] }), commit('w2', 33, { parents: ['w1'] })];
  const squash = { commits: ['w1', 'w2'], mergeSha: 'sq', method: 'squash' } as const;
  const squashed = [c0, ...originals, commit('sq', 57, { parents: ['c0'] })];

  it('is the own time for every start of a direct push', () => {
    const of = carried({ commits: line, chain: [d0, deploy('d1', 'c1', 9)] });
    const own = { committedAt: 8, repairedAt: 8, firstCommitAt: 8, openedAt: 8, mergedAt: 8, change: '' };
    expect(of('d1').commits[0]).toMatchObject(own);
  });

  it('is the earliest original for a squash commit', () => {
    const of = carried({
      commits: squashed,
      requests: [request(5, 57, { ...squash, openedAt: 34 })],
      chain: [d0, deploy('d1', 'sq', 58)],
    });
    const openings = { committedAt: 57, repairedAt: 9, firstCommitAt: 9, openedAt: 34, mergedAt: 57, change: '#5' };
    expect(of('d1').commits).toMatchObject([{ sha: 'sq', ...openings }]);
  });

  it('is the first commit where the opening of the pull request is not told', () => {
    const of = carried({ commits: squashed, requests: [request(5, 57, squash)], chain: [d0, deploy('d1', 'sq', 58)] });
    expect(of('d1').commits[0]?.openedAt).toBe(9);
  });

  it('is the own time where the originals are unknown', () => {
    const commits = [c0, commit('sq', 57, { parents: ['c0'] })];
    const of = carried({ commits, requests: [request(5, 57, squash)], chain: [d0, deploy('d1', 'sq', 58)] });
    expect(of('d1').commits[0]).toMatchObject({ repairedAt: 57, firstCommitAt: 57, openedAt: 57 });
    expect(of('d1').changes).toMatchObject([{ change: '#5', firstCommitAt: 57 }]);
  });

  it('is the own time for the commits of a merge, and the merge commit is marked', () => {
    const commits = [c0, ...originals, commit('M', 57, { parents: ['c0', 'w2'] })];
    const merge = request(6, 57, { commits: ['w1', 'w2'], mergeSha: 'M', method: 'merge' });
    const of = carried({ commits, requests: [merge], chain: [d0, deploy('d1', 'M', 58)] });
    expect(opened(of('d1'), 'repairedAt')).toEqual({ M: 57, w1: 9, w2: 33 });
    expect(opened(of('d1'), 'firstCommitAt')).toEqual({ M: 9, w1: 9, w2: 9 });
    expect(opened(of('d1'), 'merge')).toEqual({ M: 1, w1: 0, w2: 0 });
  });

  const rebased = (said: Partial<PullRequestState>, patches: Record<string, string> = {}): Found => {
    const o = (sha: string, at: number, parent: string) =>
      commit(sha, at, { parents: [parent], patchId: patches[sha] ?? null });
    const commits = [c0, o('o1', 12, 'c0'), o('o2', 9, 'o1'), o('o3', 33, 'o2'), o('n1', 56, 'c0'), o('n2', 57, 'n1')];
    const pull = request(7, 57, { mergeSha: 'n2', landed: ['n1', 'n2'], method: 'rebase', ...said });
    return carried({ commits, requests: [pull], chain: [d0, deploy('d1', 'n2', 58)] })('d1');
  };

  it('is the n-th original for the n-th commit of a rebase', () => {
    expect(opened(rebased({ commits: ['o1', 'o3'] }), 'repairedAt')).toEqual({ n1: 12, n2: 33 });
  });

  it('is the original with the same patch where a rebase dropped one', () => {
    const patches = { o1: 'P1', o2: 'P2', o3: 'P3', n1: 'P1', n2: 'P3' };
    expect(opened(rebased({ commits: ['o1', 'o2', 'o3'] }, patches), 'repairedAt')).toEqual({ n1: 12, n2: 33 });
  });

  it('is the earliest original where the patches tell nothing either', () => {
    expect(opened(rebased({ commits: ['o1', 'o2', 'o3'] }), 'repairedAt')).toEqual({ n1: 9, n2: 9 });
  });

  it('is that of the pull request merged first for a commit in several', () => {
    const both = [
      request(3, 57, { commits: ['c1'], method: 'merge' }),
      request(8, 33, { commits: ['c1'], method: 'merge' }),
    ];
    const of = carried({ commits: line, requests: both, chain: [d0, deploy('d1', 'c1', 58)] });
    expect(of('d1').commits).toMatchObject([{ change: '#8', mergedAt: 33 }]);
    expect(keys(of('d1'))).toEqual(['#8']);
  });

  it('is the smaller key for a commit in two pull requests merged at once', () => {
    const both = [request(8, 33, { commits: ['c1'] }), request(3, 33, { commits: ['c1'] })];
    const of = carried({ commits: line, requests: both, chain: [d0, deploy('d1', 'c1', 58)] });
    expect(of('d1').commits[0]?.change).toBe('#3');
  });

  it('is not an original that belongs to a pull request merged before (stacked branches)', () => {
    const commits = [...squashed, commit('sq2', 60, { parents: ['sq'] }), commit('w3', 50, { parents: ['w2'] })];
    const stacked = request(6, 60, { commits: ['w1', 'w2', 'w3'], mergeSha: 'sq2', method: 'squash' });
    const of = carried({ commits, requests: [request(5, 57, squash), stacked], chain: [d0, deploy('d1', 'sq2', 61)] });
    expect(opened(of('d1'), 'repairedAt')).toEqual({ sq: 9, sq2: 50 });
  });
});

describe('the changes of a deployment', () => {
  const branch = [c0, commit('m1', 9, { parents: ['c0'] }), commit('m2', 33, { parents: ['m1'] })];
  const commits = [...branch, commit('M', 57, { parents: ['c0', 'm2'] })];
  const merge = request(6, 57, {
    commits: ['m1', 'm2'],
    mergeSha: 'M',
    method: 'merge',
    title: 'Add',
    url: 'https://acme/6',
  });

  it('are pull requests, and commits that were pushed directly', () => {
    const direct = commit('x', 60, { parents: ['M'], title: 'Fix', bot: true });
    const of = carried({ commits: [...commits, direct], requests: [merge], chain: [d0, deploy('d1', 'x', 61)] });
    expect(of('d1').changes).toMatchObject([
      {
        change: '#6',
        title: 'Add',
        url: 'https://acme/6',
        firstCommitAt: 9,
        openedAt: 9,
        mergedAt: 57,
        bot: 0,
        merge: 0,
        head: 0,
      },
      {
        change: 'commit:x',
        title: 'Fix',
        url: '',
        firstCommitAt: 60,
        openedAt: 60,
        mergedAt: 60,
        bot: 1,
        merge: 0,
        head: 1,
      },
    ]);
  });

  it('close with the merge commit, not with the first one', () => {
    const of = carried({ commits, requests: [merge], chain: [d0, deploy('early', 'm1', 12), deploy('d1', 'M', 58)] });
    expect(keys(of('early'))).toEqual([]);
    expect(keys(of('d1'))).toEqual(['#6']);
    expect(of('d1').changes[0]).toMatchObject({ firstCommitAt: 9, head: 1 });
  });

  it('close with the last landed commit, else with the last one, where no merge commit is told', () => {
    const landed = request(7, 57, { commits: ['o1'], landed: ['m1', 'm2'], method: 'rebase' });
    const plain = request(7, 57, { commits: ['m1', 'm2'] });
    for (const given of [landed, plain]) {
      const of = carried({ commits, requests: [given], chain: [d0, deploy('d1', 'm1', 58), deploy('d2', 'm2', 60)] });
      expect([keys(of('d1')), keys(of('d2'))]).toEqual([[], ['#7']]);
    }
  });

  it('are bots’ only if all their commits are', () => {
    const made = (second: boolean): Found => {
      const bots = [
        c0,
        commit('b1', 9, { parents: ['c0'], bot: true }),
        commit('b2', 10, { parents: ['b1'], bot: second }),
      ];
      const pull = request(8, 20, { commits: ['b1', 'b2'], mergeSha: 'sb', method: 'squash' });
      return carried({
        commits: [...bots, commit('sb', 20, { parents: ['c0'] })],
        requests: [pull],
        chain: [d0, deploy('d1', 'sb', 21)],
      })('d1');
    };
    expect(made(true).changes).toMatchObject([{ change: '#8', bot: 1 }]);
    expect(made(false).changes).toMatchObject([{ change: '#8', bot: 0 }]);
  });

  it('mark the direct push of a merge commit', () => {
    const of = carried({ commits, chain: [d0, deploy('d1', 'M', 58)] });
    expect(of('d1').changes.map(({ change, merge: isMerge }) => [change, isMerge])).toEqual([
      ['commit:M', 1],
      ['commit:m1', 0],
      ['commit:m2', 0],
    ]);
  });

  it('are one where two pull requests have the same commits', () => {
    const twin = request(7, 58, { commits: ['m1', 'm2'], mergeSha: 'M', method: 'merge' });
    const of = carried({ commits, requests: [merge, twin], chain: [d0, deploy('d1', 'M', 59)] });
    expect(keys(of('d1'))).toEqual(['#6']);
  });

  it('count in a monorepo by what was merged, whatever the merge commit touched', () => {
    const paths = (changed: readonly string[] | null): boolean =>
      (changed ?? []).some((path) => path.startsWith('api/'));
    const inside = (path: string): Found => {
      const touched = commits.map((each) => ({ ...each, paths: each.sha === 'M' ? [] : [path] }));
      return carried({ commits: touched, requests: [merge], chain: [d0, deploy('d1', 'M', 58)] }, { paths })('d1');
    };
    expect(keys(inside('api/a.ts'))).toEqual(['#6']);
    expect(keys(inside('web/a.ts'))).toEqual([]);
  });
});

describe('a pull request that webhooks tell of: its tip, not its commits', () => {
  const hook = { headSha: 'w2', baseSha: 'b', method: null } as const;
  const pushed = (sha: string, at: number, landedAfter: string) => commit(sha, at, { parents: null, landedAfter });
  const base = [c0, pushed('b', 5, 'c0'), pushed('w1', 9, 'b'), pushed('w2', 33, 'w1')];

  it('is a squash of what is between its base and its tip', () => {
    const given = {
      commits: [...base, pushed('sq', 57, 'b')],
      requests: [request(5, 57, { ...hook, mergeSha: 'sq' })],
      chain: [d0, deploy('d1', 'sq', 58)],
    };
    const of = carried(given);
    expect(opened(of('d1'), 'repairedAt')).toEqual({ b: 5, sq: 9 });
    expect(keys(of('d1'))).toEqual(['#5', 'commit:b']);
  });

  it('is a merge where its tip landed, and its commits belong to it', () => {
    const given = {
      commits: [...base, pushed('M', 57, 'w2')],
      requests: [request(5, 57, { ...hook, mergeSha: 'M' })],
      chain: [d0, deploy('d1', 'M', 58)],
    };
    const of = carried(given);
    expect(opened(of('d1'), 'change')).toEqual({ M: '#5', b: '', w1: '#5', w2: '#5' });
    expect(opened(of('d1'), 'repairedAt')).toEqual({ M: 57, b: 5, w1: 9, w2: 33 });
    expect(opened(of('d1'), 'merge')).toEqual({ M: 1, b: 0, w1: 0, w2: 0 });
    expect(of('d1').changes).toMatchObject([{ change: '#5', firstCommitAt: 9 }, { change: 'commit:b' }]);
  });

  it('is a merge where its merge commit has two parents', () => {
    const commits = [...base, commit('M', 57, { parents: ['b', 'w2'] })];
    const of = carried({
      commits,
      requests: [request(5, 57, { ...hook, mergeSha: 'M' })],
      chain: [d0, deploy('d1', 'M', 58)],
    });
    expect(opened(of('d1'), 'repairedAt')).toMatchObject({ w1: 9, w2: 33 });
  });

  it('is a fast-forward where its tip is its merge commit', () => {
    const given = {
      commits: base,
      requests: [request(5, 57, { ...hook, mergeSha: 'w2' })],
      chain: [d0, deploy('d1', 'w2', 58)],
    };
    const of = carried(given);
    expect(opened(of('d1'), 'change')).toEqual({ b: '', w1: '#5', w2: '#5' });
    expect(opened(of('d1'), 'merge')).toEqual({ b: 0, w1: 0, w2: 0 });
  });

  it('is a rebase where several commits landed', () => {
    const commits = [...base, pushed('n1', 56, 'b'), pushed('n2', 57, 'n1')];
    const pull = request(5, 57, { ...hook, mergeSha: 'n2', landed: ['n1', 'n2'] });
    expect(
      opened(carried({ commits, requests: [pull], chain: [d0, deploy('d1', 'n2', 58)] })('d1'), 'repairedAt'),
    ).toEqual({ b: 5, n1: 9, n2: 33 });
  });

  describe('of which the last of a rebase is told', () => {
    const titled = (sha: string, at: number, landedAfter: string, title: string) =>
      commit(sha, at, { parents: null, landedAfter, title });
    const branch = [c0, pushed('b', 5, 'c0'), titled('w1', 9, 'b', 'Add'), titled('w2', 33, 'w1', 'Mend')];
    const found = (landed: readonly CommitState[], requests = [request(5, 57, { ...hook, mergeSha: 'n2' })]): Found =>
      carried({ commits: [...branch, ...landed], requests, chain: [d0, deploy('d1', 'n2', 58)] })('d1');
    const rebased = [titled('n1', 57, 'b', 'Add'), titled('n2', 57, 'n1', 'Mend')];

    it('has its commits by their titles, each as old as its original', () => {
      expect(opened(found(rebased), 'repairedAt')).toEqual({ b: 5, n1: 9, n2: 33 });
      expect(opened(found(rebased), 'change')).toEqual({ b: '', n1: '#5', n2: '#5' });
      expect(keys(found(rebased))).toEqual(['#5', 'commit:b']);
    });

    it('has them where its originals are told', () => {
      const told = request(5, 57, { ...hook, commits: ['w1', 'w2'], mergeSha: 'n2' });
      expect(opened(found(rebased, [told]), 'repairedAt')).toEqual({ b: 5, n1: 9, n2: 33 });
    });

    it('is a squash where the commit before it has another title, or is that of another pull request', () => {
      const alone = [titled('n1', 57, 'b', 'Other'), titled('n2', 57, 'n1', 'Mend')];
      expect(opened(found(alone), 'repairedAt')).toEqual({ b: 5, n1: 57, n2: 9 });
      const queue = [titled('n1', 57, 'b', 'One (#4)'), titled('n2', 57, 'n1', 'Two (#5)')];
      const other = request(4, 57, { ...hook, headSha: 'v1', mergeSha: 'n1' });
      const both = found(queue, [other, request(5, 57, { ...hook, mergeSha: 'n2' })]);
      expect(opened(both, 'change')).toEqual({ b: '', n1: '#4', n2: '#5' });
    });
  });

  it('does not lead into the base where the branch was made from an older commit', () => {
    const commits = [
      c0,
      commit('a', 3, { parents: ['c0'] }),
      commit('b', 9, { parents: ['a'] }),
      commit('w1', 9, { parents: ['c0'] }),
    ];
    const squash = [...commits, commit('w2', 33, { parents: ['w1'] }), commit('sq', 57, { parents: ['b'] })];
    const old = request(5, 57, { ...hook, mergeSha: 'sq' });
    expect(
      opened(carried({ commits: squash, requests: [old], chain: [d0, deploy('d1', 'sq', 58)] })('d1'), 'repairedAt'),
    ).toMatchObject({ sq: 9 });
  });

  it('does not contain the base where its commits are as old as the branch', () => {
    // b and w1 are of the same hour, and both come from a
    const commits = [
      c0,
      commit('a', 9, { parents: ['c0'] }),
      commit('x', 9, { parents: ['a'] }),
      commit('b', 9, { parents: ['x'] }),
    ];
    const squash = [...commits, commit('w2', 9, { parents: ['a'], bot: true }), commit('sq', 57, { parents: ['b'] })];
    const tip = request(5, 57, { ...hook, mergeSha: 'sq', method: 'squash' });
    expect(
      carried({ commits: squash, requests: [tip], chain: [d0, deploy('d1', 'sq', 58)] })('d1').changes,
    ).toMatchObject([{ change: '#5', bot: 1 }, {}, {}, {}]);
  });

  it('ends at a commit of a pull request merged earlier', () => {
    const commits = [...base, pushed('sq', 57, 'b')];
    const first = request(4, 20, { commits: ['w1'], mergeSha: 'elsewhere', method: 'squash' });
    const pull = request(5, 57, { ...hook, baseSha: null, mergeSha: 'sq' });
    expect(
      opened(carried({ commits, requests: [first, pull], chain: [d0, deploy('d1', 'sq', 58)] })('d1'), 'repairedAt'),
    ).toMatchObject({ sq: 33 });
  });

  it('is followed back 250 commits', () => {
    const many = Array.from({ length: 300 }, (_, i) => pushed(`w${i}`, i, i === 0 ? 'c0' : `w${i - 1}`));
    const pull = request(5, 900, { headSha: 'w299', mergeSha: 'sq', method: 'squash' });
    const of = carried({
      commits: [c0, ...many, pushed('sq', 900, 'c0')],
      requests: [pull],
      chain: [d0, deploy('d1', 'sq', 901)],
    });
    expect(opened(of('d1'), 'repairedAt')).toEqual({ sq: 50 });
  });
});

describe('patches', () => {
  const pick = (sha: string, at: number, said: Partial<CommitState> = {}) =>
    commit(sha, at, { parents: ['c0'], patchId: 'P', ...said });
  const shipped = (kindClass: CarrierClass) =>
    carried({
      commits: [c0, pick('p', 9), pick('q', 33)],
      chain: [d0, deploy('d1', 'q', 34, { kindClass }), deploy('d2', 'p', 82)],
    });

  it('open at the earliest opening of any known commit with them', () => {
    const of = shipped('change');
    expect(of('d1').commits).toMatchObject([
      {
        sha: 'q',
        committedAt: 33,
        patchCommittedAt: 9,
        patchRepairedAt: 9,
        patchFirstCommitAt: 9,
        patchOpenedAt: 9,
        patchMergedAt: 9,
        patchShipped: 0,
      },
    ]);
  });

  it('say which classes of deployment carried them before', () => {
    expect(shipped('change')('d2').commits).toMatchObject([{ sha: 'p', patchShipped: 1 }]);
    expect(shipped('rollback')('d2').commits).toMatchObject([{ sha: 'p', patchShipped: 8 }]);
  });

  it('open by the pull request of each commit', () => {
    const commits = [c0, pick('p', 9), commit('w', 3, { parents: ['c0'] }), pick('q', 33)];
    const pull = request(5, 20, { commits: ['w'], mergeSha: 'p', method: 'squash', openedAt: 5 });
    const of = carried({ commits, requests: [pull], chain: [d0, deploy('d1', 'q', 34)] });
    expect(of('d1').commits).toMatchObject([
      { sha: 'q', patchCommittedAt: 9, patchRepairedAt: 3, patchFirstCommitAt: 3, patchOpenedAt: 5, patchMergedAt: 20 },
    ]);
  });

  it('follow a deployment whose kind is judged anew', () => {
    const first = deploy('d1', 'q', 34, { knownUntil: 90 });
    const chain = [
      d0,
      first,
      { ...first, knownFrom: 90, knownUntil: FOREVER, kindClass: 'excluded' as const },
      deploy('d2', 'p', 82),
    ];
    const of = carried({ commits: [c0, pick('p', 9), pick('q', 33)], chain });
    expect(of('d2', 89).commits).toMatchObject([{ patchShipped: 1, knownUntil: 90 }]);
    expect(of('d2', 90).commits).toMatchObject([{ patchShipped: 32, knownFrom: 90 }]);
  });
});

describe('as of an instant', () => {
  it('a pull request that is not merged yet does not exist: its commits are direct pushes', () => {
    const pull = request(9, 50, { commits: ['c1', 'c2'], mergeSha: 'c2', method: 'merge' });
    const of = carried({ commits: line, requests: [pull], chain: [d0, deploy('d1', 'c2', 12)] });
    expect(keys(of('d1', 49))).toEqual(['commit:c1', 'commit:c2']);
    expect(keys(of('d1', 50))).toEqual(['#9']);
    expect(of('d1', 50).commits.map(({ merge }) => merge)).toEqual([0, 0]);
  });

  it('a commit that becomes known later is carried from then on, by the deployment that waited for it', () => {
    const late = [{ from: 20, state: commit('c1', 8, { parents: ['c0'] }) }];
    const of = carried({
      commits: [c0, late, ...line.slice(2)],
      chain: [d0, deploy('d1', 'c2', 12), deploy('d2', 'c3', 34)],
    });
    expect(shas(of('d1', 19))).toEqual(['c2']);
    expect(of('d1', 19).link).toMatchObject({ noBaseline: 1, waiting: ['c1'] });
    expect(shas(of('d1', 20))).toEqual(['c1', 'c2']);
    expect(of('d1', 20).link).toMatchObject({ noBaseline: 0, waiting: [] });
  });

  it('a deployment that becomes known later takes its commits from those after it', () => {
    const late = deploy('late', 'c1', 9, { knownFrom: 40 });
    const of = carried({ commits: line, chain: [d0, deploy('d1', 'c2', 12), late] });
    expect([shas(of('d1', 39)), shas(of('late', 39))]).toEqual([['c1', 'c2'], []]);
    expect([shas(of('d1', 40)), shas(of('late', 40))]).toEqual([['c2'], ['c1']]);
  });

  it('a deployment that is taken back leaves its commits to those after it', () => {
    const of = carried({
      commits: line,
      chain: [d0, deploy('d1', 'c1', 9, { knownUntil: 40 }), deploy('d2', 'c2', 12)],
    });
    expect(shas(of('d2', 39))).toEqual(['c2']);
    expect(shas(of('d2', 40))).toEqual(['c1', 'c2']);
    expect(of('d1', 40)).toEqual({ link: undefined, commits: [], changes: [], flags: [] });
  });

  it('what does not change stays one element', () => {
    const late = deploy('late', 'c1', 9, { knownFrom: 40 });
    const derived = deriveLinks([d0, deploy('d1', 'c2', 12), late], graphOf({ commits: line, chain: [] }), {
      maxCommits: 10,
    });
    const row = derived.outcome === 'complete' ? derived.rows.get('d1') : undefined;
    expect(row?.commits.map(({ sha, knownFrom, knownUntil }) => [sha, knownFrom, knownUntil])).toEqual([
      ['c1', 12, 40],
      ['c2', 12, FOREVER],
    ]);
    expect(row?.links).toHaveLength(1);
  });
});

describe('bounded work', () => {
  /** Deployments of three commits each, of a merged pull request of which webhooks told. */
  function history(deployments: number): Given {
    const made = Array.from({ length: deployments }, (_, i) => {
      const before = i === 0 ? 'c0' : `m${i - 1}`;
      const [a, b, m] = [`a${i}`, `b${i}`, `m${i}`];
      return {
        commits: [
          commit(a, i, { parents: [before] }),
          commit(b, i, { parents: [a] }),
          commit(m, i, { parents: [before, b], patchId: `P${i}` }),
        ],
        pull: request(i, i, { headSha: b, baseSha: before, mergeSha: m }),
        deployed: deploy(`d${String(i).padStart(6, '0')}`, m, i),
      };
    });
    return {
      commits: [c0, ...made.flatMap(({ commits }) => commits)],
      requests: made.map(({ pull }) => pull),
      chain: [d0, ...made.map(({ deployed }) => deployed)],
    };
  }

  /** The same answers, counted, and each looked up at once. */
  function counting(given: Given): { graph: CommitGraph; reads: () => number } {
    const commits = new Map(
      given.commits.map((each): [string, Timeline<CommitState>] =>
        'sha' in each ? [each.sha, always(each)] : ['', each],
      ),
    );
    const requests = new Map<string, Timeline<PullRequestState>[]>();
    for (const each of given.requests ?? []) {
      if ('change' in each) for (const sha of [each.headSha, each.mergeSha]) requests.set(sha ?? '', [always(each)]);
    }
    let reads = 0;
    const read = <T>(value: T): T => (reads++, value);
    return {
      reads: () => reads,
      graph: {
        commit: (sha) => read(commits.get(sha) ?? 'absent'),
        changesOf: (sha) => read(requests.get(sha) ?? []),
        commitsOfPatch: (patchId) => read([`m${patchId.slice(1)}`]),
      },
    };
  }

  it('reads as much for each deployment of a long history as of a short one', () => {
    const readsEach = [200, 2_000].map((deployments) => {
      const given = history(deployments);
      const { graph, reads } = counting(given);
      deriveLinks(given.chain, graph, { maxCommits: 20_000 });
      return reads() / deployments;
    });
    expect(readsEach[1]).toBeLessThan((readsEach[0] ?? 0) * 1.05);
  });

  it('reads for one new deployment as much after a long history as after a short one', () => {
    const readsOfOne = [200, 2_000].map((deployments) => {
      const given = history(deployments + 1);
      const stored = deriveLinks(given.chain.slice(0, -1), graphOf({ commits: [], chain: [] }), { maxCommits: 20_000 });
      if (stored.outcome !== 'complete') throw new Error('everything is loaded');
      const memo: LinkMemo = {
        chainHash: (row) => stored.rows.get(row)?.chainHash,
        carriersOf: (sha) =>
          sha === `m${deployments - 1}`
            ? [{ row: given.chain[deployments]?.row ?? '', from: ALWAYS, until: FOREVER }]
            : [],
        invalid: new Set(),
      };
      const { graph, reads } = counting(given);
      const derived = deriveLinks(given.chain, graph, { maxCommits: 20_000, memo });
      if (derived.outcome !== 'complete') throw new Error('everything is loaded');
      expect([...derived.rows.values()].map(({ commits }) => commits.length)).toEqual([3]);
      expect(derived.reused).toHaveLength(deployments + 1);
      return reads();
    });
    expect(readsOfOne[1]).toBe(readsOfOne[0]);
  });

  it('asks for everything one run comes across', () => {
    const graph: CommitGraph = {
      commit: () => 'not_loaded',
      changesOf: () => 'not_loaded',
      commitsOfPatch: () => 'not_loaded',
    };
    const derived = deriveLinks([d0, deploy('d1', 'c2', 12), deploy('d2', 'c3', 34)], graph, { maxCommits: 10 });
    expect(derived).toEqual({ outcome: 'needs', commits: ['c0', 'c2', 'c3'], changesOf: [], patches: [], carried: [] });
  });

  it('derives anew from the row on that depends on what changed', () => {
    const given = history(10);
    const stored = deriveLinks(given.chain, graphOf(given), { maxCommits: 20_000 });
    if (stored.outcome !== 'complete') throw new Error('everything is loaded');
    const memo = (invalid: string[]): LinkMemo => ({
      chainHash: (row) => stored.rows.get(row)?.chainHash,
      carriersOf: (sha) =>
        [...stored.rows].flatMap(([row, { carried: all }]) =>
          all.filter((each) => each.sha === sha).map((each) => ({ row, ...each })),
        ),
      invalid: new Set(invalid),
    });
    const again = deriveLinks(given.chain, graphOf(given), { maxCommits: 20_000, memo: memo(['d000006']) });
    expect(again).toMatchObject({
      outcome: 'complete',
      reused: ['d0', 'd000000', 'd000001', 'd000002', 'd000003', 'd000004', 'd000005'],
    });
    const otherRule = deriveLinks(given.chain, graphOf(given), {
      maxCommits: 20_000,
      memo: memo([]),
      pathsVersion: 'other',
    });
    expect(otherRule).toMatchObject({ outcome: 'complete', reused: [] });
  });
});

describe('the flags of what a deployment carried', () => {
  const flagsOf = ({ flags }: Found): string[] => flags.map(({ by, flag }) => `${by} ${flag}`);

  it('are those the trailers of its new commits name', () => {
    const flagged = commit('c1', 8, { parents: ['c0'], flags: ['basket', 'search'] });
    const of = carried({
      commits: [c0, flagged, commit('c2', 10, { parents: ['c1'] })],
      chain: [d0, deploy('d1', 'c1', 9), deploy('d2', 'c2', 12)],
    });
    expect(flagsOf(of('d1'))).toEqual(['commit:c1 basket', 'commit:c1 search']);
    expect(flagsOf(of('d2'))).toEqual([]);
  });

  it('are those its pull requests are labelled with, for the request and each of its commits', () => {
    const labelled = request(1, 11, { commits: ['c1', 'c2'], landed: ['c1', 'c2'], mergeSha: 'c2', flags: ['basket'] });
    const of = carried({ commits: line, requests: [labelled], chain: [d0, deploy('d1', 'c2', 12)] });
    expect(flagsOf(of('d1'))).toEqual(['#1 basket', 'commit:c1 basket', 'commit:c2 basket']);
  });

  it('are those of the original commits where they were squashed', () => {
    const original = commit('o1', 5, { parents: ['c0'], flags: ['basket'] });
    const squashed = request(1, 11, { commits: ['o1'], landed: ['c1'], mergeSha: 'c1', method: 'squash' });
    const of = carried({ commits: [...line, original], requests: [squashed], chain: [d0, deploy('d1', 'c1', 12)] });
    expect(flagsOf(of('d1'))).toEqual(['#1 basket']);
  });

  it('are known from the label on', () => {
    // Merged at 11, deployed at 12, labelled at 20 and again without the label at 30.
    const merged = request(1, 11, { commits: ['c1'], landed: ['c1'], mergeSha: 'c1' });
    const labelled = [
      { from: 11, state: merged },
      { from: 20, state: { ...merged, flags: ['basket'] } },
      { from: 30, state: merged },
    ];
    const of = carried({ commits: line, requests: [labelled], chain: [d0, deploy('d1', 'c1', 12)] });
    expect([15, 20, 29, 30].map((asOf) => flagsOf(of('d1', asOf)))).toEqual([
      [],
      ['#1 basket', 'commit:c1 basket'],
      ['#1 basket', 'commit:c1 basket'],
      [],
    ]);
  });
});
