import type { LeadlineEvent } from '@leadline/events';
import { afterEach, describe, expect, it } from 'vitest';
import { dataGaps } from '../index.js';
import { at, commit, event, type GivenWarehouse, givenWarehouse, rollout, said } from './testing/given-warehouse.js';

const NOW = at('20T00:00');
let warehouse: GivenWarehouse | undefined;
afterEach(async () => {
  await warehouse?.remove();
  warehouse = undefined;
});

async function gapsOf(events: readonly LeadlineEvent[]): Promise<string[]> {
  warehouse = await givenWarehouse(events);
  return (await dataGaps(warehouse.analytics, NOW)).map(({ code }) => code);
}

const incident = (more: Record<string, unknown>): LeadlineEvent =>
  event('incident', { id: 'i1', service: 'shop', startedAt: said('02T10:00'), ...more });
const withCommits = [commit('c1', '02T08:00', ['c0']), commit('c2', '02T09:00', ['c1'])];

describe('what is missing', () => {
  it('is everything where nothing arrived', async () => {
    expect(await gapsOf([])).toEqual(['no_deployments', 'no_incidents']);
    const [gap] = await dataGaps(warehouse!.analytics, NOW);
    expect(gap?.metrics).toContain('CHANGE_LEAD_TIME');
  });

  it('is production where nothing is of its tier, and the commits where none is known', async () => {
    const elsewhere = { environment: 'blue', envTier: 'other' };
    expect(await gapsOf([rollout('d1', 'c1', '10T10:00', elsewhere)])).toEqual(['no_production', 'no_incidents']);
    const [gap] = await dataGaps(warehouse!.analytics, NOW);
    expect(gap?.message).toContain('blue');
    expect(gap?.fix).toContain('environments: { blue: { tier: production } }');
  });

  it('is the history where no commit is known, and incidents where none ever came', async () => {
    expect(await gapsOf([rollout('d1', 'c1', '10T10:00'), rollout('d2', 'c2', '11T10:00')])).toEqual([
      'no_commits',
      'no_incidents',
    ]);
  });

  it('is the end of incidents and deployments that nobody told', async () => {
    const running = rollout('d3', 'c2', '12T10:00', { status: 'in_progress', finishedAt: null });
    const told = [...withCommits, rollout('d1', 'c1', '10T10:00'), rollout('d2', 'c2', '11T10:00')];
    expect(await gapsOf([...told, running, incident({})])).toEqual(['deployments_open', 'incidents_open']);
  });

  it('is the name of a service that only incidents know', async () => {
    const told = [...withCommits, rollout('d1', 'c1', '10T10:00'), rollout('d2', 'c2', '11T10:00')];
    expect(
      await gapsOf([...told, incident({ service: 'PXYZ', source: 'pagerduty', resolvedAt: said('02T11:00') })]),
    ).toEqual(['incidents_elsewhere']);
    const [gap] = await dataGaps(warehouse!.analytics, NOW);
    expect(gap?.fix).toContain('aliases: { pagerduty: [PXYZ] }');
  });

  it('is what YAML takes, whatever a sender calls its environment, and names nothing that would not help', async () => {
    const elsewhere = { environment: 'blue: "eu"', envTier: 'other' };
    const told = [rollout('d1', 'c1', '10T10:00', elsewhere), incident({ resolvedAt: said('02T11:00') })];
    expect(await gapsOf(told)).toEqual(['no_production']);
    const [gap] = await dataGaps(warehouse!.analytics, NOW);
    expect(gap?.fix).toContain(String.raw`environments: { "blue: \"eu\"": { tier: production } }`);
  });

  it('is nothing where all is told', async () => {
    const told = [...withCommits, rollout('d1', 'c1', '10T10:00'), rollout('d2', 'c2', '11T10:00')];
    expect(await gapsOf([...told, incident({ resolvedAt: said('02T11:00') })])).toEqual([]);
  });
});
