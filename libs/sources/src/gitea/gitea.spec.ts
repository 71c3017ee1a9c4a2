import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { gitea } from './gitea.js';

const { factsOf, normalize, request } = fixturesOf(gitea, import.meta.dirname);

describeSource(gitea, import.meta.dirname);
describeSignature(gitea, { sign: hmacIn('x-gitea-signature'), header: 'x-gitea-signature' });

describe('pushes', () => {
  test('list the newest commit first: the oldest landed first', () => {
    const commits = factsOf('push').filter(({ sha }) => sha !== undefined);
    expect(commits.map(({ sha, landedAfter }) => [sha, landedAfter])).toEqual([
      ['b'.repeat(40), 'a'.repeat(40)],
      ['c'.repeat(40), 'b'.repeat(40)],
    ]);
  });

  test('of more commits than are listed do not say what the first of them landed after', () => {
    expect(factsOf('push-of-more-commits-than-listed')[0]?.['landedAfter']).toBeUndefined();
  });

  test('of an annotated tag stand on the commit, not on the tag itself', () => {
    expect(factsOf('push-of-tag')).toMatchObject([{ form: 'tag', sha: 'c'.repeat(40) }]);
  });
});

describe('names', () => {
  test("GitHub's headers are sent too, and decide nothing", () => {
    const { headers, body } = request('issue-opened');
    expect(headers['x-github-event']).toBe('issues');
    expect(normalize('issue-opened', body, { 'x-github-event': 'push' })).toEqual(normalize('issue-opened'));
  });

  test("Forgejo's own names come first", () => {
    const sent = { headers: { 'x-forgejo-event': 'push', 'x-gitea-event': 'other', 'x-gitea-delivery': 'd-1' } };
    const hook = { ...sent, body: new Uint8Array() };
    expect(gitea.eventName(hook)).toBe('push');
    expect(gitea.deliveryId(hook)).toBe('d-1');
  });

  test('the header and the body must be of one event', () => {
    expect(normalize('issue-opened', {}, { 'x-gitea-event': 'push' })).toMatchObject({
      outcome: 'rejected',
      code: 'type_mismatch',
    });
  });

  test('two servers have repositories of the same number: the host tells them apart', () => {
    const repository = {
      ...(request('push').body['repository'] as object),
      html_url: 'https://codeberg.org/acme/shop',
    };
    expect(factsOf('push').at(-1)?.['repositoryId']).toBe('gitea:git.acme.example/7');
    expect(factsOf('push', { repository }).at(-1)?.['repositoryId']).toBe('gitea:codeberg.org/7');
  });
});

test('a body may be a form with the JSON in its field "payload"', () => {
  const { receivedAt, headers, body } = request('issue-opened');
  const form = new URLSearchParams({ payload: JSON.stringify(body) }).toString();
  const sent = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  const delivery = { endpoint: 'g', receivedAt: Date.parse(receivedAt), headers: sent };
  const encoder = new TextEncoder();
  expect(gitea.normalize({ ...delivery, body: encoder.encode(form) })).toEqual(normalize('issue-opened'));
  expect(gitea.normalize({ ...delivery, body: encoder.encode('other=1') })).toMatchObject({ code: 'unreadable_body' });
});
