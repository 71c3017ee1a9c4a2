import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEvent } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import { validateEvents } from './validate-events.js';

const receivedAt = Date.UTC(2026, 2, 2, 10);
const at = '2026-03-02T09:30:00Z';
const inMs = '2026-03-02T09:30:00.000Z';

function cdEvent(said: string, content: object, rest: { subject?: string; at?: string; customData?: unknown } = {}) {
  return {
    context: {
      specversion: '0.5.0',
      id: 'e-1',
      source: '/cd',
      type: `dev.cdevents.${said}.0.3.0`,
      timestamp: rest.at ?? at,
    },
    subject: { id: rest.subject ?? 'shop', source: '/cluster', content },
    ...(rest.customData !== undefined && { customData: rest.customData }),
  };
}

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const validate = (value: unknown) =>
  validateEvents({ headers: { 'content-type': 'application/json' }, body: bytes(value) }, receivedAt);
const factsOf = (value: unknown) => {
  const validated = validate(value);
  return validated.outcome === 'accepted'
    ? validated.events.map(({ kind, event }) => ({ kind, ...event.data, cdEvent: undefined }))
    : [];
};
const problemsOf = (value: unknown) => {
  const validated = validate(value);
  return validated.outcome === 'problems' ? validated.problems : [];
};

describe('deployments', () => {
  const content = { environment: { id: 'production' }, artifactId: 'pkg:oci/shop@sha256:0b31' };

  test.each(['service.deployed', 'service.upgraded'])('%s is a deployment that succeeded', (said) => {
    expect(validate(cdEvent(said, content))).toEqual({
      outcome: 'accepted',
      ids: ['e-1'],
      ignored: [],
      events: [
        {
          kind: 'deployment',
          event: {
            specversion: '1.0',
            id: 'cloudevents:%2Fcd:e-1',
            source: '/cluster',
            type: 'dev.leadline.deployment.recorded',
            subject: 'deployment:cdevents/%2Fcd/e-1',
            time: inMs,
            data: {
              id: 'cdevents/%2Fcd/e-1',
              source: 'cdevents',
              // As it was told, to be told again.
              cdEvent: cdEvent(said, content),
              service: 'shop',
              environment: 'production',
              version: 'pkg:oci/shop@sha256:0b31',
              status: 'succeeded',
              finishedAt: inMs,
              occurredAt: inMs,
              revision: Date.UTC(2026, 2, 2, 9, 30) * 10 + 6,
            },
          },
        },
      ],
    });
  });

  test('service.rolledback is a rollback', () => {
    expect(factsOf(cdEvent('service.rolledback', content))).toMatchObject([{ kind: 'rollback', status: 'succeeded' }]);
  });

  test('customData carry what CDEvents have no place for', () => {
    const customData = {
      sha: 'a'.repeat(40),
      group: 'run-7',
      target: 'eu',
      startedAt: '2026-03-02T09:20:00Z',
      owner: 'x',
    };
    const [fact] = factsOf(cdEvent('service.deployed', content, { customData }));
    expect(fact).toMatchObject({
      sha: 'a'.repeat(40),
      group: 'run-7',
      target: 'eu',
      startedAt: '2026-03-02T09:20:00Z',
    });
    expect(fact).not.toHaveProperty('owner');
  });

  test('customData cannot change what the event is about', () => {
    const customData = { id: 'other', status: 'failed', revision: 1, occurredAt: '2020-01-01T00:00:00Z' };
    expect(factsOf(cdEvent('service.deployed', content, { customData }))).toEqual(
      factsOf(cdEvent('service.deployed', content)),
    );
  });
});

describe('changes, branches, runs, tickets', () => {
  const repository = { id: 'acme/shop', source: 'https://forge.example' };

  test('a change from creation to merge', () => {
    const steps = ['change.created', 'change.updated', 'change.merged'].flatMap((said) =>
      factsOf(cdEvent(said, { repository }, { subject: '12' })),
    );
    expect(steps).toMatchObject([
      { kind: 'pull_request', repo: 'acme/shop', number: '12', openedAt: inMs },
      { kind: 'pull_request', repo: 'acme/shop', number: '12' },
      { kind: 'pull_request', repo: 'acme/shop', number: '12', mergedAt: inMs, closedAt: inMs },
    ]);
    const revisions = steps.map(({ revision }) => revision ?? 0);
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
  });

  test('a change without a repository cannot be told from others', () => {
    expect(validate(cdEvent('change.merged', {}))).toMatchObject({
      outcome: 'accepted',
      events: [{ kind: 'cdevent' }],
      ignored: [{ id: 'e-1' }],
    });
  });

  test('branches', () => {
    expect(factsOf(cdEvent('branch.deleted', { repository }, { subject: 'main' }))).toMatchObject([
      { kind: 'branch', repo: 'acme/shop', ref: 'main', movedAt: inMs, deleted: true },
    ]);
  });

  test.each([
    ['success', 'succeeded'],
    ['failure', 'failed'],
    ['error', 'failed'],
    ['cancel', 'cancelled'],
  ])('a run that ended in %s', (outcome, status) => {
    expect(factsOf(cdEvent('pipelinerun.finished', { outcome, pipelineName: 'deploy' }))).toMatchObject([
      { kind: 'pipeline_run', run: 'cdevents/%2Fcluster/shop', pipeline: 'deploy', status, finishedAt: inMs },
    ]);
  });

  test('a run that starts has not finished', () => {
    expect(factsOf(cdEvent('pipelinerun.started', {}))).toMatchObject([
      { status: 'in_progress', startedAt: inMs, finishedAt: null },
    ]);
  });

  test('a ticket is an issue', () => {
    expect(
      factsOf(cdEvent('ticket.closed', { labels: ['incident'], summary: 'Down', resolution: 'completed' })),
    ).toMatchObject([{ kind: 'issue', labels: ['incident'], title: 'Down', closedAt: inMs, closedAs: 'completed' }]);
  });
});

describe('artifacts', () => {
  const id = `pkg:oci/shop@sha256:${'0b31'.repeat(16)}?repository_url=ghcr.io/acme/shop`;

  test('packaged of a commit, then published, are one', () => {
    const change = { id: 'a'.repeat(40), source: 'https://github.com/acme/shop' };
    const [packaged] = factsOf(cdEvent('artifact.packaged', { change }, { subject: id }));
    const [published] = factsOf(cdEvent('artifact.published', {}, { subject: id }));
    expect(packaged).toMatchObject({ kind: 'artifact', id, sha: 'a'.repeat(40), repo: 'acme/shop' });
    expect(published).toMatchObject({ kind: 'artifact', id, publishedAt: inMs });
    expect(published).not.toHaveProperty('sha');
  });

  test('of a change that is no commit are known without one, unless customData tell it', () => {
    const change = { id: 'myChange123', source: 'my-git.example/an-org/a-repo' };
    const [plain] = factsOf(cdEvent('artifact.packaged', { change }, { subject: id }));
    expect(plain).not.toHaveProperty('sha');
    const customData = { sha: 'b'.repeat(40), repo: 'acme/shop', names: ['ghcr.io/acme/shop:1.4.2'] };
    expect(factsOf(cdEvent('artifact.packaged', { change }, { subject: id, customData }))).toMatchObject([customData]);
  });

  test('without an exact name say nothing that could be linked', () => {
    expect(validate(cdEvent('artifact.published', {}, { subject: 'shop' }))).toMatchObject({
      outcome: 'accepted',
      events: [{ kind: 'cdevent' }],
      ignored: [{ reason: 'an artifact without digest, tag or version cannot be told from others' }],
    });
  });
});

describe('incidents', () => {
  const content = { service: { id: 'shop' }, description: 'Slow' };

  test('detected, then resolved: one incident', () => {
    const [detected] = factsOf(cdEvent('incident.detected', content, { subject: 'i-1' }));
    const [resolved] = factsOf(cdEvent('incident.resolved', { service: { id: 'shop' } }, { subject: 'i-1' }));
    expect(detected).toMatchObject({
      id: 'cdevents/%2Fcluster/i-1',
      service: 'shop',
      startedAt: inMs,
      detectedAt: inMs,
      title: 'Slow',
    });
    expect(resolved).toMatchObject({ id: 'cdevents/%2Fcluster/i-1', resolvedAt: inMs });
    const [elsewhere] = factsOf(cdEvent('incident.detected', { ...content, environment: { id: 'staging' } }));
    expect(elsewhere).toMatchObject({ service: 'shop', environment: 'staging' });
    expect(resolved).not.toHaveProperty('startedAt');
  });

  test('an incident that was only reported began no later than that, and whoever detected it knows better', () => {
    const reported = factsOf(
      cdEvent('incident.reported', { ...content, ticketURI: 'https://t.example/1' }, { subject: 'i-1' }),
    );
    const [detected] = factsOf(cdEvent('incident.detected', content, { subject: 'i-1', at: '2026-03-02T09:00:00Z' }));
    expect(reported).toMatchObject([{ startedAt: inMs }, { title: 'Slow', url: 'https://t.example/1' }]);
    const [standIn, report] = reported;
    expect(report).not.toHaveProperty('startedAt');
    expect(standIn?.revision).toBeLessThan(detected?.revision ?? 0);
  });
});

describe('what is valid but not measured', () => {
  test.each([
    'service.removed',
    'environment.created',
    'repository.deleted',
    'taskrun.finished',
    'artifact.signed',
    'new.thing',
  ])('%s is accepted, kept as it came, and nothing is made of it, with a reason', (said) => {
    const message = cdEvent(said, {});
    expect(validate(message)).toMatchObject({
      outcome: 'accepted',
      events: [{ kind: 'cdevent', event: { data: { cdEvent: message } } }],
      ignored: [{ id: 'e-1', reason: expect.stringMatching(/\w+ \w+/) }],
    });
  });

  test('custom events of tools too', () => {
    const custom = cdEvent('service.deployed', {});
    custom.context.type = 'dev.cdeventsx.tool-resource.created.0.1.0';
    expect(validate(custom)).toMatchObject({
      outcome: 'accepted',
      events: [{ kind: 'cdevent' }],
      ignored: [{ id: 'e-1' }],
    });
  });

  test('with the log of a whole build too, and one longer than 512 KiB of JSON in its delivery alone', () => {
    const ofLength = (characters: number) => {
      const long = cdEvent('build.finished', { log: '' });
      long.subject.content = { log: 'x'.repeat(characters - JSON.stringify(long).length) };
      return long;
    };
    const longest = ofLength(512 * 1024);
    expect(validate(longest)).toMatchObject({ events: [{ event: { data: { cdEvent: longest } } }] });
    const longer = ofLength(512 * 1024 + 1);
    expect(validate(longer)).toMatchObject({ outcome: 'accepted', events: [], ignored: [{ id: 'e-1' }] });
  });
});

describe('problems', () => {
  test('all of an event, with their places', () => {
    const event = cdEvent('service.deployed', {});
    expect(problemsOf({ context: { ...event.context, id: '', timestamp: 'now' }, subject: { id: 'x' } })).toMatchObject(
      [{ pointer: '/context/id' }, { pointer: '/context/timestamp' }, { pointer: '/subject/content' }],
    );
    expect(problemsOf({ context: {}, subject: 1 }).map(({ pointer }) => pointer)).toEqual([
      '/context/id',
      '/context/source',
      '/context/type',
      '/context/timestamp',
      '/subject',
    ]);
  });

  test('inside a CloudEvent and a batch', () => {
    const data = cdEvent('service.deployed', {});
    const envelope = { specversion: '1.0', id: 'e-1', source: '/cd', type: data.context.type, data };
    expect(
      problemsOf([envelope, { ...envelope, data: { ...data, context: { ...data.context, source: 1 } } }]),
    ).toMatchObject([
      { pointer: '/0/data/subject/content/environment/id', message: 'expected the environment it was deployed to' },
      { pointer: '/1/data/context/source' },
    ]);
  });

  test('of customData and of content are told where they stand', () => {
    const content = { environment: { id: 5 }, artifactId: 'a' };
    const customData = { commits: 'abc', startedAt: '1970-01-01T00:00:00Z' };
    expect(problemsOf(cdEvent('service.deployed', content, { customData })).map(({ pointer }) => pointer)).toEqual([
      '/subject/content/environment/id',
      '/customData/commits',
    ]);
    const early = cdEvent(
      'service.deployed',
      { environment: { id: 'p' } },
      { customData: { startedAt: '1970-01-01T00:00:00Z' } },
    );
    expect(problemsOf(early)).toMatchObject([{ pointer: '/customData/startedAt' }]);
  });

  test('absurd times', () => {
    const event = cdEvent('service.deployed', { environment: { id: 'p' } }, { at: '2027-01-01T00:00:00Z' });
    expect(problemsOf(event)).toMatchObject([{ pointer: '/context/timestamp' }]);
  });

  test.each(['dev.cdevents.service', 'dev.cdevents.service.deployed', 'dev.cdevents.service.deployed.latest'])(
    '%s is no type',
    (type) => {
      const event = cdEvent('service.deployed', { environment: { id: 'p' } });
      event.context.type = type;
      expect(problemsOf(event)).toMatchObject([{ pointer: '/context/type' }]);
    },
  );
});

test('older events: the version under its older name, the time as epoch milliseconds in text', () => {
  const event = {
    context: {
      version: '0.5.0-draft',
      id: 'e',
      source: '/h',
      type: 'dev.cdevents.pipelinerun.finished.0.3.0-draft',
      timestamp: '1772443800000',
    },
    subject: { id: 'run', type: 'pipelineRun', content: { outcome: 'success' } },
  };
  expect(factsOf(event)).toMatchObject([{ run: 'cdevents/%2Fh/run', status: 'succeeded', finishedAt: inMs }]);
});

/** The shared payloads stand beside the workspace; LEADLINE_PAYLOADS names another place. */
const payloads = process.env['LEADLINE_PAYLOADS'] ?? join(import.meta.dirname, '../../../../../shared/payloads');

const folder = join(payloads, 'cdevents');
const notRead = `NOT READ: there are none in ${payloads} (set LEADLINE_PAYLOADS)`;
const measured =
  /^(?:artifact_(?:packaged|published)|service_(?:deployed|upgraded|rolledback)|change_(?!reviewed)|branch_|incident_|pipelinerun_|ticket_)/;

/** Whether facts are made of a shared payload, and whether a reason is told. */
function outcomeOf(file: string): string {
  const body = readFileSync(join(payloads, file));
  const validated = validateEvents({ headers: { 'content-type': 'application/json' }, body }, receivedAt);
  if (validated.outcome === 'problems') return JSON.stringify(validated.problems);
  const valid = validated.events.every(({ event }) => parseEvent(event).outcome === 'event');
  const facts = validated.events.filter(({ kind }) => kind !== 'cdevent');
  return `${valid ? 'valid' : 'invalid'}, ${facts.length > 0 ? 'facts' : 'no facts'}, ${validated.ignored.length > 0 ? 'a reason' : 'no reason'}`;
}

const ofFacts = (facts: boolean): string => (facts ? 'valid, facts, no reason' : 'valid, no facts, a reason');

describe('shared payloads', () => {
  test('of CDEvents: facts of what is measured, a reason for everything else', (context) => {
    if (!existsSync(folder)) context.skip(notRead);
    const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.startsWith('formats.'));
    expect(files.length).toBeGreaterThan(40);
    const outcomes = files.map((file) => [file, outcomeOf(join('cdevents', file))]);
    expect(outcomes).toEqual(files.map((file) => [file, ofFacts(measured.test(file))]));
  });

  test.for([
    ['harness-pipelines/harness-schema.cdevents.build_started.json', false],
    ['harness-pipelines/harness-schema.cdevents.pipelinerun_finished_success.json', true],
  ] as const)('%s', ([file, facts], context) => {
    if (!existsSync(folder)) context.skip(notRead);
    expect(outcomeOf(file)).toBe(ofFacts(facts));
  });

  test('events of Jenkins are no CloudEvents 1.0, and are refused with the place', (context) => {
    if (!existsSync(folder)) context.skip(notRead);
    const body = readFileSync(join(payloads, 'jenkins/cdevents-plugin.pipelinerun.finished.0.1.0.2.json'));
    const validated = validateEvents({ headers: { 'content-type': 'application/json' }, body }, receivedAt);
    expect(validated).toMatchObject({ outcome: 'problems', problems: [{ pointer: '/specversion' }] });
  });
});
