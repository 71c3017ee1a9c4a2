import type { KnownNotice } from '@leadline/pipeline';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NOW } from '../testing/acme.js';
import { ask, everyScope } from '../testing/given-api.js';
import { type GivenApi, givenApiOver } from '../testing/given-history.js';

const told = { event: 'opened', rule: 'DRIFT', key: 'shop', deployment: null };
const notice = (id: string, state: KnownNotice['state']): KnownNotice => ({
  id,
  channel: 'on-call',
  state,
  reason: null,
  attempts: 1,
  at: NOW,
  lastAt: NOW,
  retryAt: null,
  tells: [told],
});

const AGAIN = 'mutation ($id: ID!) { sendNoticeAgain(id: $id) { id state } }';

let api: GivenApi;
beforeAll(async () => (api = await givenApiOver([])));
afterAll(() => api.close());
beforeEach(() => {
  api.world.scopes = everyScope;
  api.world.askedNotice = 'asked';
  api.world.askedFor.splice(0);
});

describe('notices', () => {
  it('are narrowed by what became of them', async () => {
    api.world.notices = [notice('b', 'sent'), notice('a', 'unknown')];
    const query = 'query ($states: [NoticeState!]) { notices(states: $states) { id state tells { rule event } } }';
    const { data } = await ask(api.base, query, { states: ['UNKNOWN', 'GIVEN_UP'] });
    expect(data['notices']).toEqual([{ id: 'a', state: 'UNKNOWN', tells: [{ rule: 'DRIFT', event: 'opened' }] }]);
  });
});

describe('sendNoticeAgain', () => {
  it('writes down who wants it, and answers where it is', async () => {
    api.world.notices = [notice('a', 'due')];
    const { data, errors } = await ask(api.base, AGAIN, { id: 'a' });
    expect(errors).toEqual([]);
    expect(data['sendNoticeAgain']).toEqual({ id: 'a', state: 'DUE' });
    expect(api.world.askedFor).toEqual([{ id: 'a', by: 'ana' }]);
  });

  it('refuses what arrived, what nobody knows, and who may only read', async () => {
    api.world.notices = [notice('a', 'sent')];
    api.world.askedNotice = 'not_lost';
    const arrived = await ask(api.base, AGAIN, { id: 'a' });
    expect(arrived.errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(arrived.errors[0]?.message).toContain('it is sent');
    api.world.askedNotice = 'not_found';
    expect((await ask(api.base, AGAIN, { id: 'none' })).errors[0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    api.world.scopes = ['metrics:read'];
    expect((await ask(api.base, AGAIN, { id: 'a' })).errors[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });
});
