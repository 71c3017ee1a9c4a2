import { eventOf, type EventKind, type LeadlineEvent } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import { describe, expect, it } from 'vitest';
import { derived } from './run-world.js';

const at = (time: string): string => `2026-03-02T${time}:00Z`;

/** Known from when it happened. */
const event = (kind: EventKind, time: string, data: Record<string, unknown>): LeadlineEvent =>
  eventOf<EventKind>(kind, { id: JSON.stringify([kind, time, data]), source: 'test', time: at(time) }, {
    occurredAt: at(time),
    ...data,
  } as never);

const changed = (id: string, time: string, data: Record<string, unknown>): LeadlineEvent =>
  event('flag_change', time, { id, flag: 'one-click', environment: 'production', at: at(time), exposure: 50, ...data });

const incident = (id: string, time: string, service: string): LeadlineEvent =>
  event('incident', time, { id, service, startedAt: at(time) });

const deployed = (id: string, time: string, data: Record<string, unknown>): LeadlineEvent =>
  event('deployment', time, {
    id,
    service: 'shop',
    environment: 'production',
    status: 'succeeded',
    startedAt: at(time),
    finishedAt: at(time),
    ...data,
  });

const putRight = (entity: string, time: string, set: Record<string, unknown>): LeadlineEvent =>
  event('correction', time, { entity, set, by: 'ana', at: at(time), reason: 'It was otherwise' });

/** At 10:00 the flag reached half of the shop's users, and ten minutes later the shop broke. */
const onInTheShop = changed('f1', '10:00', { services: ['shop'] });
const broken = incident('i1', '10:10', 'shop');
const ofTheFlag = ['i1 of shop by f1'];

interface Case {
  readonly what: string;
  readonly told: readonly LeadlineEvent[];
  /** Incidents that are attributed to changes of flags, as they were known. */
  readonly attributed: Readonly<Record<string, readonly string[]>>;
}

const cases: readonly Case[] = [
  {
    what: 'a change turns out to be of another service',
    told: [onInTheShop, broken, putRight('flag_change:f1', '12:00', { services: ['search'] })],
    attributed: { '11:00': ofTheFlag, '13:00': [] },
  },
  {
    what: 'its sender tells so',
    told: [
      changed('f1', '10:00', { services: ['shop'], revision: 1 }),
      broken,
      changed('f1', '12:00', { at: at('10:00'), services: ['search'], revision: 2 }),
    ],
    attributed: { '11:00': ofTheFlag, '13:00': [] },
  },
  {
    what: 'the other service broke too, which is told later',
    told: [
      onInTheShop,
      broken,
      putRight('flag_change:f1', '12:00', { services: ['search'] }),
      event('incident', '12:30', { id: 'i2', service: 'search', startedAt: at('10:20') }),
    ],
    attributed: { '11:00': ofTheFlag, '12:10': [], '13:00': ['i2 of search by f1'] },
  },
  {
    what: 'a change goes to another service, comes back, and is nobody’s',
    told: [
      onInTheShop,
      broken,
      putRight('flag_change:f1', '12:00', { services: ['search'] }),
      putRight('flag_change:f1', '14:00', { services: ['shop'] }),
      putRight('flag_change:f1', '16:00', { services: [] }),
    ],
    attributed: { '11:00': ofTheFlag, '13:00': [], '15:00': ofTheFlag, '17:00': [] },
  },
  {
    what: 'a change was elsewhere',
    told: [onInTheShop, broken, putRight('flag_change:f1', '12:00', { environment: 'staging' })],
    attributed: { '11:00': ofTheFlag, '13:00': [] },
  },
  {
    what: 'a change came after the incident',
    told: [onInTheShop, broken, putRight('flag_change:f1', '12:00', { at: at('10:30') })],
    attributed: { '11:00': ofTheFlag, '13:00': [] },
  },
  {
    what: 'a change was one of another flag than the one that the shop carries',
    told: [
      deployed('d1', '09:00', { flags: ['one-click'] }),
      changed('f1', '10:00', {}),
      broken,
      putRight('flag_change:f1', '12:00', { flag: 'dark-mode' }),
    ],
    attributed: { '11:00': ofTheFlag, '13:00': [] },
  },
  {
    // From 60 to 50 per cent it narrowed, until the 60 are those of another flag.
    what: 'another service’s step before it was one of another flag',
    told: [
      changed('f0', '09:50', { services: ['search'], exposure: 60 }),
      onInTheShop,
      broken,
      putRight('flag_change:f0', '12:00', { flag: 'dark-mode' }),
    ],
    attributed: { '11:00': [], '13:00': ofTheFlag },
  },
  {
    what: 'the step before it turns out to be another service’s, and still came before',
    told: [
      changed('f0', '08:00', { services: ['shop'], exposure: 60 }),
      onInTheShop,
      broken,
      putRight('flag_change:f0', '12:00', { services: ['search'] }),
    ],
    attributed: { '11:00': ['i1 of shop by f0'], '13:00': [] },
  },
  {
    what: 'another service broke',
    told: [onInTheShop, broken, putRight('incident:i1', '12:00', { service: 'search' })],
    attributed: { '11:00': ofTheFlag, '13:00': [] },
  },
  {
    what: 'the deployment that carries the flag was another service’s',
    told: [
      deployed('d1', '09:00', { flags: ['one-click'] }),
      changed('f1', '10:00', {}),
      broken,
      putRight('deployment:d1', '12:00', { service: 'search' }),
    ],
    attributed: { '11:00': ofTheFlag, '13:00': [] },
  },
];

describe('incidents that are attributed to changes of flags, where', () => {
  it.each(cases)('$what, are as of then what was known then', async ({ told, attributed }) => {
    // given all of it at once, one by one, and one by one with the last first
    const each = told.map((one) => [one]);
    for (const batches of [[told], each, each.toReversed()]) {
      const facts = await derived(batches);
      for (const [time, expected] of Object.entries(attributed)) {
        // then they are as worked out
        expect({ time, attributed: await attributedIn(facts, time) }).toEqual({ time, attributed: expected });
      }
    }
    // and so they are where nobody has told what came later
    for (const [time, expected] of Object.entries(attributed)) {
      const known = told.filter((one) => one.data.occurredAt !== undefined && one.data.occurredAt <= at(time));
      expect({ time, attributed: await attributedIn(await derived([known]), time) }).toEqual({
        time,
        attributed: expected,
      });
    }
  });

  it('a change turns out to be of another service, acquit a deployment no more', async () => {
    // given a deployment 15 minutes before the incident, and the flag's change 10 minutes before it
    const told = [
      deployed('d1', '09:55', {}),
      onInTheShop,
      broken,
      putRight('flag_change:f1', '12:00', { services: ['search'] }),
    ];
    for (const batches of [[told], told.map((one) => [one])]) {
      const [row] = await (await derived(batches)).find({ table: 'deployments', where: [] });

      expect(row?.acquittals).toEqual([
        {
          knownFrom: Date.parse(at('10:10')),
          knownUntil: Date.parse(at('12:00')),
          incident: 'i1',
          flagChange: 'f1',
          gapS: 600,
        },
      ]);
    }
  });
});

describe('flags that a deployment names', () => {
  it('are kept with when they were named', async () => {
    // given a report of one flag, put right to two others at noon, of which one is taken back at two
    const told = [
      deployed('d1', '09:00', { flags: ['one-click'] }),
      putRight('deployment:d1', '12:00', { flags: ['basket', 'dark-mode'] }),
      putRight('deployment:d1', '14:00', { flags: ['basket'] }),
    ];
    for (const batches of [[told], told.map((one) => [one])]) {
      const [row] = await (await derived(batches)).find({ table: 'deployments', where: [] });

      expect(row?.flags).toEqual(['basket']);
      expect(row?.named_before.map(({ flags, knownFrom, knownUntil }) => [flags, knownFrom, knownUntil])).toEqual([
        [['one-click'], Date.parse(at('09:00')), Date.parse(at('12:00'))],
        [['basket', 'dark-mode'], Date.parse(at('12:00')), Date.parse(at('14:00'))],
      ]);
    }
  });
});

async function attributedIn(facts: Facts, time: string): Promise<string[]> {
  const known = Date.parse(at(time));
  const rows = await facts.find({ table: 'flag_incidents', where: [] });
  return rows
    .flatMap(({ service, incident: id, attributions }) =>
      attributions
        .filter(({ knownFrom, knownUntil }) => knownFrom <= known && known < knownUntil)
        .map(({ flagChange }) => `${id} of ${service} by ${flagChange}`),
    )
    .sort();
}
