import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindOfType } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import { isRecord } from './body-reading.js';
import { sourceById } from './registry.js';
import { complaintsAbout } from './source.contract.js';
import type { Delivery, Normalized, Source } from './source.js';

/** Real bodies stand beside the workspace; LEADLINE_PAYLOADS names another place. */
const payloads = process.env['LEADLINE_PAYLOADS'] ?? join(import.meta.dirname, '../../../../shared/payloads');
const NOT_THERE = `NOT READ: there are no payloads in ${payloads} (set LEADLINE_PAYLOADS)`;
const receivedAt = Date.UTC(2027, 0, 1);

/** What bodies become, by the beginning of their names; the first that fits holds. */
const outcomes: Readonly<Record<string, readonly (readonly [name: RegExp, outcome: string])[]>> = {
  gitlab: [
    [/group_merge_request/, 'rejected at /project/id'],
    [/job\.json/, 'deployment'],
    [/build|job/, 'ignored: a job without an environment is read from the pipeline it belongs to'],
    [/deployment/, 'deployment'],
    [/feature_flag/, 'flag_change'],
    [/issue/, 'issue'],
    [/merge.request/, 'pull_request'],
    [/pipeline/, 'pipeline_run'],
    [/release/, 'release'],
    [/gogitlab\.tag_push/, 'commit + release'],
    [/tag/, 'release'],
    [/push/, 'commit + commit + branch'],
  ],
  'bitbucket-cloud': [
    [/commit-status/, 'pipeline_run'],
    [/issue/, 'issue'],
    [/pull-?request/, 'pull_request'],
    [/hookdeck\.repo\.push/, 'commit + commit + commit + commit + branch + pull_request'],
    [/push/, 'commit + branch'],
  ],
  'bitbucket-server': [
    [/pr-/, 'pull_request'],
    [/refs-changed/, 'branch'],
  ],
  gitea: [
    [/create|delete/, 'branch'],
    [/issues/, 'issue'],
    [/pull-request/, 'pull_request'],
    [/push/, 'commit + branch'],
    [/release/, 'release'],
  ],
  'azure-devops': [
    [/build|run-state/, 'pipeline_run'],
    [/pullrequest|pr_/, 'pull_request'],
    [/push/, 'commit + branch'],
  ],
  'harness-code': [
    [/branch/, 'commit + branch'],
    [/pull_request/, 'pull_request'],
    [/tag/, 'release'],
  ],
  'harness-pipelines': [
    [/build_started/, 'ignored: what is part of a pipeline is read from the pipeline'],
    [/pipelinerun/, 'pipeline_run'],
  ],
  circleci: [
    [/job/, 'ignored: a job is read from the workflow it belongs to'],
    [/workflow/, 'pipeline_run + commit'],
  ],
  buildkite: [
    [/job/, 'ignored: a job is read from the build it belongs to'],
    [/build/, 'pipeline_run'],
  ],
  jenkins: [
    [/taskrun/, 'ignored: what is part of a build is read from the build'],
    [/queued/, 'ignored: a build that waits has not begun'],
    [/pipelinerun|notification/, 'pipeline_run'],
  ],
  travis: [[/./, 'pipeline_run + commit']],
  teamcity: [[/./, 'pipeline_run']],
  drone: [[/./, 'pipeline_run']],
  appveyor: [[/./, 'pipeline_run']],
  buildbot: [[/./, 'pipeline_run']],
  codeship: [[/./, 'pipeline_run']],
  gocd: [[/./, 'pipeline_run']],
  semaphore: [
    [/zulip\.build/, 'rejected at /commit/timestamp'],
    [/./, 'pipeline_run'],
  ],
};

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** The delivery in a file: some hold headers beside the body, and Drone's body without what is around it. */
function deliveryIn(service: string, file: string): Delivery {
  const read: unknown = JSON.parse(readFileSync(join(payloads, service, file), 'utf8'));
  const captured = isRecord(read) && isRecord(read['headers']) && isRecord(read['body']) ? read : undefined;
  const headers = Object.entries(captured === undefined ? {} : (captured['headers'] as object)).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  const body = captured?.['body'] ?? read;
  const repo = { id: 168, slug: 'drone/drone-git', link: 'https://github.com/drone/drone-git' };
  const sent = service === 'drone' ? { event: 'build', action: 'updated', repo, build: body } : body;
  return { endpoint: service, receivedAt, headers: Object.fromEntries(headers), body: bytes(sent) };
}

function outcomeOf(normalized: Normalized): string {
  switch (normalized.outcome) {
    case 'events':
      return normalized.events.map(({ type }) => kindOfType(type)).join(' + ');
    case 'ignored':
      return `ignored: ${normalized.reason.replace(/^"[^"]*": /, '')}`;
    case 'rejected':
      return `rejected at ${normalized.pointer}`;
  }
}

function sourceOf(service: string): Source {
  const source = sourceById(service);
  if (source === undefined) throw new Error(`no source is called ${service}`);
  return source;
}

describe.each(Object.entries(outcomes))('real bodies of %s', (service, expected) => {
  test('become what their names say', (context) => {
    if (!existsSync(join(payloads, service))) context.skip(NOT_THERE);
    const files = readdirSync(join(payloads, service)).filter((file) => file.endsWith('.json'));
    const made = files.map((file) => [file, outcomeOf(sourceOf(service).normalize(deliveryIn(service, file)))]);
    expect(made).toEqual(files.map((file) => [file, expected.find(([name]) => name.test(file))?.[1]]));
    expect(files.length).toBeGreaterThan(0);
  });

  test('are read the same again and again, and everything after accepts what is made of them', (context) => {
    if (!existsSync(join(payloads, service))) context.skip(NOT_THERE);
    for (const file of readdirSync(join(payloads, service)).filter((name) => name.endsWith('.json'))) {
      const delivery = deliveryIn(service, file);
      const normalized = sourceOf(service).normalize(delivery);
      expect(sourceOf(service).normalize(delivery)).toEqual(normalized);
      expect(complaintsAbout(normalized)).toEqual([]);
    }
  });
});

interface Vector {
  readonly service: string;
  readonly header: string;
  readonly secret: string;
  readonly body: string;
  readonly expected: string;
  readonly id?: string;
  readonly timestamp?: string;
}

describe('signatures as the vendors publish them', () => {
  const file = join(payloads, 'SIGNATURE-VECTORS.json');
  const vectors = (): Vector[] => JSON.parse(readFileSync(file, 'utf8')) as Vector[];
  const requestOf = ({ header, expected, body, id, timestamp }: Vector) => ({
    headers: {
      [header.toLowerCase()]: expected,
      ...(id !== undefined && { 'webhook-id': id }),
      ...(timestamp !== undefined && { 'webhook-timestamp': timestamp }),
    },
    body: new TextEncoder().encode(body),
  });

  test('CircleCI', (context) => {
    if (!existsSync(file)) context.skip(NOT_THERE);
    const own = vectors().filter(({ service }) => service === 'circleci');
    expect(own.length).toBeGreaterThan(2);
    for (const vector of own) {
      expect(sourceOf('circleci').verify(requestOf(vector), [vector.secret], 0)).toEqual({ outcome: 'verified' });
      expect(sourceOf('circleci').verify(requestOf(vector), ['another'], 0)).toMatchObject({ outcome: 'refused' });
    }
  });

  test.for(['gitlab', 'standard'])('Standard Webhooks, as %s signs', (service, context) => {
    if (!existsSync(file)) context.skip(NOT_THERE);
    const [vector] = vectors().filter((each) => each.service.startsWith('standard-webhooks'));
    if (vector === undefined) throw new Error('the vector is missing');
    const sentAt = Number(vector.timestamp) * 1000;
    const verify = (now: number) => sourceOf(service).verify(requestOf(vector), [vector.secret], now);
    expect(verify(sentAt)).toEqual({ outcome: 'verified' });
    expect(verify(sentAt + 6 * 60_000)).toEqual({ outcome: 'refused', reason: 'stale' });
  });
});
