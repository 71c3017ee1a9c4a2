import { catalogue } from '@leadline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../testing/given-api.js';
import { type GivenApi, givenApiOver, said } from '../testing/given-history.js';

const at = (day: string): string => `2026-03-${day}T00:00:00Z`;

/** On 15 March the shop goes from eng/web to eng/payments, which has the ledger all the time. */
const acme = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  teams: [{ path: 'eng' }, { path: 'eng/payments' }, { path: 'eng/web' }, { path: 'ops' }],
  services: [
    {
      name: 'shop',
      teams: [
        { team: 'eng/web', until: at('15') },
        { team: 'eng/payments', from: at('15') },
      ],
    },
    { name: 'ledger', teams: [{ team: 'eng/payments' }] },
  ],
});

const changed = (flag: string, day: string, services: string[]) =>
  said('flag_change', {
    id: `${flag}-${day}`,
    flag,
    at: at(day),
    services,
    environment: 'production',
    envTier: 'production',
    exposure: 100,
  });

/** vouchers was changed of the shop alone, when eng/web had it; nobody knows whose "kill-switch" is. */
const history = [
  said('catalogue', acme),
  changed('vouchers', '10', ['shop']),
  changed('double-entry', '12', ['ledger', 'shop']),
  changed('kill-switch', '13', []),
];

let api: GivenApi;
beforeAll(async () => {
  api = await givenApiOver(history, acme);
});
afterAll(async () => api.close());

const LIST = `query ($where: FlagFilter, $asOf: DateTime, $after: String) { flags(first: 1, where: $where, asOf: $asOf, after: $after) {
  totalCount nodes { flag changeCount } pageInfo { hasNextPage endCursor } } }`;

/** Names over all pages, and how many the answer says there are. */
async function flagsOf(teams: readonly string[], asOf?: string): Promise<readonly [number, ...string[]]> {
  const names: string[] = [];
  for (let after: string | null = null; ;) {
    const { data, errors } = await ask(api.base, LIST, { where: { teams }, asOf, after });
    expect(errors).toEqual([]);
    const { nodes, pageInfo, totalCount } = data['flags'] as {
      totalCount: number;
      nodes: { flag: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    names.push(...nodes.map(({ flag }) => flag));
    if (!pageInfo.hasNextPage) return [totalCount, ...names];
    after = pageInfo.endCursor;
  }
}

describe('flags of teams', () => {
  it('are those that change a service the team owns at asOf, on every page and in the count', async () => {
    expect(await flagsOf(['eng/payments'])).toEqual([2, 'double-entry', 'vouchers']);
    expect(await flagsOf(['eng/web'])).toEqual([0]);
    expect(await flagsOf(['eng/web'], at('14'))).toEqual([2, 'double-entry', 'vouchers']);
    expect(await flagsOf(['eng/payments'], at('14'))).toEqual([1, 'double-entry']);
  });

  it('are those of the teams below, of any of several, and of nobody where none is named', async () => {
    expect(await flagsOf(['eng'])).toEqual([2, 'double-entry', 'vouchers']);
    expect(await flagsOf(['ops', 'eng/payments'])).toEqual([2, 'double-entry', 'vouchers']);
    expect(await flagsOf(['ops'])).toEqual([0]);
    expect(await flagsOf([])).toEqual([3, 'kill-switch', 'double-entry', 'vouchers']);
  });

  it('are refused of a team that does not exist, with those that do', async () => {
    for (const list of ['flags', 'flagChanges']) {
      const { errors } = await ask(api.base, `{ ${list}(first: 1, where: { teams: ["eng/pay"] }) { nodes { flag } } }`);
      expect(JSON.stringify(errors)).toContain('there is no team \\"eng/pay\\"');
      expect(JSON.stringify(errors)).toContain('where.teams');
      expect(JSON.stringify(errors)).toContain('eng/payments');
    }
  });
});
