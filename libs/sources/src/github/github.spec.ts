import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Normalized } from '../source.js';
import { github } from './github.js';

const receivedAt = Date.UTC(2026, 2, 2, 10, 5);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sign = (secret: string, body: Uint8Array): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

function normalize(event: string, body: string, headers: Record<string, string> = {}): Normalized {
  const all = { 'content-type': 'application/json', 'x-github-event': event, ...headers };
  return github.normalize({ endpoint: 'github', receivedAt, headers: all, body: bytes(body) });
}

function fixture(name: string): string {
  const file = join(import.meta.dirname, 'fixtures', `${name}.request.json`);
  return JSON.stringify((JSON.parse(readFileSync(file, 'utf8')) as { body: unknown }).body);
}

const rejection = (code: string, pointer = '') => expect.objectContaining({ outcome: 'rejected', code, pointer });

describe('signature', () => {
  const secret = 'a secret of the test';
  const verify = (body: Uint8Array, headers: Record<string, string>, secrets = [secret]) =>
    github.verify({ headers, body }, secrets, receivedAt);
  const body = bytes('{"zen": "Speak like a human.", "n": 1.0}');

  test('covers the raw bytes: byte order mark, line ends and what is no UTF-8 included', () => {
    const odd = Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x0d, 0x0a, 0xff, 0x7d);
    expect(verify(odd, { 'x-hub-signature-256': sign(secret, odd) })).toEqual({ outcome: 'verified' });
  });

  test('one changed byte, or the same JSON written anew, is refused', () => {
    const header = { 'x-hub-signature-256': sign(secret, body) };
    const changed = Uint8Array.from(body);
    changed[2] = 0x5a;
    const rewritten = bytes(JSON.stringify(JSON.parse(new TextDecoder().decode(body))));
    const refused = { outcome: 'refused', reason: 'invalid_signature' };
    expect(verify(body, header)).toEqual({ outcome: 'verified' });
    expect(verify(changed, header)).toEqual(refused);
    expect(verify(rewritten, header)).toEqual(refused);
  });

  const digest = sign(secret, body).slice('sha256='.length);
  test.each([
    ['nothing after the name', 'sha256='],
    ['one digit', 'sha256=0'],
    ['a digit too few', `sha256=${digest.slice(1)}`],
    ['a digit too many', `sha256=${digest}0`],
    ['ten thousand digits', `sha256=${'0'.repeat(10_000)}`],
    ['no hex', `sha256=${'z'.repeat(64)}`],
    ['upper case', `sha256=${digest.toUpperCase()}`],
    ['no algorithm', digest],
    ['the algorithm twice', `sha256=sha256=${digest}`],
    ['two signatures joined', `sha256=${digest}, sha256=${digest}`],
    ['another algorithm', `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`],
    ['no algorithm at all', 'none'],
    ['a version', `v0=${digest}`],
  ])('a header with %s is refused and throws nothing', (_, header) => {
    expect(verify(body, { 'x-hub-signature-256': header })).toEqual({
      outcome: 'refused',
      reason: 'invalid_signature',
    });
  });

  test('the SHA-1 header alone counts as none', () => {
    const header = { 'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}` };
    const missing = { outcome: 'refused', reason: 'missing_signature' };
    expect(verify(body, header)).toEqual(missing);
    expect(verify(body, {})).toEqual(missing);
    expect(verify(body, { 'x-hub-signature-256': '' })).toEqual(missing);
  });

  test('of a form is of its bytes as they came, not of the JSON in its field', () => {
    const json = JSON.stringify({ zen: 'Speak like a human & be brief.', n: 1 });
    const form = bytes(new URLSearchParams({ payload: json }).toString());
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const verdict = (signed: Uint8Array) =>
      verify(form, { ...headers, 'x-hub-signature-256': sign(secret, signed) }).outcome;
    expect([verdict(form), verdict(bytes(json))]).toEqual(['verified', 'refused']);
  });

  test('while a secret is replaced both are live, and no other', () => {
    const both = ['old', 'new'];
    expect(verify(body, { 'x-hub-signature-256': sign('old', body) }, both).outcome).toBe('verified');
    expect(verify(body, { 'x-hub-signature-256': sign('new', body) }, both).outcome).toBe('verified');
    expect(verify(body, { 'x-hub-signature-256': sign('expired', body) }, both).outcome).toBe('refused');
  });
});

describe('headers', () => {
  test('name the delivery and the event', () => {
    const request = { headers: { 'x-github-delivery': 'd-1', 'x-github-event': 'push' }, body: bytes('') };
    expect(github.deliveryId(request)).toBe('d-1');
    expect(github.eventName(request)).toBe('push');
    expect(github.deliveryId({ headers: {}, body: bytes('') })).toBeNull();
  });

  test('a body of another event than the header says is not taken for either', () => {
    expect(normalize('push', fixture('deployment-status-success'))).toMatchObject({
      outcome: 'rejected',
      code: 'type_mismatch',
      message: 'the header says push, the body is of deployment_status',
    });
    expect(normalize('deployment', fixture('deployment-status-success'))).toEqual(rejection('type_mismatch'));
    expect(normalize('workflow_run', fixture('deployment-created'))).toEqual(rejection('type_mismatch'));
    expect(normalize('pull_request', fixture('pull-request-review-approved'))).toEqual(rejection('type_mismatch'));
    expect(normalize('delete', fixture('create-tag'))).toEqual(rejection('type_mismatch'));
    expect(normalize('create', fixture('push-to-default'))).toEqual(rejection('type_mismatch'));
  });

  test.each(['x-gitea-event', 'x-forgejo-event', 'x-gogs-event'])('what carries %s is not of GitHub', (header) => {
    expect(normalize('push', fixture('push-to-default'), { [header]: 'push' })).toEqual(rejection('type_mismatch'));
  });

  test('no event name: unknown', () => {
    expect(normalize('', fixture('push-to-default'))).toEqual(rejection('unknown_type'));
  });

  test.each(['ping', 'check_run', 'workflow_job', 'star', 'merge_group', 'invented_tomorrow', '__proto__'])(
    '%s says nothing that is measured, whatever its body',
    (event) => {
      const normalized = normalize(event, 'not even JSON');
      expect(normalized).toMatchObject({ outcome: 'ignored' });
      expect(normalized.outcome === 'ignored' && normalized.reason).toMatch(/\w+ \w+/);
    },
  );
});

describe('bodies', () => {
  test.each([
    ['an empty body', '', 'unreadable_body', ''],
    ['half a body', '{"ref":', 'unreadable_body', ''],
    ['a list', '[]', 'invalid_body', ''],
    ['null', 'null', 'invalid_body', ''],
    ['an empty object', '{}', 'invalid_body', '/ref'],
    ['no repository', '{"ref":"refs/heads/a","before":"0","after":"0"}', 'invalid_body', '/repository'],
    ['a deep body', `{"ref":${'['.repeat(300)}${']'.repeat(300)}}`, 'too_complex', ''],
  ])('%s', (_, body, code, pointer) => {
    expect(normalize('push', body)).toEqual(rejection(code, pointer));
  });

  test('a form without a payload', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(normalize('push', 'body=%7B%7D', form)).toEqual(rejection('unreadable_body'));
  });

  test('points at what does not fit', () => {
    const body = fixture('push-to-default').replace('"2026-03-02T09:58:00Z","message"', '"yesterday","message"');
    expect(normalize('push', body)).toEqual(rejection('invalid_body', '/commits/1/timestamp'));
    const listed = fixture('push-to-default').replace(/"commits":\[\{/, '"commits":[null,{');
    expect(normalize('push', listed)).toEqual(rejection('invalid_body', '/commits/0'));
  });

  test("a status that names no environment is of its deployment's", () => {
    const { deployment_status: status, ...others } = JSON.parse(fixture('deployment-status-success')) as {
      readonly deployment_status: object;
      readonly deployment: { readonly environment: string };
    };
    const { environment } = others.deployment;
    const said = (named: string | undefined) =>
      normalize(
        'deployment_status',
        JSON.stringify({ ...others, deployment_status: { ...status, environment: named } }),
      );
    expect(said(undefined)).toMatchObject({ events: [{ data: { environment } }] });
    // A status may move its deployment.
    expect(said('staging')).toMatchObject({ events: [{ data: { environment: 'staging' } }] });
    expect(environment).not.toBe('staging');
  });

  test('ids beyond 2^53 keep every digit', () => {
    const body = fixture('deployment-status-success')
      .replace('"id":801', '"id":9007199254740993')
      .replace('"id":77', '"id":18446744073709551615');
    expect(normalize('deployment_status', body)).toMatchObject({
      events: [{ id: 'github:deployment_status:9007199254740993', data: { id: 'github/18446744073709551615' } }],
    });
  });

  test.each(['1e400', '-1', '1.5', '"abc"', 'null', '{}'])('%s is no id', (id) => {
    const body = fixture('deployment-status-success').replace('"id":801', `"id":${id}`);
    expect(normalize('deployment_status', body)).toEqual(rejection('invalid_body', '/deployment_status/id'));
  });

  test('hostile names stay data', () => {
    const hostile = String.raw`"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},`;
    const body = fixture('issue-labeled').replace('{', `{${hostile}`);
    expect(normalize('issues', body)).toEqual(normalize('issues', fixture('issue-labeled')));
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
  });
});

describe('absurd times', () => {
  const day = 24 * 60 * 60 * 1000;
  const withTime = (at: number): string =>
    fixture('deployment-status-success').replace(
      /"created_at":"[^"]*"/,
      `"created_at":"${new Date(at).toISOString()}"`,
    );

  test.each([
    ['just not too far ahead', receivedAt + day, 'events'],
    ['too far ahead', receivedAt + day + 1000, 'rejected'],
    ['the first that can be', Date.UTC(1990, 0, 1), 'events'],
    ['the last that cannot be', Date.UTC(1990, 0, 1) - 1000, 'rejected'],
  ])('%s', (_, at, outcome) => {
    expect(normalize('deployment_status', withTime(at)).outcome).toBe(outcome);
  });

  test('are told with their place, and judged by when they were received', () => {
    expect(normalize('deployment_status', withTime(0))).toEqual(
      rejection('absurd_time', '/deployment_status/created_at'),
    );
    const zero = fixture('pull-request-opened').replace('"created_at":"2026', '"created_at":"0001');
    expect(normalize('pull_request', zero)).toEqual(rejection('absurd_time', '/pull_request/created_at'));
    const push = fixture('push-to-default').replace('1772445605', '9999999999999');
    expect(normalize('push', push)).toEqual(rejection('absurd_time', '/repository/pushed_at'));
  });
});
