import type { LeadlineEvent } from '@leadline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acme } from '../testing/acme.js';
import { ask } from '../testing/given-api.js';
import { type GivenApi, givenApiOver, said } from '../testing/given-history.js';

const at = (day: number, clock = '10:00'): string => `2026-03-${String(day).padStart(2, '0')}T${clock}:00Z`;

const deployed = (id: string, service: string, finishedAt: string): LeadlineEvent =>
  said('deployment', {
    id,
    service,
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: finishedAt,
    finishedAt,
    sha: id.padEnd(40, '0'),
  });

/** Monday's train left late with both services; Wednesday's was cancelled; Friday's is to leave. */
const history: LeadlineEvent[] = [
  said('catalogue', acme),
  deployed('a1', 'shop', at(2, '10:25')),
  deployed('b1', 'payments-api', at(2, '10:28')),
  said('train_scheduled', {
    id: 'mon',
    services: ['shop', 'payments-api'],
    plannedAt: at(2),
    cutoffAt: at(2, '08:00'),
    changes: ['acme/shop#7'],
  }),
  said('train_departed', {
    id: 'mon-left',
    train: 'mon',
    departedAt: at(2, '10:20'),
    deployments: ['a1', 'b1', 'gone'],
  }),
  said('train_scheduled', { id: 'wed', services: ['shop'], plannedAt: at(4), cancelledAt: at(4, '09:00') }),
  said('train_scheduled', { id: 'fri', services: ['payments-api'], plannedAt: at(6) }),
];

let api: GivenApi;
beforeAll(async () => {
  api = await givenApiOver(history);
}, 60_000);
afterAll(async () => {
  await api.close();
});

const TRAINS = `query ($where: TrainFilter, $first: Int! = 100, $asOf: DateTime) {
  trains(where: $where, first: $first, asOf: $asOf) {
    id services teams plannedAt cutoffAt departedAt cancelledAt manifest deployments { reportedId service }
  }
}`;
const idsOf = async (variables: Record<string, unknown>): Promise<unknown[]> => {
  const { data, errors } = await ask(api.base, TRAINS, variables);
  expect(errors).toEqual([]);
  return (data['trains'] as { id: string }[]).map(({ id }) => id);
};

describe('release trains over GraphQL', () => {
  it('tell their plan, how they left, and with what', async () => {
    const { data, errors } = await ask(api.base, TRAINS);
    expect(errors).toEqual([]);
    expect(data['trains']).toMatchObject([
      { id: 'fri', departedAt: null, cancelledAt: null, deployments: [] },
      { id: 'wed', cancelledAt: '2026-03-04T09:00:00.000Z', deployments: [] },
      {
        id: 'mon',
        services: ['shop', 'payments-api'],
        teams: ['eng', 'eng/payments', 'eng/web'],
        plannedAt: '2026-03-02T10:00:00.000Z',
        cutoffAt: '2026-03-02T08:00:00.000Z',
        departedAt: '2026-03-02T10:20:00.000Z',
        manifest: ['acme/shop#7'],
        // Nobody knows the third.
        deployments: [
          { reportedId: 'a1', service: 'shop' },
          { reportedId: 'b1', service: 'payments-api' },
        ],
      },
    ]);
  });

  it('are narrowed by id, service, team and plan', async () => {
    expect(await idsOf({ where: { trains: ['wed'] } })).toEqual(['wed']);
    expect(await idsOf({ where: { services: ['payments-api'] } })).toEqual(['fri', 'mon']);
    expect(await idsOf({ where: { teams: ['eng/web'] } })).toEqual(['wed', 'mon']);
    expect(await idsOf({ where: { from: at(2), to: at(4) } })).toEqual(['mon']);
    expect(await idsOf({ first: 1 })).toEqual(['fri']);
  });

  it('are told as they stood at an instant', async () => {
    const { data } = await ask(api.base, TRAINS, { where: { trains: ['mon'] }, asOf: at(2, '10:10') });
    expect(data['trains']).toMatchObject([{ departedAt: null, deployments: [] }]);
  });

  it.each([
    ['a reversed window', { where: { from: at(4), to: at(2) } }, 'where.to'],
    ['more than there may be', { first: 501 }, 'first'],
  ])('refuse %s by the argument', async (_, variables, argument) => {
    const { errors } = await ask(api.base, TRAINS, variables);
    expect(JSON.stringify(errors)).toContain(argument);
  });
});
