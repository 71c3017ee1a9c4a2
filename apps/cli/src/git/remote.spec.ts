import { describe, expect, it } from 'vitest';
import { isBot } from './bot.js';
import { lastSegment, repositoryOfRemote } from './remote.js';

describe('repositoryOfRemote', () => {
  it.each([
    ['https://github.com/acme/payments.git', 'acme/payments'],
    ['https://ada:secret@github.com/acme/payments', 'acme/payments'],
    ['git@github.com:acme/payments.git', 'acme/payments'],
    ['github.com:acme/payments', 'acme/payments'],
    ['ssh://git@host:2222/group/sub/name.git/', 'group/sub/name'],
    ['https://host/acme/my%20shop.git', 'acme/my shop'],
    ['file:///srv/git/payments.git', 'payments'],
    ['/srv/git/payments.git', 'payments'],
    ['../payments', 'payments'],
    ['C:\\work\\payments', 'payments'],
    ['', undefined],
    ['..', undefined],
    ['https://', undefined],
  ])('%s is %s', (remote, name) => {
    expect(repositoryOfRemote(remote)).toBe(name);
  });

  it('names a service by the last segment', () => {
    expect([lastSegment('group/sub/name'), lastSegment('name')]).toEqual(['name', 'name']);
  });
});

describe('isBot', () => {
  it.each([
    ['dependabot[bot]', '49699333+dependabot[bot]@users.noreply.github.com', true],
    ['Some App', '123+some-app[bot]@users.noreply.github.com', true],
    ['Renovate Bot', 'bot@renovateapp.com', false],
    ['renovate-bot', 'bot@renovateapp.com', true],
    ['Ada', 'ada@example.org', false],
    ['Abbot', 'abbot@example.org', false],
  ])('%s <%s>: %s', (name, email, bot) => {
    expect(isBot(name, email)).toBe(bot);
  });
});
