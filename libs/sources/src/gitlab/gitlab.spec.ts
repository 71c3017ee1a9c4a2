import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LeadlineEvent } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import type { Normalized } from '../source.js';
import { describeSignature } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { gitlab } from './gitlab.js';

interface Fixture {
  readonly receivedAt: string;
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
}

const fixture = (name: string): Fixture =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.request.json`), 'utf8')) as Fixture;

function normalize({ receivedAt, headers }: Fixture, body: object): Normalized {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return gitlab.normalize({ endpoint: 'gitlab', receivedAt: Date.parse(receivedAt), headers, body: bytes });
}

function eventsOf(name: string, changes: object = {}): readonly LeadlineEvent[] {
  const request = fixture(name);
  const normalized = normalize(request, { ...request.body, ...changes });
  if (normalized.outcome !== 'events') throw new Error(`expected events, got ${JSON.stringify(normalized)}`);
  return normalized.events;
}

describeSource(gitlab, import.meta.dirname);

describe('its secret token', () => {
  const verify = (headers: Record<string, string>, live = ['old', 'new']) =>
    gitlab.verify({ headers, body: new Uint8Array() }, live, 0);

  test('is repeated in a header', () => {
    expect(['new', 'old'].map((token) => verify({ 'x-gitlab-token': token }).outcome)).toEqual([
      'verified',
      'verified',
    ]);
    expect(verify({ 'x-gitlab-token': 'newer' })).toEqual({ outcome: 'refused', reason: 'invalid_signature' });
    expect(verify({})).toEqual({ outcome: 'refused', reason: 'missing_signature' });
    expect(verify({ 'x-gitlab-token': '' }, [''])).toMatchObject({ outcome: 'refused' });
  });

  test('is no key: nobody signs with what it would decode to', () => {
    const signature = createHmac('sha256', Buffer.alloc(0)).update('m-1.0.').digest('base64');
    const headers = { 'webhook-id': 'm-1', 'webhook-timestamp': '0', 'webhook-signature': `v1,${signature}` };
    expect(verify(headers, ['!!!'])).toMatchObject({ outcome: 'refused' });
  });
});

const secretOf = (text: string): string => `whsec_${Buffer.from(text).toString('base64')}`;
const sign = (secret: string, body: Uint8Array, at: number): Record<string, string> => {
  const timestamp = String(Math.floor(at / 1000));
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`m-1.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': 'm-1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
};
describeSignature(gitlab, {
  sign,
  header: 'webhook-signature',
  toleranceS: 300,
  secrets: [secretOf('an old key'), secretOf('a new key'), secretOf('an expired key')],
});

describe('one deployment is told by three hooks', () => {
  const told = ['deployment-success', 'job-that-deployed', 'pipeline-that-deployed'].map((name) =>
    eventsOf(name).find(({ type }) => type === 'dev.leadline.deployment.recorded'),
  );

  test('which name one entity, with one commit and one outcome', () => {
    expect(new Set(told.map((event) => event?.subject))).toEqual(new Set(['deployment:gitlab/job/796']));
    expect(told.map((event) => event?.data)).toEqual(
      told.map(() => expect.objectContaining({ sha: 'c'.repeat(40), status: 'succeeded', environment: 'production' })),
    );
  });

  test('the job and its pipeline say which run it belongs to', () => {
    expect(told.map((event) => event?.data['group'])).toEqual([undefined, 'gitlab/31', 'gitlab/31']);
  });

  test('of a job that waits for a person nothing is deployed yet', () => {
    const skipped = eventsOf('pipeline-that-deployed').filter(({ subject }) => subject.includes('797'));
    expect(skipped).toEqual([]);
  });
});

describe('times', () => {
  test.each([
    ['RFC 3339', '2026-03-02T10:50:00Z', '2026-03-02T10:50:00Z'],
    ['with an offset after a space', '2026-03-02 12:50:00 +0200', '2026-03-02T12:50:00+02:00'],
    ['with UTC in place of an offset', '2026-03-02 10:50:00 UTC', '2026-03-02T10:50:00Z'],
  ])('%s', (_, written, read) => {
    const [event] = eventsOf('deployment-success', { status_changed_at: written });
    expect(event?.time).toBe(read);
    expect(event?.data.revision).toBe(Date.UTC(2026, 2, 2, 10, 50) * 10 + 8);
  });

  test.each([
    ['without an offset', '2026-03-02 10:50:00', 'invalid_body'],
    ['of no day', '2026-02-30T10:50:00Z', 'invalid_body'],
    ['of the year 1', '1001-01-01 00:00:00 UTC', 'absurd_time'],
  ])('%s are refused with their place', (_, status_changed_at, code) => {
    const request = fixture('deployment-success');
    expect(normalize(request, { ...request.body, status_changed_at })).toMatchObject({
      outcome: 'rejected',
      code,
      pointer: '/status_changed_at',
    });
  });
});

describe('merge requests', () => {
  const attributes = fixture('merge-request-merged').body['object_attributes'] as object;

  test('are merged when the hook of the merge says so; later hooks know no more of when', () => {
    expect(eventsOf('merge-request-merged')[0]?.data).toMatchObject({ mergedAt: '2026-03-02T10:31:05Z' });
    expect(eventsOf('merge-request-updated-after-merge')[0]?.data.mergedAt).toBeUndefined();
  });

  test('that were fast-forwarded landed as their own last commit', () => {
    expect(eventsOf('merge-request-fast-forwarded')[0]?.data).toMatchObject({ mergeSha: 'b'.repeat(40) });
    const { merge_commit_sha: _, ...silent } = attributes as Record<string, unknown>;
    expect(eventsOf('merge-request-merged', { object_attributes: silent })[0]?.data.mergeSha).toBeUndefined();
  });

  test('what happens within one second falls in the order of the lifecycle', () => {
    const actions = ['open', 'update', 'approved', 'close', 'reopen', 'merge'];
    const revisions = actions.map(
      (action) => eventsOf('merge-request-merged', { object_attributes: { ...attributes, action } })[0]?.data.revision,
    );
    expect(revisions).toEqual(revisions.toSorted((a = 0, b = 0) => a - b));
    expect(new Set(revisions).size).toBe(actions.length);
  });
});

describe('identity', () => {
  test('a project that was renamed keeps its history', () => {
    const renamed = { ...(fixture('push-to-default').body['project'] as object), path_with_namespace: 'newco/store' };
    const keys = (events: readonly LeadlineEvent[]) => events.map(({ id, subject }) => ({ id, subject }));
    const after = eventsOf('push-to-default', { project: renamed });
    expect(keys(after)).toEqual(keys(eventsOf('push-to-default')));
    expect(after.map(({ data }) => data['repo'])).toEqual(after.map(() => 'newco/store'));
  });

  test('two servers have projects of the same number: the host tells them apart', () => {
    const [cloud] = eventsOf('deployment-success');
    const [own] = eventsOf('deployment-failed-on-own-server');
    expect(cloud?.data['repositoryId']).toBe('gitlab:30');
    expect(own?.data['repositoryId']).toBe('gitlab:git.acme.example/30');
    expect(own?.subject).not.toBe(cloud?.subject);
  });

  test('the header and the body must be of one event', () => {
    const request = fixture('push-to-default');
    const headers = { ...request.headers, 'x-gitlab-event': 'Deployment Hook' };
    expect(normalize({ ...request, headers }, request.body)).toMatchObject({
      outcome: 'rejected',
      code: 'type_mismatch',
      pointer: '/object_kind',
    });
  });

  test('a system hook carries any event; what names none is unknown', () => {
    const request = fixture('push-to-default');
    const headers = { ...request.headers, 'x-gitlab-event': 'System Hook' };
    expect(normalize({ ...request, headers }, request.body).outcome).toBe('events');
    expect(normalize({ ...request, headers }, { event_name: 'project_create' }).outcome).toBe('ignored');
    expect(normalize(request, {})).toMatchObject({ outcome: 'rejected', code: 'unknown_type' });
  });

  test('a short hash that is not of the commit in the address is no commit', () => {
    expect(eventsOf('deployment-success', { short_sha: '11111111' })[0]?.data['sha']).toBeUndefined();
  });
});
