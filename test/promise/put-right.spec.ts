import { eventOf, type EventKind, type LeadlineEvent } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import { describe, expect, it } from 'vitest';
import { derived } from './run-world.js';

const at = (text: string): string => `2026-03-${text}:00Z`;
const sha = (letter: string): string => letter.repeat(40);

const event = (kind: EventKind, time: string, data: Record<string, unknown>): LeadlineEvent =>
  eventOf<EventKind>(kind, { id: JSON.stringify([kind, data]), source: 'test', time: at(time) }, data as never);

const commit = (letter: string, time: string, parents: readonly string[]): LeadlineEvent =>
  event('commit', time, {
    repo: 'acme/shop',
    sha: sha(letter),
    committedAt: at(time),
    parents: parents.map(sha),
  });

const deployed = (letter: string, time: string): LeadlineEvent =>
  event('deployment', time, {
    id: letter,
    service: 'shop',
    repo: 'acme/shop',
    environment: 'production',
    status: 'succeeded',
    startedAt: at(time),
    finishedAt: at(time),
    sha: sha(letter),
  });

const saidToBeIn = (environment: string, deployment: string, time: string): LeadlineEvent =>
  event('correction', time, {
    entity: `deployment:${deployment}`,
    set: { environment },
    by: 'ana',
    at: at(time),
    reason: 'It was the other one',
  });

/** What deployment b carried in production, as it was known at an instant. */
async function carriedByB(facts: Facts, time: string) {
  const rows = await facts.find({ table: 'deployments', where: [{ column: 'environment', in: ['production'] }] });
  const row = rows.find(({ base }) => base[0]?.id === 'b');
  const known = Date.parse(at(time));
  const asOf = <T extends { knownFrom: number; knownUntil: number }>(all: readonly T[] = []): T[] =>
    all.filter(({ knownFrom, knownUntil }) => knownFrom <= known && known < knownUntil);
  return {
    noBaseline: asOf(row?.links).map(({ noBaseline }) => noBaseline),
    commits: asOf(row?.commits).map((element) => element.sha.slice(0, 1)),
  };
}

describe('a deployment that was said to be elsewhere, and back', () => {
  const told = [
    [commit('a', '02T08:00', []), commit('b', '03T08:00', ['a']), deployed('a', '02T10:00')],
    [deployed('b', '03T10:00')],
    [saidToBeIn('staging', 'a', '04T10:00')],
    [saidToBeIn('production', 'a', '04T12:00')],
    // Only b is derived anew.
    [saidToBeIn('staging', 'b', '04T14:00')],
  ];

  it.each([
    ['at once', [told.flat()]],
    ['as it was told', told],
  ])('carried its commits before it went and after it came, told %s', async (_, batches) => {
    const facts = await derived(batches);

    expect(await carriedByB(facts, '03T12:00')).toEqual({ noBaseline: [0], commits: ['b'] });
    expect(await carriedByB(facts, '04T11:00')).toEqual({ noBaseline: [1], commits: ['a', 'b'] });
    expect(await carriedByB(facts, '04T13:00')).toEqual({ noBaseline: [0], commits: ['b'] });
  });
});

describe('a change of a flag that names another service than before', () => {
  const turnedOn = (service: string, revision: number): LeadlineEvent =>
    event('flag_change', '02T10:00', {
      id: 'f1',
      flag: 'one-click',
      environment: 'production',
      at: at('02T10:00'),
      exposure: 50,
      services: [service],
      revision,
    });
  const told = [
    [event('incident', '02T10:10', { id: 'i1', service: 'shop', startedAt: at('02T10:10') })],
    [turnedOn('shop', 1)],
    [turnedOn('search', 2)],
  ];

  it('has no incident of the one before any more', async () => {
    const attributed = async (batches: typeof told): Promise<string[]> =>
      (await (await derived(batches)).find({ table: 'flag_incidents', where: [] }))
        .filter(({ attributions }) => attributions.length > 0)
        .map(({ service, incident }) => `${incident} of ${service}`);

    expect(await attributed(told.slice(0, 2))).toEqual(['i1 of shop']);
    expect(await attributed([told.flat()])).toEqual([]);
    expect(await attributed(told)).toEqual([]);
  });
});
