import { readConfig } from '@leadline/config';
import { describe, expect, it } from 'vitest';
import { type CatalogueFragment, type ImportedService, yamlOf } from './fragment.js';
import { changesOf } from './merge.js';

const declared = (yaml: string) => {
  const result = readConfig({ env: {}, readFile: () => yaml });
  if (result.outcome !== 'config') throw new Error(JSON.stringify(result.problems));
  return result.config.catalogue;
};
const service = (name: string, rest: Partial<ImportedService> = {}): ImportedService => {
  return { name, paths: [], teams: [], aliases: {}, tags: {}, ...rest };
};
const file = declared(`
teams: { eng: {}, eng/payments: {}, eng/search: {} }
services:
  payments-api:
    repository: github:acme/payments
    teams: [{ team: eng/search, until: 2025-01-01 }, { team: eng/payments, from: 2025-01-01 }]
    tags: { language: go }
  search: { repository: github:acme/search, teams: [eng/search], aliases: { pagerduty: [P1] } }
`);

describe('what a fragment would change', () => {
  it('is nothing where the file says the same, and more', () => {
    const fragment = {
      teams: ['payments', 'eng'],
      services: [
        service('payments', { repository: 'acme/payments', teams: ['payments'] }),
        service('search', { repository: 'github:acme/search', teams: ['eng/search'], aliases: { pagerduty: ['P1'] } }),
      ],
    };
    expect(changesOf(fragment, file)).toEqual({
      added: { teams: [], services: [] },
      differences: [],
      same: ['payments-api', 'search'],
      others: [],
    });
  });

  it('is what it adds, under the names of the file', () => {
    const cart = service('cart', { repository: 'github:acme/cart', teams: ['payments', 'ops'] });
    const { added, others } = changesOf({ teams: ['payments', 'ops'], services: [cart] }, file);
    expect(added).toEqual({ teams: ['ops'], services: [{ ...cart, teams: ['eng/payments', 'ops'] }] });
    expect(others).toEqual(['payments-api', 'search']);
  });

  it('is each field in which they differ', () => {
    const search = service('search', {
      repository: 'github:acme/find',
      paths: ['search/**'],
      teams: ['payments'],
      aliases: { pagerduty: ['P1', 'P2'] },
      tags: { system: 'shop' },
    });
    expect(changesOf({ teams: [], services: [search] }, file).differences).toEqual([
      { name: 'search', field: 'repository', from: 'github:acme/search', to: 'github:acme/find' },
      { name: 'search', field: 'paths', from: 'none', to: 'search/**' },
      { name: 'search', field: 'teams', from: 'eng/search', to: 'eng/payments' },
      { name: 'search', field: 'aliases', from: 'none', to: 'pagerduty: P2' },
      { name: 'search', field: 'tags', from: 'none', to: 'system: shop' },
    ]);
  });

  it('is nothing once it was added', () => {
    const fragment: CatalogueFragment = {
      teams: ['a/b', 'c'],
      services: [
        service('x', { repository: 'github:acme/x', paths: ['x/**'], teams: ['a/b'], tags: { system: 's' } }),
        service('yes: "no"', { teams: ['c'], aliases: { argocd: ['y-*'] } }),
      ],
    };
    const changes = changesOf(fragment, declared(yamlOf(fragment)));
    expect([changes.added, changes.differences]).toEqual([{ teams: [], services: [] }, []]);
  });
});
