import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LeadlineEvent } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import { github } from './github.js';

interface Request {
  readonly receivedAt: string;
  readonly headers: Record<string, string>;
  readonly body: { readonly repository?: object };
}

const folder = join(import.meta.dirname, 'fixtures');
const requests = readdirSync(folder).flatMap((file) => {
  const [, name] = /^(.*)\.request\.json$/.exec(file) ?? [];
  return name === undefined ? [] : [{ name, request: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Request }];
});

function eventsOf({ receivedAt, headers }: Omit<Request, 'body'>, body: object): readonly LeadlineEvent[] {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const normalized = github.normalize({ endpoint: 'github', receivedAt: Date.parse(receivedAt), headers, body: bytes });
  return normalized.outcome === 'events' ? normalized.events : [];
}

const keysOf = (events: readonly LeadlineEvent[]) => events.map(({ id, subject }) => ({ id, subject }));

describe('a renamed repository keeps its history', () => {
  test.each(requests)('$name: the same event of the same entity under the new name', ({ request }) => {
    const { body } = request;
    const renamed = { ...body, repository: { ...body.repository, name: 'store', full_name: 'newco/store' } };
    const before = eventsOf(request, body);
    const after = eventsOf(request, renamed);
    expect(keysOf(after)).toEqual(keysOf(before));
    expect(after.map(({ data }) => data['repo'])).toEqual(after.map(() => 'newco/store'));
    expect(keysOf(before).filter(({ id, subject }) => /acme|payments/.test(id + subject))).toEqual([]);
  });

  test('another repository under the old name is another one', () => {
    const push = requests.find(({ name }) => name === 'push-to-feature-branch')?.request;
    if (push === undefined) throw new Error('the fixture is missing');
    const other = { ...push.body, repository: { ...push.body.repository, id: 999_999 } };
    const subjects = (events: readonly LeadlineEvent[]) =>
      events.filter(({ subject }) => subject.startsWith('branch:')).map(({ subject }) => subject);
    expect(subjects(eventsOf(push, other))).toEqual(['branch:github:999999:feature/euro']);
    expect(subjects(eventsOf(push, push.body))).not.toEqual(subjects(eventsOf(push, other)));
  });
});

describe('pull requests', () => {
  const at = '2026-03-02T09:00:00Z';
  const repository = { id: 4711, name: 'shop', full_name: 'acme/shop', default_branch: 'main' };
  const pull = {
    number: 9,
    title: 'Fix the basket',
    created_at: at,
    updated_at: at,
    user: { id: 5, login: 'ada', type: 'User' },
    base: { ref: 'main', sha: 'b'.repeat(40), repo: repository },
  };
  const opened = (pull_request: object) =>
    eventsOf(
      { receivedAt: '2026-03-02T09:01:00Z', headers: { 'x-github-event': 'pull_request' } },
      { action: 'opened', number: 9, pull_request, repository },
    );

  test.each([
    ['a fork', { id: 1, name: 'shop', full_name: 'bob/shop' }],
    ['a fork that was deleted', null],
  ])('from %s are changes of the repository they were opened in', (_, repo) => {
    const [event] = opened({ ...pull, head: { ref: 'main', sha: 'a'.repeat(40), repo } });
    expect(event).toMatchObject({
      subject: 'change:github:4711#9',
      source: 'github:acme/shop',
      data: { repo: 'acme/shop', repositoryId: 'github:4711', headSha: 'a'.repeat(40), baseRef: 'main' },
    });
  });

  test.each([
    ['an App', { id: 6, login: 'renovate[bot]', type: 'Bot' }, true],
    ['an automaton with an account of a person', { id: 6, login: 'renovate-bot', type: 'User' }, true],
    ['a person', { id: 6, login: 'abbott', type: 'User' }, false],
    ['somebody who is gone', null, false],
  ])('of %s', (_, user, bot) => {
    expect(opened({ ...pull, user })[0]?.data).toMatchObject({ bot });
  });
});
