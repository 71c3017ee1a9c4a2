import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EventData, type EventKind, eventOf, type KnownEvent, parseEvent } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import { isRecord } from '../body-reading.js';
import { asCdEvent } from './as-cdevent.js';
import { validateEvents } from './validate-events.js';

const receivedAt = Date.UTC(2026, 2, 3);
const at = '2026-03-02T10:00:00Z';
const sha = 'c'.repeat(40);

function known<K extends EventKind>(kind: K, data: EventData<K>, time = at): KnownEvent {
  return { kind, event: eventOf(kind, { id: 'e-1', source: 'github:acme/shop', time }, data) } as KnownEvent;
}

const repo = 'acme/shop';
const deployment = { id: 'github/7', service: 'shop', environment: 'production', source: 'github', repo, sha };
const deployed = known('deployment', { ...deployment, status: 'succeeded', finishedAt: at, group: 'github/3000' });
const pull = { repo, number: 12, title: 'Charge in euros', openedAt: at };
const run = { run: 'github/3000', pipeline: 'deploy.yml', url: 'https://github.com/acme/shop/actions/runs/3000' };
const release = { id: 'github/release/1', form: 'release' as const, repo, tag: 'v1 beta', publishedAt: at };
const later = '2026-03-02T11:00:00Z';

const examples: readonly (readonly [type: string, event: KnownEvent, facts: Readonly<Record<string, unknown>>])[] = [
  [
    'service.deployed.0.3.0',
    deployed,
    {
      kind: 'deployment',
      service: 'shop',
      environment: 'production',
      status: 'succeeded',
      sha,
      repo,
      group: 'github/3000',
    },
  ],
  [
    'service.rolledback.0.3.0',
    known('deployment', { ...deployment, status: 'succeeded', finishedAt: at, kind: 'rollback' }),
    { kind: 'rollback', service: 'shop' },
  ],
  ['change.created.0.4.0', known('pull_request', pull), { number: '12', repo, title: 'Charge in euros' }],
  ['change.updated.0.3.0', known('pull_request', pull, later), { number: '12', repo }],
  [
    'change.merged.0.3.0',
    known('pull_request', { ...pull, closedAt: later, mergedAt: later, mergeSha: sha }, later),
    { number: '12', repo, mergedAt: '2026-03-02T11:00:00.000Z', mergeSha: sha },
  ],
  ['change.abandoned.0.3.0', known('pull_request', { ...pull, closedAt: later }, later), { number: '12', repo }],
  [
    'branch.deleted.0.3.0',
    known('branch', { repo, ref: 'feature/euro', deleted: true }),
    { ref: 'feature/euro', deleted: true },
  ],
  [
    'incident.detected.0.3.0',
    known('incident', { id: 'pd/1', service: 'shop', detectedAt: at, startedAt: at, severity: 'sev1', title: 'Slow' }),
    { service: 'shop', severity: 'sev1', title: 'Slow', detectedAt: '2026-03-02T10:00:00.000Z' },
  ],
  [
    'incident.resolved.0.3.0',
    known('incident', { id: 'pd/1', service: 'shop', resolvedAt: at }),
    { service: 'shop', resolvedAt: '2026-03-02T10:00:00.000Z' },
  ],
  [
    'pipelinerun.started.0.3.0',
    known('pipeline_run', { ...run, status: 'in_progress', startedAt: at }),
    { status: 'in_progress' },
  ],
  [
    'pipelinerun.finished.0.3.0',
    known('pipeline_run', { ...run, status: 'failed', finishedAt: at, sha }),
    { status: 'failed', pipeline: 'deploy.yml', sha },
  ],
  ['artifact.published.0.3.0', known('release', release), {}],
];

describe('an event as a CDEvent', () => {
  test.each(examples)('%s', (type, event) => {
    const cdEvent = asCdEvent(event);
    expect(cdEvent).toMatchObject({ specversion: '1.0', type: `dev.cdevents.${type}`, source: 'github:acme/shop' });
    expect(cdEvent?.data.context).toMatchObject({
      id: cdEvent?.id,
      type: cdEvent?.type,
      source: cdEvent?.source,
      timestamp: cdEvent?.time,
    });
  });

  test.each(examples.filter(([type]) => !type.startsWith('artifact')))(
    '%s is read back as a fact of its kind',
    (_, event, facts) => {
      const body = new TextEncoder().encode(JSON.stringify(asCdEvent(event)));
      const headers = { 'content-type': 'application/cloudevents+json' };
      const validated = validateEvents({ headers, body }, receivedAt);
      const events = validated.outcome === 'accepted' ? validated.events : [];
      expect(events.map((read) => read.event.type)).toEqual([event.event.type]);
      const { kind, ...attributes } = facts;
      expect(events[0]?.event.data).toMatchObject(kind === 'rollback' ? { ...attributes, kind } : attributes);
    },
  );

  test.each([
    ['a rollout under way', known('deployment', { ...deployment, status: 'in_progress' })],
    ['a rollout that failed', known('deployment', { ...deployment, status: 'failed' })],
    ['a review', known('pull_request', { repo, number: 12, reviews: [] })],
    ['a branch that moved', known('branch', { repo, ref: 'main', tip: sha })],
    ['a draft', known('release', { ...release, draft: true })],
    ['a commit', known('commit', { sha })],
  ])('there is none for %s', (_, event) => {
    expect(asCdEvent(event)).toBeNull();
  });

  test('every later word on a merged pull request is of one occurrence', () => {
    const merged = { ...pull, closedAt: at, mergedAt: at };
    const first = asCdEvent(known('pull_request', merged));
    const labelled = asCdEvent(known('pull_request', { ...merged, labels: ['flag:euro'] }, later));
    expect(labelled?.id).toBe(first?.id);
    expect(labelled?.time).toBe(at);
  });

  test.each([
    ['the artifact itself', { version: 'pkg:oci/shop@sha256:0b31' }, 'pkg:oci/shop@sha256:0b31'],
    ['the commit of a repository on GitHub', {}, `pkg:github/acme/shop@${sha}`],
    ['a version of a service', { source: 'argocd', sha: null, version: 'v 1' }, 'pkg:generic/shop@v%201'],
    ['nothing but a service', { source: 'argocd', sha: null }, 'pkg:generic/shop'],
  ])('deploys %s', (_, more, artifactId) => {
    const event = known('deployment', { ...deployment, status: 'succeeded', finishedAt: at, ...more });
    expect(asCdEvent(event)?.data.subject.content).toMatchObject({ artifactId });
  });
});

/** What in a value a JSON schema does not allow: of its keywords those that CDEvents use. */
function misfits(schema: Readonly<Record<string, unknown>>, value: unknown, path = ''): string[] {
  const allowed = schema['enum'];
  if (Array.isArray(allowed) && !allowed.includes(value)) return [`${path} is none of ${allowed.join(', ')}`];
  if (schema['type'] === 'string') return typeof value === 'string' && value !== '' ? [] : [`${path} is no text`];
  if (schema['type'] !== 'object' || !isRecord(value)) return [];
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${path}/${name} is missing`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const property = properties[name];
      if (isRecord(property)) return misfits(property, member, `${path}/${name}`);
      return schema['additionalProperties'] === false ? [`${path}/${name} is unknown`] : [];
    }),
  ];
}

/** The shared payloads stand beside the workspace; LEADLINE_PAYLOADS names another place. */
const schemas = join(
  process.env['LEADLINE_PAYLOADS'] ?? join(import.meta.dirname, '../../../../../shared/payloads'),
  'cdevents/schemas',
);

describe('a CDEvent that came in', () => {
  const message = (what: string, content: object, more: object = {}) => ({
    context: {
      specversion: '0.6.0-draft',
      id: 'm-1',
      chainId: 'c-1',
      source: '/event/source/123',
      type: `dev.cdevents.${what}`,
      timestamp: '2026-03-02T10:00:00.315384Z',
      links: [{ linkType: 'RELATION', linkKind: 'TRIGGER', target: { contextId: 'm-0' } }],
    },
    subject: { id: 'subject-1', source: '/elsewhere', content, ...more },
    customData: { secret: { of: ['theirs', null, 0.1] } },
    customDataContentType: 'application/json',
  });
  const environment = { id: 'eu-1', source: '/geo' };
  const service = { environment, artifactId: 'pkg:oci/shop@sha256:0b31' };
  const change = { repository: { id: 'acme/shop', source: 'https://example.org' }, description: 'Charge in euros' };
  const run = { pipelineName: 'deploy', uri: 'https://ci.example.org/7' };
  const ticket = { summary: 'Slow', uri: 'https://tickets.example.org/1', priority: 'high', labels: ['bug'] };

  /** What comes out of a message, through an event as it is stored. */
  const toldAgain = (value: unknown): unknown[] => {
    const body = new TextEncoder().encode(JSON.stringify(value));
    const validated = validateEvents({ headers: { 'content-type': 'application/json' }, body }, receivedAt);
    if (validated.outcome !== 'accepted') throw new Error(JSON.stringify(validated));
    return validated.events.flatMap(({ event }): unknown[] => {
      const stored = parseEvent(JSON.parse(JSON.stringify(event)));
      if (stored.outcome !== 'event') return ['lost'];
      const told = asCdEvent(stored.known);
      return told === null ? [] : [told];
    });
  };

  test.each([
    message('service.deployed.0.3.0', service),
    message('service.upgraded.0.3.0', service),
    message('service.rolledback.0.3.0', service),
    message('change.created.0.4.0', change),
    message('change.updated.0.3.0', change),
    message('change.merged.0.3.0', change),
    message('change.abandoned.0.3.0', change),
    message('branch.created.0.3.0', change),
    message('branch.deleted.0.3.0', change),
    message('incident.detected.0.3.0', { environment, description: 'Slow', service: { id: 'shop' } }),
    message('incident.reported.0.3.0', { environment, ticketURI: 'https://tickets.example.org/1' }),
    message('incident.resolved.0.3.0', { environment, service: { id: 'shop' } }),
    message('pipelinerun.queued.0.3.0', run),
    message('pipelinerun.started.0.3.0', run),
    message('pipelinerun.finished.0.3.0', { ...run, outcome: 'error', errors: 'Out of memory\nat line 7' }),
    message('ticket.created.0.2.0', ticket),
    message('ticket.updated.0.2.0', { ...ticket, updatedBy: 'ada' }),
    message('ticket.closed.0.2.0', { ...ticket, resolution: 'completed' }),
    // Older versions and other tools write it otherwise.
    message('service.deployed.0.1.1', service, { type: 'service' }),
  ])('$context.type is told again once, as it came', (told) => {
    expect(toldAgain(told)).toEqual([
      {
        specversion: '1.0',
        id: 'm-1',
        source: '/event/source/123',
        type: told.context.type,
        subject: 'subject-1',
        time: '2026-03-02T10:00:00.315384Z',
        datacontenttype: 'application/json',
        data: told,
      },
    ]);
  });

  test("is told in Leadline's words where it is longer than 64 KiB", () => {
    const long = { ...message('service.deployed.0.3.0', service), customData: { text: 'x'.repeat(64 * 1024) } };
    const [told] = toldAgain(long);
    expect(told).toMatchObject({ type: 'dev.cdevents.service.deployed.0.3.0', subject: 'subject-1' });
    expect(JSON.stringify(told).length).toBeLessThan(2_000);
  });

  test('is nothing that a sender of other events can make up', () => {
    const made = known('deployment', { ...deployment, status: 'in_progress', cdEvent: { context: {}, subject: 7 } });
    expect(asCdEvent(made)).toBeNull();
  });
});

describe('the schemas of CDEvents', () => {
  test.for(examples)('allow %s', ([type, event], context) => {
    if (!existsSync(schemas)) context.skip(`NOT READ: there are none in ${schemas} (set LEADLINE_PAYLOADS)`);
    const [subject, predicate] = type.split('.');
    const schema: unknown = JSON.parse(readFileSync(join(schemas, `${subject}${predicate}.json`), 'utf8'));
    expect(isRecord(schema) ? misfits(schema, asCdEvent(event)?.data) : ['no schema']).toEqual([]);
  });
});
