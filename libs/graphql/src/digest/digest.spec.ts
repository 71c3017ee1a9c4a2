import { MemoryLog } from '@leadline/adapters';
import type { LeadlineEvent } from '@leadline/events';
import { Control, digestWriter, subscriptionsOf } from '@leadline/pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acme, NOW } from '../testing/acme.js';
import { ask } from '../testing/given-api.js';
import { type GivenApi, givenApiOver, said } from '../testing/given-history.js';

/** 40 hexadecimal digits that begin with a letter of the story. */
const sha = (letter: string): string => Buffer.from(letter.repeat(20)).toString('hex');

const commit = (letter: string, committedAt: string, parents: string[]) =>
  said('commit', { sha: sha(letter), committedAt, parents, repo: 'acme/code', title: `Change ${letter}` });

const deployed = (id: string, letter: string, finishedAt: string) =>
  said('deployment', {
    id,
    service: 'payments-api',
    sha: sha(letter),
    finishedAt,
    startedAt: finishedAt,
    repo: 'acme/code',
    source: 'github',
    environment: 'production',
    envTier: 'production',
    status: 'succeeded' as const,
    version: `v-${id}`,
  });

/**
 * payments-api deploys A and B in week 10 and C in week 11 of 2026: B carries a commit of 2 h, C one of 4 h, and C breaks
 * something for 2 h. A flag goes on for everybody in week 11.
 */
const history: LeadlineEvent[] = [
  said('catalogue', acme),
  commit('a', '2026-03-02T09:00:00Z', []),
  commit('b', '2026-03-03T10:00:00Z', [sha('a')]),
  commit('c', '2026-03-10T08:00:00Z', [sha('b')]),
  deployed('d-a', 'a', '2026-03-02T10:00:00Z'),
  deployed('d-b', 'b', '2026-03-03T12:00:00Z'),
  deployed('d-c', 'c', '2026-03-10T12:00:00Z'),
  said('incident', {
    id: 'i-1',
    service: 'payments-api',
    source: 'pagerduty',
    title: 'Cards are refused',
    severity: 'sev1',
    startedAt: '2026-03-10T12:30:00Z',
    resolvedAt: '2026-03-10T14:30:00Z',
    causedBy: ['d-c'],
  }),
  said('flag_change', {
    id: 'f-1',
    flag: 'new-ledger',
    environment: 'production',
    envTier: 'production',
    services: ['payments-api'],
    at: '2026-03-11T09:00:00Z',
    exposure: 100,
  }),
];

const PREVIEW = `query ($team: String, $weekOf: Date!) {
  digestPreview(team: $team, weekOf: $weekOf) {
    week team timeZone from to asOf subject headline isQuiet released quality text html
    metrics { metric text value n low high sample judgement delta sparkline url }
    changed { judgement text url }
    disturbances { judgement text url }
  }
}`;

let api: GivenApi;
beforeAll(async () => (api = await givenApiOver(history)));
afterAll(() => api.close());

interface Previewed {
  readonly week: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly isQuiet: boolean;
  readonly released: string[];
  readonly text: string;
  readonly html: string;
  readonly metrics: Record<string, unknown>[];
  readonly disturbances: Record<string, string>[];
}

const written = new Map<string, Promise<Previewed>>();

/** The same question is asked once: a mail is two dozen statements. */
function preview(variables: Record<string, unknown>): Promise<Previewed> {
  const key = JSON.stringify(variables);
  const asked = written.get(key) ?? askPreview(variables);
  written.set(key, asked);
  return asked;
}

async function askPreview(variables: Record<string, unknown>): Promise<Previewed> {
  const { data, errors } = await ask(api.base, PREVIEW, variables);
  expect(errors).toEqual([]);
  return data['digestPreview'] as Previewed;
}

const spaced = (text: unknown): string => String(text).replaceAll('\u00A0', ' ');

describe('digestPreview', () => {
  it('has the four weeks up to the end of the week of that day', async () => {
    const { week, from, to } = await preview({ weekOf: '2026-03-12' });
    expect([week, from, to]).toEqual(['2026-W11', '2026-02-16T00:00:00.000Z', '2026-03-16T00:00:00.000Z']);
  });

  it('has the numbers of the metrics, from the warehouse', async () => {
    const { metrics } = await preview({ weekOf: '2026-03-12', team: 'eng/payments' });
    expect(metrics.map(({ metric, text, n, sample }) => [metric, spaced(text), n, spaced(sample)])).toEqual([
      ['CHANGE_LEAD_TIME', '3 h', 2, 'n = 2 commits'],
      ['DEPLOYMENT_FREQUENCY', '3.2 in 30 days', 3, expect.stringMatching(/^n = 3 in 28 days, 95 % /)],
      ['FAILED_DEPLOYMENT_RECOVERY_TIME', '2 h', 1, expect.stringMatching(/^n = 1/)],
      ['CHANGE_FAIL_RATE', '33 %', 3, expect.stringMatching(/^n = 1 of 3, 95 % /)],
      ['DEPLOYMENT_REWORK_RATE', '0 %', 3, expect.stringMatching(/^n = 0 of 3, 95 % /)],
    ]);
    expect(metrics[0]?.['url']).toMatch(
      /^https:\/\/leadline\.example\/metric\/change-lead-time\?team=eng\/payments&panel=counted&until=2026-03-16&tz=UTC&asOf=2026-03-20T00:00:00\.000Z$/,
    );
  });

  it('tells what happened in the week, and leads there', async () => {
    const { disturbances, released, text, isQuiet } = await preview({ weekOf: '2026-03-12' });
    expect(disturbances.map(({ text: said }) => spaced(said))).toEqual([
      'sev1, payments-api: Cards are refused; since Tue 10 Mar 12:30, over after 2 h.',
      'payments-api v-d-c, Tue 10 Mar 12:00: failed.',
    ]);
    expect(disturbances[1]?.['url']).toMatch(/^https:\/\/leadline\.example\/deployments\/[^?]+\?until=/);
    expect(released).toEqual(['On for all: new-ledger.']);
    expect(spaced(text)).toContain('1 of 1 deployment of the week failed; 1 incident.');
    expect(isQuiet).toBe(false);
  });

  it('has nothing but dashes of a team that deployed nothing, and never zero for no data', async () => {
    const { metrics, subject, isQuiet, text } = await preview({ weekOf: '2026-03-12', team: 'ops' });
    expect(metrics.map(({ metric, text: value }) => [metric, spaced(value)])).toEqual([
      ['CHANGE_LEAD_TIME', '–'],
      ['DEPLOYMENT_FREQUENCY', '0 a day'],
      ['FAILED_DEPLOYMENT_RECOVERY_TIME', '–'],
      ['CHANGE_FAIL_RATE', '–'],
      ['DEPLOYMENT_REWORK_RATE', '–'],
    ]);
    expect(subject).toBe('ops, week 11: no deployments in four weeks');
    expect(isQuiet).toBe(true);
    expect(text).not.toContain('payments-api');
  });

  it.each([
    [{ weekOf: '2026-03-19' }, 'weekOf: week 2026-W12 is not over'],
    [{ weekOf: '2026-03-12', team: 'eng/paymets' }, 'Did you mean "eng/payments"?'],
    [{ weekOf: '2026-02-30' }, 'is not a day'],
  ])('refuses %o', async (variables, message) => {
    const { errors } = await ask(api.base, PREVIEW, variables);
    expect(errors.map((error) => error.message)).toEqual([expect.stringContaining(message)]);
  });
});

describe('a mail to a subscriber', () => {
  const [subscription] = subscriptionsOf([{ to: ['ada@example.org'], day: 'monday', at: '07:30', timeZone: 'UTC' }]);

  /** The mail of week 11, after one of week 10 that showed these numbers and met with that outcome. */
  async function afterMail(outcome: 'accepted' | 'refused', told: string[]) {
    if (subscription === undefined) throw new Error('There is a subscription');
    const { recipient, list } = subscription;
    const control = await Control.open(new MemoryLog());
    const key = { recipient, list, week: '2026-W10' } as const;
    const at = '2026-03-09T07:30:00.000Z';
    const shown = { week: '2026-W10' as const, values: { CHANGE_FAIL_RATE: 0.5, CHANGE_LEAD_TIME: 7_200 }, told };
    const claim = { kind: 'digest_claimed', id: 'c', ...key, attempt: 1, by: 'scheduler', at, shown } as const;
    await control.append({ ...claim, unsubscribe: '0'.repeat(64) }, 0);
    await control.append({ kind: 'digest_settled', claim: 'c', ...key, outcome, reason: null, retryAt: null, at }, 0);
    const writer = digestWriter({
      analytics: api.warehouse.analytics,
      catalogue: acme,
      asOf: NOW,
      address: 'https://leadline.example',
      behind: 0,
    });
    return writer.write({ subscription, week: '2026-W11', ledger: control.state.digests });
  }

  it('corrects what the last one showed and the warehouse knows otherwise now', async () => {
    // By week 10 there were A and B, and neither failed; B's commit took 2 h, as the mail had said.
    const { corrections } = await afterMail('accepted', []);
    expect(corrections.map(spaced)).toEqual(['fail rate of week 10 is 0 %, not 50 %']);
  });

  it('corrects nothing that never arrived', async () => {
    expect((await afterMail('refused', [])).corrections).toEqual([]);
  });
});
