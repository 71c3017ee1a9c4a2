import { catalogue, emptyCatalogue } from '@leadline/events';
import { describe, expect, it } from 'vitest';
import { foldFlagChange } from './flag-change.js';

const declared = catalogue.parse({
  version: '1',
  declaredAt: '2026-01-01T00:00:00Z',
  services: [{ name: 'checkout', aliases: { launchdarkly: ['shop-*'] } }],
  rules: { flagServices: { 'new-basket': ['checkout', 'basket'] } },
});

const servicesOf = (flag: string, services: string[] | undefined, known = declared): unknown => {
  const data = {
    id: '1',
    flag,
    services,
    source: 'launchdarkly',
    environment: 'production',
    at: '2026-03-02T10:00:00Z',
    exposure: 100,
  };
  const patch = { eventId: '1', kind: 'flag_change', source: 'x', time: null, revision: 1, hash: '', data };
  return foldFlagChange('flag_change:1', [patch], [patch], known).rows.map(({ row }) =>
    'services' in row ? row.services : [],
  )[0];
};

describe('the services of a flag', () => {
  it('are those its changes name, and those the catalogue declares for it', () => {
    expect(servicesOf('new-basket', undefined)).toEqual(['checkout', 'basket']);
    expect(servicesOf('new-basket', ['shop-eu', 'search'])).toEqual(['checkout', 'search', 'basket']);
    expect(servicesOf('other', ['search'])).toEqual(['search']);
  });

  it('are nobody’s where nothing is said, even of a flag that is called like a property of objects', () => {
    expect(servicesOf('constructor', undefined)).toEqual([]);
    expect(servicesOf('new-basket', undefined, emptyCatalogue)).toEqual([]);
  });
});
