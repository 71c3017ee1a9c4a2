import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): unknown => parse(readFileSync(join(root, path), 'utf8'));

const action = z
  .object({
    inputs: z.record(z.string(), z.object({ default: z.string().default('') })),
    runs: z.object({
      using: z.literal('composite'),
      steps: z.tuple([z.object({ shell: z.literal('bash'), env: z.record(z.string(), z.string()), run: z.string() })]),
    }),
  })
  .parse(read('deploy/github-action/action.yml'));

const job = z
  .object({ variables: z.record(z.string(), z.string()), script: z.tuple([z.string()]) })
  .parse(
    z.record(z.string(), z.unknown()).parse(read('deploy/gitlab-ci/leadline.gitlab-ci.yml'))[
      '.leadline-report-deployment'
    ],
  );

const TOKEN = 'leadline_pat_of_nobody';
const AT = '2026-03-02T10:00:00Z';
let home: string;
let shas: string[];

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'leadline-pipeline-'));
  mkdirSync(join(home, 'bin'));
  // The built command, asked to send nothing, after its arguments.
  const command = `#!/bin/sh\nprintf '%s\\n' "$@" > ${home}/arguments\nexec node ${root}/apps/cli/bin/leadline.mjs "$@" --dry-run --json\n`;
  writeFileSync(join(home, 'bin/leadline'), command, { mode: 0o755 });
  mkdirSync(join(home, 'shop'));
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
  shas = ['one', 'two', 'three'].map((message) => {
    git('commit', '--quiet', '--allow-empty', '-m', message);
    if (message === 'one') git('tag', 'v1');
    return git('rev-parse', 'HEAD');
  });
  git('tag', 'v2');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  const env = { PATH: process.env['PATH'], HOME: home, GIT_AUTHOR_DATE: AT, GIT_COMMITTER_DATE: AT };
  return execFileSync('git', [...identity, ...args], { cwd: join(home, 'shop'), env, encoding: 'utf8' }).trim();
}

const dryRun = z.object({ events: z.array(z.object({ data: z.record(z.string(), z.unknown()) })) });

/** What a script would send, as facts; the deployment is the last. */
function sentBy(script: string, env: Readonly<Record<string, string>>): Record<string, unknown>[] {
  const path = `${join(home, 'bin')}:${process.env['PATH']}`;
  const printed = execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: join(home, 'shop'),
    env: { PATH: path, HOME: home, LEADLINE_TOKEN: TOKEN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  return dryRun.parse(JSON.parse(printed)).events.map(({ data }) => data);
}

/** The step as GitHub runs it with these inputs. */
function sentByAction(inputs: Readonly<Record<string, string>>): Record<string, unknown>[] {
  const [{ env, run }] = action.runs.steps;
  const inputOf = (expression: string): string | undefined => /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(expression)?.[1];
  const given = Object.entries(env).flatMap(([name, expression]) => {
    const input = inputOf(expression);
    return input === undefined ? [] : [[name, inputs[input] ?? action.inputs[input]?.default ?? '']];
  });
  const github = { GITHUB_REPOSITORY: 'acme/shop', GITHUB_RUN_ID: '17', GITHUB_RUN_ATTEMPT: '2' };
  const url = 'https://github.com/acme/shop/actions/runs/17';
  return sentBy(run, { ...(Object.fromEntries(given) as Record<string, string>), ...github, DEPLOYED_URL: url });
}

const sentByJob = (variables: Readonly<Record<string, string>>): Record<string, unknown>[] =>
  sentBy(job.script[0], {
    ...job.variables,
    CI_PROJECT_PATH: 'acme/shop',
    CI_PIPELINE_ID: '17',
    CI_JOB_ID: '170',
    CI_COMMIT_SHA: shas[2] ?? '',
    CI_PIPELINE_URL: 'https://gitlab.com/acme/shop/-/pipelines/17',
    ...variables,
  });

const argumentsOfLast = (): string => readFileSync(join(home, 'arguments'), 'utf8');

describe('the action of GitHub', () => {
  it('reports exactly the commits since the tag before', () => {
    const sent = sentByAction({ 'previous-tags': 'v*', version: 'v2', target: 'eu' });
    expect(sent.at(-1)).toMatchObject({
      service: 'shop',
      environment: 'production',
      status: 'succeeded',
      sha: shas[2],
      version: 'v2',
      target: 'eu',
      group: 'github-actions/acme/shop/17',
      commits: [shas[1], shas[2]],
      url: 'https://github.com/acme/shop/actions/runs/17',
    });
    expect(sent.slice(0, -1).map(({ sha }) => sha)).toEqual([shas[1], shas[2]]);
  });

  it.each([
    ['success', 'succeeded'],
    ['failure', 'failed'],
    ['cancelled', 'cancelled'],
    ['in_progress', 'in_progress'],
  ])('takes %s of a job as %s', (given, status) => {
    expect(sentByAction({ status: given }).at(-1)).toMatchObject({ status });
  });

  it('runs nothing that an input says, and shows the token to nobody', () => {
    const hostile = '$(touch pwned); `touch pwned` "quoted" --dry-run';
    expect(sentByAction({ version: hostile }).at(-1)).toMatchObject({ version: hostile });
    expect(git('status', '--porcelain')).toBe('');
    expect(argumentsOfLast()).not.toContain(TOKEN);
    expect(action.runs.steps[0].run).not.toContain('${{');
  });
});

describe('the job of GitLab', () => {
  it('reports exactly the commits since the one that was live', () => {
    const sent = sentByJob({ LEADLINE_PREVIOUS: shas[0] ?? '', CI_ENVIRONMENT_NAME: 'staging', CI_COMMIT_TAG: 'v2' });
    expect(sent.at(-1)).toMatchObject({
      service: 'shop',
      environment: 'staging',
      sha: shas[2],
      version: 'v2',
      group: 'gitlab/acme/shop/17',
      commits: [shas[1], shas[2]],
    });
    expect(argumentsOfLast()).not.toContain(TOKEN);
  });

  it('takes the nearest of the tags before, and where there is none it says nothing of it', () => {
    expect(sentByJob({ LEADLINE_PREVIOUS_TAGS: 'v*' }).at(-1)).toMatchObject({ commits: [shas[1], shas[2]] });
    expect(sentByJob({ LEADLINE_PREVIOUS_TAGS: 'x*' }).at(-1)).not.toHaveProperty('commits');
  });
});
