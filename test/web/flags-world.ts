import { mondayOf } from './world.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const at = (ms: number): string => new Date(ms).toISOString();
const sha = (letter: string): string => letter.repeat(40);

const event = (kind: string, id: string, time: number, data: object): object => ({
  specversion: '1.0',
  id,
  source: '/ci/flags',
  type: `dev.leadline.${kind}.recorded`,
  time: at(time),
  data,
});

export const yaml = `
organisation: { name: Acme, timeZone: UTC }
teams: { eng: {}, eng/shop: {}, eng/books: {} }
services:
  cart: { teams: [eng/shop] }
`;

export const hostileFlag = '<b onmouseover="document.title=\'owned\'">';

/** In the full week before that of `now`, in milliseconds after its Monday. */
export const times = {
  deployed: 1 * DAY + 9 * HOUR,
  some: 1 * DAY + 10 * HOUR,
  all: 2 * DAY + 10 * HOUR,
  began: 2 * DAY + 10 * HOUR + 30 * MINUTE,
  over: 2 * DAY + 12 * HOUR,
  planned: 3 * DAY + 10 * HOUR,
  left: 3 * DAY + 10 * HOUR + 40 * MINUTE,
} as const;

const on = (id: string, flag: string, time: number, exposure: number): object =>
  event('flag_change', id, time, {
    id,
    flag,
    environment: 'production',
    envTier: 'production',
    at: at(time),
    exposure,
    services: ['cart'],
  });

const commit = (letter: string, parent: string, time: number, title: string, more: object = {}): object =>
  event('commit', `commit-${letter}`, time, {
    repo: 'acme/cart',
    sha: sha(letter),
    committedAt: at(time),
    pushedAt: at(time + MINUTE),
    parents: [sha(parent)],
    title,
    ...more,
  });

const deployed = (id: string, letter: string, time: number, more: object): object =>
  event('deployment', id, time, {
    id,
    service: 'cart',
    repo: 'acme/cart',
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: at(time - 4 * MINUTE),
    finishedAt: at(time),
    sha: sha(letter),
    version: `1.${id}`,
    ...more,
  });

/**
 * A week of cart: on Tuesday a deployment carries express-pay, which is on for a quarter an hour later and for all on
 * Wednesday; half an hour after that nobody can pay, for which the desk names the deployment. On Thursday a release train leaves 40 minutes late, without one of
 * the two changes on its manifest. Another flag has a name that somebody with bad intentions chose.
 */
export function flagEvents(now: number): object[] {
  const monday = mondayOf(now) - 7 * DAY;
  return [
    commit('a', '0', monday + 6 * HOUR, 'Begin'),
    deployed('cart-0', 'a', monday + 7 * HOUR, {}),
    commit('b', 'a', monday + times.deployed - HOUR, 'Pay in one click', { flags: ['express-pay'] }),
    deployed('cart-1', 'b', monday + times.deployed, { flags: ['express-pay'] }),
    on('step-some', 'express-pay', monday + times.some, 25),
    on('step-all', 'express-pay', monday + times.all, 100),
    on('step-hostile', hostileFlag, monday + times.some, 100),
    event('incident', 'desk-7', monday + times.began, {
      id: 'desk-7',
      service: 'cart',
      causedBy: 'cart-1',
      severity: 'sev1',
      title: 'Nobody can pay',
      startedAt: at(monday + times.began),
      detectedAt: at(monday + times.began),
      resolvedAt: at(monday + times.over),
    }),
    commit('c', 'b', monday + times.planned - 5 * HOUR, 'Round totals'),
    event('train_scheduled', 'thursday', monday + times.planned - DAY, {
      id: 'thursday',
      services: ['cart'],
      plannedAt: at(monday + times.planned),
      changes: [`commit:${sha('c')}`, 'commit:missing'],
    }),
    deployed('cart-2', 'c', monday + times.left, {}),
    event('train_departed', 'thursday-left', monday + times.left, {
      id: 'thursday-left',
      train: 'thursday',
      departedAt: at(monday + times.left),
      deployments: ['cart-2'],
    }),
  ];
}
