import { describe, expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { argocd } from './argocd.js';

describeSource(argocd, import.meta.dirname);
describeToken(argocd);

const normalize = normalizing(argocd);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

interface Application {
  readonly metadata: object;
  readonly spec: object;
  readonly status: { readonly operationState: object; readonly history: readonly object[] };
}
const body = (name = 'sync-succeeded') => fixture(name) as { readonly app: Application };
const withOperation = (changes: object) => {
  const { app } = body();
  const operationState = { ...app.status.operationState, ...changes };
  return normalize({ ...body(), app: { ...app, status: { ...app.status, operationState } } });
};

describe('a sync', () => {
  test('is one deployment from its start to its end, whichever trigger told of it', () => {
    const subjects = ['sync-running', 'sync-succeeded', 'sync-failed'].map((name) => {
      const normalized = normalize(body(name));
      return normalized.outcome === 'events' ? normalized.events[0]?.subject : undefined;
    });
    expect(new Set(subjects)).toEqual(
      new Set(['deployment:argocd/5f6d2c1e-0000-4000-8000-000000000001/2026-03-02T10:01:00Z']),
    );
  });

  test('of the revision that was live before, to the last parameter, is a redeployment', () => {
    expect(dataOf(normalize(body('resync-of-the-same-revision')))).toMatchObject([{ kind: 'redeploy' }]);
    const { app } = body('resync-of-the-same-revision');
    const [before, last] = app.status.history;
    const history = [
      { ...before, source: { path: 'deploy/other', repoURL: 'https://github.com/acme/gitops.git' } },
      last,
    ];
    const [data] = dataOf(normalize({ app: { ...app, status: { ...app.status, history } } }));
    expect(data?.['kind']).toBeUndefined();
  });

  test('that runs again and again within one second falls in order', () => {
    const instant = '2026-03-02T10:01:00Z';
    const revisions = ['Running', 'Terminating', 'Error', 'Failed', 'Succeeded'].flatMap((phase) =>
      dataOf(withOperation({ phase, finishedAt: instant })).map(({ revision }) => Number(revision)),
    );
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    expect(new Set(revisions).size).toBe(5);
  });

  test('of a dry run changes nothing', () => {
    expect(withOperation({ operation: { sync: { dryRun: true } } })).toMatchObject({ outcome: 'ignored' });
  });

  test('of an application that is being deleted is no deployment', () => {
    const { app } = body();
    const metadata = { ...app.metadata, deletionTimestamp: '2026-03-02T10:00:00Z' };
    expect(normalize({ app: { ...app, metadata } })).toMatchObject({ outcome: 'ignored' });
  });

  test('that ended without an end is rejected', () => {
    expect(withOperation({ finishedAt: undefined })).toMatchObject({
      outcome: 'rejected',
      pointer: '/app/status/operationState/finishedAt',
    });
  });

  test('may come as the Application alone', () => {
    const { app } = body();
    const without = ([data]: readonly Readonly<Record<string, unknown>>[]) => ({ ...data, url: undefined });
    expect(without(dataOf(normalize(app)))).toEqual(without(dataOf(normalize(body()))));
  });
});

describe('images', () => {
  const applied = 'ghcr.io/acme/checkout:1.4.1';
  const imagesOf = (changes: object) => {
    const { app } = body('sync-with-images');
    const operationState = { ...app.status.operationState, ...changes };
    return dataOf(normalize({ app: { ...app, status: { ...app.status, operationState } } }))[0]?.['artifacts'];
  };

  test('are those of the manifests that were applied, where the result lists them', () => {
    const syncResult = { revision: 'c'.repeat(40), resources: [{ kind: 'Service' }, { images: [applied] }] };
    expect(imagesOf({ syncResult })).toEqual([applied]);
  });

  test('are not told of a sync under way: those that run are the old ones', () => {
    expect(imagesOf({ phase: 'Running' })).toBeUndefined();
  });
});

describe('several sources', () => {
  test('have the commit of the only repository that is more than values', () => {
    const { app } = body('several-sources');
    const other = 'a'.repeat(40);
    const sources = [
      { path: 'deploy', repoURL: 'https://github.com/acme/shop.git' },
      { ref: 'values', repoURL: 'https://github.com/acme/gitops.git' },
    ];
    const operationState = {
      ...app.status.operationState,
      syncResult: { revisions: [other, 'c'.repeat(40)], sources },
    };
    const status = { ...app.status, operationState };
    expect(dataOf(normalize({ app: { ...app, spec: { ...app.spec, sources }, status } }))).toMatchObject([
      { sha: other, repo: 'acme/shop' },
    ]);
  });

  test('of which two bring code have no commit that could be told', () => {
    const { app } = body('several-sources');
    const sources = ['shop', 'search'].map((name) => ({
      path: 'deploy',
      repoURL: `https://github.com/acme/${name}.git`,
    }));
    const operationState = {
      ...app.status.operationState,
      syncResult: { revisions: ['a'.repeat(40), 'b'.repeat(40)], sources },
    };
    const [data] = dataOf(normalize({ app: { ...app, status: { ...app.status, operationState } } }));
    expect(data?.['sha']).toBeUndefined();
    expect(data?.['configVersion']).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('the environment', () => {
  const placed = (destination: object, labels: object = {}) => {
    const { app } = body();
    const changed = { ...app, metadata: { ...app.metadata, labels }, spec: { ...app.spec, destination } };
    const [data] = dataOf(normalize({ app: changed }));
    return [data?.['environment'], data?.['target']];
  };

  test.each([
    ['the namespace in its own cluster', { name: 'in-cluster', namespace: 'shop' }, {}, ['shop', undefined]],
    ['the cluster where it has a name', { name: 'prod-eu', namespace: 'shop' }, {}, ['prod-eu', undefined]],
    [
      'its address and namespace where not',
      { server: 'https://10.0.0.7:6443', namespace: 'shop' },
      {},
      ['10.0.0.7:6443/shop', undefined],
    ],
    [
      'its own cluster where manifests name namespaces',
      { server: 'https://kubernetes.default.svc' },
      {},
      ['in-cluster', undefined],
    ],
    ['the label above all', { name: 'eu-1', namespace: 'shop' }, { environment: 'production' }, ['production', 'eu-1']],
  ])('is %s', (_, destination, labels, expected) => {
    expect(placed(destination, labels)).toEqual(expected);
  });
});

test('a body of another template is rejected with what is missing', () => {
  expect(normalize({ app: 'checkout', status: 'Synced' })).toMatchObject({ outcome: 'rejected', pointer: '/app' });
});
