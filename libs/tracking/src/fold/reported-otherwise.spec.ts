import { catalogue, type Catalogue } from '@leadline/events';
import { describe, expect, it } from 'vitest';
import type { AttemptState } from './deployment.js';
import { foldEntity } from './entity.js';
import type { Patch } from './patches.js';
import { deploymentFromRelease, deploymentFromRun } from './reported-otherwise.js';
import type { Timeline } from './timeline.js';

const SHA = 'a'.repeat(40);
const at = (time: string): string => `2026-03-02T${time}:00Z`;

const declaring = (deployments: unknown): Catalogue =>
  catalogue.parse({
    version: '1',
    declaredAt: '2026-01-01T00:00:00Z',
    services: [{ name: 'shop', repositories: ['acme/shop'], deployments }],
  });

const byReleases = declaring({ from: 'releases' });

/** What was said at a time of the entity of the tag v1.2. */
const patch = (time: string, data: Readonly<Record<string, unknown>>, kind = 'release'): Patch => ({
  eventId: `${time} ${JSON.stringify(data)}`,
  kind,
  source: 'github',
  time: Date.parse(at(time)),
  revision: Date.parse(at(time)) * 10,
  hash: '',
  data: { repo: 'acme/shop', source: 'github', tag: 'v1.2', occurredAt: at(time), ...data },
});

const pushed = (time: string, more = {}): Patch =>
  patch(time, { form: 'tag', sha: SHA, publishedAt: at(time), deleted: false, ...more });
const published = (time: string, more = {}): Patch =>
  patch(time, { form: 'release', publishedAt: at(time), draft: false, deleted: false, ...more });

const fold = (patches: readonly Patch[], known = byReleases): Timeline<AttemptState> =>
  deploymentFromRelease('github/4711/tag/v1.2', patches, known);
const last = (patches: readonly Patch[], known?: Catalogue): AttemptState | undefined =>
  fold(patches, known).at(-1)?.state;

describe('a release that is a deployment', () => {
  it('has the commit of its tag, whichever was told first', () => {
    for (const patches of [
      [pushed('10:00'), published('10:30')],
      [published('10:00'), pushed('10:00')],
    ]) {
      expect(last(patches)).toMatchObject({ service: 'shop', status: 'succeeded', sha: SHA, namedVersion: 'v1.2' });
    }
  });

  it('is published when the release was, not when the tag was pushed', () => {
    expect(last([pushed('10:00'), published('10:30')])?.finishedAt).toBe(Date.parse(at('10:30')));
    expect(last([published('10:30'), pushed('10:45')])?.finishedAt).toBe(Date.parse(at('10:30')));
  });

  it('has the commit from when the tag was known', () => {
    const timeline = fold([published('10:00'), pushed('10:45')]);
    expect(timeline.map(({ from, state }) => [from, state.sha])).toEqual([
      [Date.parse(at('10:00')), null],
      [Date.parse(at('10:45')), SHA],
    ]);
  });

  it('was started by whoever published it', () => {
    expect(last([pushed('10:00'), published('10:30', { actor: 'person:1' })])?.actor).toBe('person:1');
    expect(last([pushed('10:00'), published('10:30')])?.actor).toBe('');
  });

  it('keeps the commit it names itself', () => {
    expect(last([published('10:00', { sha: 'b'.repeat(40) }), pushed('10:00')])?.sha).toBe('b'.repeat(40));
  });

  it('does not exist before the release, as a draft, or once it is deleted', () => {
    expect(last([pushed('10:00')])?.service).toBeNull();
    expect(last([published('10:00', { draft: true })])?.service).toBeNull();
    expect(last([pushed('10:00'), published('10:10'), published('10:20', { deleted: true })])?.service).toBeNull();
  });

  it('stays when its tag is deleted', () => {
    expect(last([pushed('10:00'), published('10:10'), pushed('10:20', { deleted: true })])?.service).toBe('shop');
  });

  it('is corrected by people', () => {
    const correction = patch('11:00', { set: { sha: 'c'.repeat(40) }, at: at('11:00') }, 'correction');
    expect(last([published('10:00'), pushed('10:00'), correction])?.sha).toBe('c'.repeat(40));
  });
});

describe('a tag that is a deployment', () => {
  it('is one where the service deploys by tags, whatever is released on it', () => {
    const byTags = declaring({ from: 'tags', tags: 'v*' });
    const seen = last([pushed('10:00'), published('10:30')], byTags);
    expect(seen).toMatchObject({ service: 'shop', sha: SHA, finishedAt: Date.parse(at('10:00')) });
    expect(last([pushed('10:00')], declaring({ from: 'tags', tags: 'release-*' }))?.service).toBeNull();
  });
});

describe('a run of a workflow that is a deployment', () => {
  it('has its branch as what it was taken from, not as a version', () => {
    const run = patch('10:00', {
      pipeline: 'deploy.yml',
      run: 'github/7',
      branch: 'main',
      status: 'succeeded',
      sha: SHA,
      actor: 'person:1',
    });
    const seen = deploymentFromRun('github/7', [run], declaring({ from: 'workflow', workflow: 'deploy*' })).at(
      -1,
    )?.state;
    expect(seen).toMatchObject({ service: 'shop', group: 'github/7', version: 'main', namedVersion: null, sha: SHA });
    expect(seen?.actor).toBe('person:1');
  });

  it('is known by its name, where whoever ran it tells no repository', () => {
    const run = patch(
      '10:00',
      { run: 'jenkins/7', source: 'jenkins', pipeline: 'team/shop-deploy', repo: undefined },
      'pipeline_run',
    );
    const known = catalogue.parse({
      version: '1',
      declaredAt: '2026-01-01T00:00:00Z',
      services: [
        { name: 'web', aliases: { circleci: ['team/*'] }, deployments: { from: 'workflow', workflow: '*' } },
        {
          name: 'shop',
          aliases: { jenkins: ['team/shop-*'] },
          deployments: { from: 'workflow', workflow: 'team/*-deploy' },
        },
      ],
    });
    const { rows, services } = foldEntity('run:jenkins/7', [run], known);
    expect(services).toEqual(['shop']);
    expect(rows.find(({ table }) => table === 'reports')?.row).toMatchObject({ id: 'run/jenkins/7', service: 'shop' });
  });
});
