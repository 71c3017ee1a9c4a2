import { ALWAYS, type BaseElement } from '@leadline/tables';
import { describe, expect, it } from 'vitest';
import type { AttemptState } from '../../fold/deployment.js';
import type { IncidentState } from '../../fold/incident.js';
import type { Timeline } from '../../fold/timeline.js';
import { deriveVerdicts } from './running-verdicts.js';
import type { VerdictRow } from './sweep.js';

const DAY = '2026-03-02';
const at = (time: string): number => Date.parse(`${DAY}T${time}Z`);

const standings: Readonly<Record<string, AttemptState['standing']>> = { argocd: 1, jenkins: 2, github: 3 };

/** An attempt that is known when it starts and when it finishes: "10:00 to 10:10"; without an end it still runs. */
function attempt(id: string, times: string, said: Partial<AttemptState> = {}): Timeline<AttemptState> {
  const [start = '', end] = times.split(' to ');
  const source = said.source ?? id.split('/')[0] ?? '';
  const state: AttemptState = {
    id,
    group: null,
    target: null,
    service: 'api',
    environment: 'production',
    tier: 'production',
    source,
    standing: standings[source] ?? 2,
    exposed: null,
    sha: 'A',
    repository: null,
    version: '',
    namedVersion: null,
    configVersion: null,
    kind: null,
    rollbackOf: null,
    fixes: [],
    fixesIncident: false,
    planned: false,
    actor: '',
    url: '',
    commits: null,
    flags: [],
    trigger: null,
    steps: null,
    marks: [],
    ...said,
    status: 'in_progress',
    startedAt: at(start),
    finishedAt: null,
  };
  if (end === undefined) return [{ from: at(start), state }];
  const over = { ...state, status: said.status ?? 'succeeded', finishedAt: at(end) };
  return [
    { from: at(start), state },
    { from: at(end), state: over },
  ];
}

const incident = (said: Partial<IncidentState>): Timeline<IncidentState> => [
  {
    from: ALWAYS,
    state: {
      id: 'i1',
      service: 'api',
      severity: '',
      startedAt: at('12:00'),
      detectedAt: null,
      acknowledgedAt: null,
      resolvedAt: null,
      causedBy: [],
      causedByFlagChange: [],
      notCausedByChange: false,
      status: '',
      userFacing: true,
      title: '',
      url: '',
      source: '',
      ...said,
    },
  },
];

interface Seen {
  readonly row: VerdictRow;
  readonly base: BaseElement;
}

/** The deployments as they are known at a time, by deployment, with what the row says then. */
function known(
  attempts: readonly Timeline<AttemptState>[],
  time = '23:59',
  incidents: readonly Timeline<IncidentState>[] = [],
): Map<string, Seen> {
  const { rows } = deriveVerdicts({ service: 'api', attempts, incidents });
  const holds = (element: { knownFrom: number; knownUntil: number }): boolean =>
    element.knownFrom <= at(time) && at(time) < element.knownUntil;
  return new Map(
    rows.flatMap((row) => {
      const base = row.base.find(holds);
      return base
        ? [[`${row.deployment} ${row.ordinal}`, { row: { ...row, reasons: row.reasons.filter(holds) }, base }]]
        : [];
    }),
  );
}

const github = attempt('github/1', '10:00 to 10:10');
const argocd = attempt('argocd/1', '10:12 to 10:20');

describe('one rollout, several witnesses', () => {
  it('is one deployment with the instants of the deployer', () => {
    const deployments = known([attempt('github/0', '08:00 to 08:05', { sha: 'O' }), github, argocd]);
    expect([...deployments.keys()]).toEqual(['attempt:github/0 1', 'attempt:argocd/1 1']);
    expect(deployments.get('attempt:argocd/1 1')?.base).toMatchObject({
      id: 'argocd/1',
      status: 'succeeded',
      kind: 'change',
      source: 'argocd',
      startedAt: at('10:12'),
      finishedAt: at('10:20'),
      attempts: ['argocd/1', 'github/1'],
      failedAttempts: [],
    });
  });

  it('is the forge’s deployment as long as nobody else spoke of it', () => {
    const early = known([github, argocd], '10:11');
    expect([...early.keys()]).toEqual(['attempt:github/1 1']);
    expect(early.get('attempt:github/1 1')?.base).toMatchObject({ status: 'succeeded', finishedAt: at('10:10') });
  });

  it('keeps the row that turned out to be a witness, with what was known until then', () => {
    const { rows } = deriveVerdicts({ service: 'api', attempts: [github, argocd], incidents: [] });
    const row = rows.find(({ deployment }) => deployment === 'attempt:github/1');
    expect(row?.base.map(({ status, knownFrom, knownUntil }) => [status, knownFrom, knownUntil])).toEqual([
      ['in_progress', at('10:00'), at('10:10')],
      ['succeeded', at('10:10'), at('10:12')],
    ]);
  });

  it('joins what adjoins by fifteen minutes, and no more', () => {
    const later = (time: string) => [...known([github, attempt('argocd/1', `${time} to 11:00`)]).values()];
    expect(later('10:25').map(({ base }) => base.kind)).toEqual(['change']);
    expect(later('10:25:00.001').map(({ base }) => base.kind)).toEqual(['change', 'redeploy']);
  });

  it('is one in a chain of three', () => {
    // The forge's report begins 20 minutes after the deployer's is over, the pipeline's lies between.
    const chain = [
      attempt('argocd/1', '10:00 to 10:10'),
      attempt('jenkins/1', '10:05 to 10:20'),
      attempt('github/1', '10:30 to 10:40'),
    ];
    const [only, ...others] = known(chain).values();
    expect(others).toEqual([]);
    expect(only?.base).toMatchObject({ finishedAt: at('10:10'), attempts: ['argocd/1', 'github/1', 'jenkins/1'] });
  });

  it.each([
    ['another version', { sha: 'B' }],
    ['another environment', { environment: 'production-eu' }],
    ['the same source', { source: 'github' }],
    ['a source nobody knows', { source: '' }],
    ['a change of a flag', { kind: 'flag' as const }],
    ['a cancelled attempt', { status: 'cancelled' as const }],
    ['no version at all', { sha: null }],
  ])('is two where the other reports %s', (_, said) => {
    expect(known([github, attempt('argocd/1', '10:05 to 10:20', said)]).size).toBe(2);
  });

  it('is one where a source names no target: it speaks of those that another sees', () => {
    const eu = attempt('argocd/eu', '10:05 to 10:15', { target: 'eu' });
    const us = attempt('argocd/us', '10:08 to 10:20', { target: 'us' });
    const [only, ...others] = known([github, eu, us]).values();
    expect(others).toEqual([]);
    expect(only?.base).toMatchObject({ kind: 'change', targets: ['eu', 'us'], finishedAt: at('10:20') });
    expect(only?.base.attempts).toEqual(['argocd/eu', 'argocd/us', 'github/1']);
    const declared = attempt('github/1', '10:00 to 10:10', { standing: 0 });
    expect([...known([declared, eu, us]).values()].map(({ base }) => base.id)).toEqual(['github/1']);
  });

  it('is two where both name a target, and another one', () => {
    const eu = attempt('github/eu', '10:00 to 10:10', { target: 'eu' });
    expect(known([eu, attempt('argocd/us', '10:05 to 10:15', { target: 'us' })]).size).toBe(2);
  });

  it('knows the version by its name where the commit is not told', () => {
    const named = (source: string, sha: string | null) =>
      attempt(`${source}/1`, '10:00 to 10:10', { sha, namedVersion: 'v1.2', version: 'v1.2' });
    const [only, ...others] = known([named('argocd', null), named('github', 'A')]).values();
    expect(others).toEqual([]);
    expect(only?.base).toMatchObject({ source: 'argocd', sha: 'A', version: 'v1.2' });
  });
});

describe('whose word counts', () => {
  it('is the declared authority’s', () => {
    const declared = attempt('github/1', '10:00 to 10:10', { standing: 0 });
    const [only] = known([declared, argocd]).values();
    expect(only?.base).toMatchObject({ id: 'github/1', startedAt: at('10:00'), finishedAt: at('10:10') });
  });

  it('makes a witness neither a retry nor a failure', () => {
    const failed = attempt('github/1', '10:00 to 10:10', { status: 'failed', exposed: true });
    const [only, ...others] = known([failed, argocd]).values();
    expect(others).toEqual([]);
    expect(only?.base).toMatchObject({ status: 'succeeded', failedAttempts: [], unknownSources: [] });
  });

  it('lets the deployer fail what the forge calls done', () => {
    const failed = attempt('argocd/1', '10:12 to 10:20', { status: 'failed', exposed: true });
    const [only] = known([github, failed]).values();
    expect(only?.base).toMatchObject({ status: 'failed', exposed: 1, finishedAt: at('10:20') });
  });

  it('counts an outcome rather than wait for one that may never be told, unless the authority is declared', () => {
    const running = (standing: AttemptState['standing']) => attempt('argocd/1', '10:05', { standing });
    expect([...known([github, running(1)]).values()].map(({ base }) => base.status)).toEqual(['succeeded']);
    expect([...known([github, running(0)]).values()].map(({ base }) => base.status)).toEqual(['in_progress']);
  });

  it('keeps retries of the source that counts', () => {
    const attempts = [
      attempt('argocd/1', '10:00 to 10:05', { group: 'sync', status: 'failed', exposed: true }),
      attempt('argocd/2', '10:06 to 10:09', { group: 'sync' }),
      attempt('github/1', '10:00 to 10:10'),
    ];
    const seen = known(attempts).get('group:sync 1');
    expect(seen?.base).toMatchObject({ status: 'succeeded', startedAt: at('10:00'), finishedAt: at('10:09') });
    expect(seen?.base.failedAttempts).toEqual([{ finishedAt: at('10:05'), exposed: 1, source: '' }]);
  });

  it('is decided for each target: regions of one run, each seen by the deployer', () => {
    const attempts = ['eu', 'us'].flatMap((target) => [
      attempt(`github/${target}`, '10:00 to 10:10', { group: 'run', target }),
      attempt(`argocd/${target}`, '10:05 to 10:15', { target }),
    ]);
    const [only, ...others] = known(attempts).values();
    expect(others).toEqual([]);
    expect(only?.row.deployment).toBe('attempt:argocd/eu');
    expect(only?.base).toMatchObject({ status: 'succeeded', targets: ['eu', 'us'], finishedAt: at('10:15') });
    expect(only?.base.attempts).toEqual(['argocd/eu', 'argocd/us', 'github/eu', 'github/us']);
  });

  it('leaves attempts of one group that lie apart attempts, whoever reported them', () => {
    const attempts = [
      attempt('github/1', '10:00 to 10:10', { group: 'run', status: 'failed', exposed: true }),
      attempt('argocd/1', '18:00 to 18:10', { group: 'run' }),
    ];
    const seen = known(attempts).get('group:run 1');
    expect(seen?.base).toMatchObject({ status: 'succeeded', finishedAt: at('18:10') });
    expect(seen?.base.failedAttempts).toHaveLength(1);
  });
});

describe('what witnesses say besides', () => {
  it('is believed where the source that counts is silent', () => {
    const before = attempt('argocd/0', '08:00 to 08:05', { sha: 'O' });
    const told = attempt('github/1', '10:00 to 10:10', {
      rollbackOf: 'argocd/0',
      commits: ['A'],
      actor: 'ana',
      planned: true,
    });
    const seen = known([before, told, argocd]).get('attempt:argocd/1 1');
    expect(seen?.base).toMatchObject({ kind: 'rollback', actor: 'ana', planned: 1, finishedAt: at('10:20') });
    expect(seen?.row.looks.at(-1)?.judged?.occurrence.decisive.commits).toEqual(['A']);
  });

  it('reaches the deployment: marks of people, and incidents that name it', () => {
    const mark = { verdict: 'ok' as const, by: 'ana', at: at('11:00'), hash: '' };
    const marked = attempt('github/1', '10:00 to 10:10', { marks: [mark] });
    const seen = known([marked, argocd], '23:59', [incident({ causedBy: ['github/1'] })]).get('attempt:argocd/1 1');
    expect(seen?.base.verdict).toBe('ok');
    expect(seen?.row.reasons.map(({ authority, by }) => [authority, by])).toEqual([['incident', 'i1']]);
  });

  it('moves with the deployment an incident has named before it had another report', () => {
    // The incident is known from the start, at 10:11 it blames the forge's row, from 10:12 on the deployer's.
    const blamed = (time: string) =>
      [...known([github, argocd], time, [incident({ causedBy: ['github/1'], startedAt: at('10:09') })])].map(
        ([deployment, { row }]) => [deployment, row.reasons.length],
      );
    expect(blamed('10:11')).toEqual([['attempt:github/1 1', 1]]);
    expect(blamed('10:21')).toEqual([['attempt:argocd/1 1', 1]]);
  });
});

describe('a run that is repeated', () => {
  it('is divided when another version between becomes known late', () => {
    const run = (id: string, times: string) => attempt(id, times, { group: 'run' });
    const other: Timeline<AttemptState> = attempt('github/9', '11:00 to 11:05', { sha: 'B' }).map(
      ({ state }, index) => ({
        from: at(index === 0 ? '20:00' : '20:01'),
        state,
      }),
    );
    const attempts = [run('github/1', '10:00 to 10:05'), run('github/2', '12:00 to 12:05'), other];
    expect([...known(attempts, '19:00').keys()]).toEqual(['group:run 1']);
    const late = known(attempts, '21:00');
    expect([...late].map(([deployment, { base }]) => [deployment, base.kind])).toEqual([
      ['group:run 1', 'change'],
      ['attempt:github/9 1', 'change'],
      ['group:run 2', 'rollback'],
    ]);
  });
});
