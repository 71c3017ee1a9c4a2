import { describe, expect, test } from 'vitest';
import { describeSignature, describeToken, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { jira } from './jira.js';

describeSource(jira, import.meta.dirname);
describeToken(jira);
describeSignature(jira, { sign: hmacIn('x-hub-signature', { prefix: 'sha256=' }), header: 'x-hub-signature' });

const normalize = normalizing(jira);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

const withFields = (changes: object) => {
  const body = fixture('issue-resolved') as { issue: { fields: object } };
  return normalize({ ...body, issue: { ...body.issue, fields: { ...body.issue.fields, ...changes } } });
};

describe('an issue', () => {
  test.each([
    ['Duplicate', 'duplicate'],
    ["Won't Do", 'not_planned'],
    ['Cannot Reproduce', 'not_planned'],
    ['Done', 'completed'],
    ['Gelöst', 'completed'],
  ])('resolved as %s is closed as %s', (name, closedAs) => {
    expect(dataOf(withFields({ resolution: { name } }))).toMatchObject([{ closedAs }]);
  });

  test('that is opened again is closed no more', () => {
    const status = { name: 'Open', statusCategory: { key: 'new' } };
    expect(dataOf(withFields({ status, resolution: null, resolutiondate: null }))).toMatchObject([
      { closedAt: null, closedAs: null },
    ]);
  });

  test('has the type its tracker gives it, without the mark of Service Management', () => {
    expect(dataOf(withFields({ issuetype: { name: 'Incident' } }))).toMatchObject([{ type: 'incident' }]);
    expect(dataOf(withFields({ issuetype: { name: 'Story' } }))).toMatchObject([{ type: 'story' }]);
  });

  test('of two sites with one id are two', () => {
    const body = fixture('issue-created') as { issue: object };
    const on = (host: string) =>
      dataOf(normalize({ ...body, issue: { ...body.issue, self: `https://${host}/rest/api/2/issue/20417` } }))[0]?.[
        'id'
      ];
    expect(on('acme.atlassian.net')).not.toBe(on('globex.atlassian.net'));
  });

  test.each([
    ['updated', '2026-03-02'],
    ['created', 'yesterday'],
    ['project', null],
  ])('with a strange %s is rejected with the place', (name, value) => {
    expect(withFields({ [name]: value })).toMatchObject({ outcome: 'rejected', pointer: `/issue/fields/${name}` });
  });
});

test.each(['jira:version_released', 'sprint_started', 'invented_tomorrow'])('%s is ignored', (webhookEvent) => {
  expect(normalize({ webhookEvent, timestamp: 1 })).toMatchObject({ outcome: 'ignored' });
});

test('the sender names its deliveries, the same when it tries again', () => {
  const request = { headers: { 'x-atlassian-webhook-identifier': 'i-1' }, body: new Uint8Array() };
  expect(jira.deliveryId(request)).toBe('i-1');
});
