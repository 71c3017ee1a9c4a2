import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployment } from './deployment.js';
import {
  at,
  commit,
  event,
  type GivenWarehouse,
  givenWarehouse,
  rollout,
  said,
  sha,
} from './testing/given-warehouse.js';

const image = `sha256:${'0b31'.repeat(16)}`;
const ofConfiguration = {
  source: 'argocd',
  repo: 'acme/gitops',
  artifacts: [`ghcr.io/acme/shop@${image}`],
  group: 'sync',
};

/** The second commit is built into an image, which a sync brings to two regions; a third report has a short SHA. */
const events = [
  commit('aaaaaaa', '02T08:00', []),
  commit('bbbbbbb', '02T09:00', ['aaaaaaa']),
  rollout('d1', 'aaaaaaa', '02T08:30'),
  event('artifact', { id: image, sha: sha('bbbbbbb'), repo: 'acme/shop', occurredAt: said('02T11:00') }),
  rollout('d2-eu', 'ffffff1', '02T10:00', { ...ofConfiguration, target: 'eu', occurredAt: said('02T10:00') }),
  rollout('d2-us', 'ffffff1', '02T10:20', { ...ofConfiguration, target: 'us', occurredAt: said('02T10:20') }),
  rollout('d3', 'bbbbbbb', '03T10:00', { sha: 'bbbbbbb' }),
];

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse(events);
}, 60_000);
afterAll(() => warehouse.remove());

const found = (id: string, asOf: string) => deployment(warehouse.analytics, id, at(asOf));

describe('how the commit of a deployment was found', () => {
  it('is told with what was reported', async () => {
    expect(await found('d2-eu', '04T00:00')).toMatchObject({
      sha: sha('bbbbbbb'),
      repository: 'acme/shop',
      configVersion: sha('ffffff1'),
      found: { basis: 'artifact', by: image, candidates: 1 },
      commits: [{ sha: sha('bbbbbbb') }],
    });
    expect(await found('d3', '04T00:00')).toMatchObject({
      sha: sha('bbbbbbb'),
      found: { basis: 'short', by: 'bbbbbbb', candidates: 1 },
    });
    expect(await found('d1', '04T00:00')).toMatchObject({ found: null, configVersion: null });
  });

  it('is not known before it was told', async () => {
    expect(await found('d2-eu', '02T10:30')).toMatchObject({ sha: sha('ffffff1'), found: null, commits: [] });
  });
});

describe('how far a deployment came', () => {
  it('is when it reached the first of its targets, and all of them', async () => {
    expect(await found('d2-us', '04T00:00')).toMatchObject({
      reach: {
        targets: [
          { target: 'eu', reachedAt: at('02T10:00') },
          { target: 'us', reachedAt: at('02T10:20') },
        ],
        firstAt: at('02T10:00'),
        allAt: at('02T10:20'),
      },
    });
  });
});
