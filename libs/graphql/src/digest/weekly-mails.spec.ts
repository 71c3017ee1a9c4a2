import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListedMail } from '@leadline/pipeline';
import { NOW } from '../testing/acme.js';
import { ask, everyScope } from '../testing/given-api.js';
import { type GivenApi, givenApiOver } from '../testing/given-history.js';

const QUERY = `query ($weeks: Int) {
  weeklyMails(weeks: $weeks) { sending mails { to team week dueAt state sentAt retryAt reason } }
}`;

const mail = (to: string, state: ListedMail['state']): ListedMail => ({
  to,
  list: 'eng/payments',
  week: '2026-W11',
  dueAt: NOW,
  state,
});

let api: GivenApi;
beforeAll(async () => (api = await givenApiOver([])));
afterAll(() => api.close());

describe('weeklyMails', () => {
  it('tells of each mail where it is, and what the mail server said', async () => {
    api.world.scopes = everyScope;
    api.world.listedMails = {
      sending: true,
      mails: [
        mail('ada@example.org', { state: 'sent', at: NOW }),
        mail('bob@example.org', { state: 'given_up', reason: '450 busy' }),
        mail('eve@example.org', { state: 'deferred', reason: '450 busy', retryAt: NOW }),
        { ...mail('all@example.org', { state: 'unknown', reason: 'the connection ended' }), list: '' },
      ],
    };
    const at = new Date(NOW).toISOString();
    const told = { team: 'eng/payments', week: '2026-W11', dueAt: at, sentAt: null, retryAt: null, reason: null };

    const { data, errors } = await ask(api.base, QUERY);

    expect(errors).toEqual([]);
    expect(data['weeklyMails']).toEqual({
      sending: true,
      mails: [
        { ...told, to: 'ada@example.org', state: 'SENT', sentAt: at },
        { ...told, to: 'bob@example.org', state: 'GIVEN_UP', reason: '450 busy' },
        { ...told, to: 'eve@example.org', state: 'DEFERRED', reason: '450 busy', retryAt: at },
        { ...told, to: 'all@example.org', team: null, state: 'UNKNOWN', reason: 'the connection ended' },
      ],
    });
  });

  it('tells no address to whoever may read numbers alone, not even in the words of the mail server', async () => {
    api.world.scopes = ['metrics:read'];
    const reason = '550 <Ada.Lovelace@example.org>: unknown';
    api.world.listedMails = { sending: true, mails: [mail('ada.lovelace@example.org', { state: 'refused', reason })] };

    const { text } = await ask(api.base, QUERY);

    expect(text).toContain('"to":"a…@example.org"');
    expect(text).toContain('550 <a…@example.org>: unknown');
    expect(text.toLowerCase()).not.toContain('lovelace');
    api.world.scopes = everyScope;
  });

  it('refuses more weeks than a year has', async () => {
    const { errors } = await ask(api.base, QUERY, { weeks: 54 });
    expect(errors[0]?.message).toContain('weeks');
  });
});
