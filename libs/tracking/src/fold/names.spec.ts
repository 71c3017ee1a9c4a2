import { catalogue, type Catalogue, emptyCatalogue } from '@leadline/events';
import { describe, expect, it } from 'vitest';
import { foldEntity } from './entity.js';
import { servicesEverNamed, serviceOf } from './names.js';
import type { Patch } from './patches.js';
import { timelineIn } from './rows.js';

const declaring = (...services: unknown[]): Catalogue =>
  catalogue.parse({ version: '1', declaredAt: '2026-01-01T00:00:00Z', services });

/** As GitHub names a deployment of a repository: the service is called after it. */
const said = (repository: string, repositoryId: string | null = 'github:4711') => ({
  source: 'github',
  service: repository.split('/')[1] ?? null,
  repository,
  repositoryId,
});

describe('whoever builds or deploys a repository', () => {
  const onGitHub = declaring({ name: 'checkout', repositories: ['github:acme/shop'] });
  const built = (source: string) => ({ source, service: 'shop-deploy', repository: 'acme/shop', repositoryId: null });

  it('means the service of that name on any forge', () => {
    expect(serviceOf(onGitHub, built('jenkins'))).toBe('checkout');
  });

  it('is no forge: another forge has repositories of its own', () => {
    expect(serviceOf(onGitHub, built('gitlab'))).toBe('shop-deploy');
  });
});

describe('an issue that its tracker calls an incident', () => {
  const issue = (data: object): Patch => ({
    eventId: 'e-1',
    kind: 'issue',
    source: 'gitlab:acme/shop',
    time: null,
    revision: 1,
    hash: 'h',
    data: { source: 'gitlab', repo: 'acme/shop', openedAt: '2026-03-02T10:00:00Z', ...data },
  });
  const incidentsOf = (patch: Patch, known = emptyCatalogue) =>
    foldEntity('issue:gitlab/1', [patch], known).rows.flatMap((one) => (one.table === 'incidents' ? [one.row] : []));

  it('is one without a label', () => {
    expect(incidentsOf(issue({ type: 'incident', severity: 'high' }))).toMatchObject([
      { service: 'shop', severity: 'high' },
    ]);
    expect(incidentsOf(issue({ type: 'issue' }))).toEqual([]);
  });

  it('is as bad as the catalogue translates it, unless a label says so', () => {
    const known = catalogue.parse({ ...emptyCatalogue, rules: { severityLabels: { high: 'sev2' } } });
    expect(incidentsOf(issue({ type: 'incident', severity: 'high' }), known)).toMatchObject([{ severity: 'sev2' }]);
    expect(incidentsOf(issue({ type: 'incident', severity: 'high', labels: ['sev1'] }), known)).toMatchObject([
      { severity: 'sev1' },
    ]);
  });
});

describe('a repository that was renamed', () => {
  it('keeps its service where the catalogue has both names', () => {
    const both = declaring({ name: 'shop', repositories: ['github:acme/shop', 'github:acme/store'] });
    expect([said('acme/shop'), said('acme/store')].map((name) => serviceOf(both, name))).toEqual(['shop', 'shop']);
  });

  it('keeps its service where the catalogue has its id, whatever it is called', () => {
    const byId = declaring({ name: 'checkout', repositories: ['github:4711'] });
    expect([said('acme/shop'), said('acme/store')].map((name) => serviceOf(byId, name))).toEqual([
      'checkout',
      'checkout',
    ]);
    expect(serviceOf(byId, said('acme/shop', 'github:4712'))).toBe('shop');
  });

  it('does not fall to another service that bears the new name', () => {
    const taken = declaring(
      { name: 'shop', repositories: ['github:acme/shop', 'github:acme/web'] },
      { name: 'web', repositories: ['github:acme/frontend'] },
    );
    expect(serviceOf(taken, said('acme/web'))).toBe('shop');
    expect(serviceOf(taken, said('acme/frontend'))).toBe('web');
  });

  it('leaves a name that a sender chose itself to the service of that name', () => {
    const taken = declaring({ name: 'shop', repositories: ['acme/web'] }, { name: 'web' });
    expect(serviceOf(taken, { ...said('acme/web'), source: 'jenkins' })).toBe('web');
  });

  it('is two services where nobody declared any', () => {
    expect([said('acme/shop'), said('acme/store')].map((name) => serviceOf(emptyCatalogue, name))).toEqual([
      'shop',
      'store',
    ]);
  });

  it('has its deployments before and after under one service', () => {
    const byId = declaring({ name: 'checkout', repositories: ['github:4711'] });
    const services = ['acme/shop', 'acme/store'].map((repo) => {
      const { rows } = foldEntity('deployment:github/1', [deployment(repo)], byId);
      return rows.flatMap((folded) => (folded.table === 'reports' ? [folded.row.service] : []));
    });
    expect(services).toEqual([['checkout'], ['checkout']]);
  });
});

describe('every service an entity could ever have meant', () => {
  it('includes those of every name and id its events said', () => {
    const known = declaring({ name: 'checkout', repositories: ['github:4711'] });
    const events = [{ source: 'github', service: 'shop', repo: 'acme/shop' }, { repositoryId: 'github:4711' }];
    expect(servicesEverNamed(known, events)).toEqual(['checkout', 'shop']);
  });
});

describe('whose word counts', () => {
  const standingOf = (source: string, known: Catalogue = emptyCatalogue): unknown => {
    const patch = deployment('acme/shop', { source });
    const [folded] = foldEntity('deployment:github/1', [patch], known).rows;
    return folded?.table === 'reports'
      ? timelineIn<{ standing: number }>(folded.row.history)[0]?.state.standing
      : undefined;
  };

  it('is the deployer’s before the pipeline’s before the forge’s', () => {
    expect(['argocd', 'flux', 'spinnaker', 'octopus'].map((source) => standingOf(source))).toEqual([1, 1, 1, 1]);
    expect(['jenkins', 'circleci', 'our-own-script'].map((source) => standingOf(source))).toEqual([2, 2, 2]);
    expect(['github', 'gitlab'].map((source) => standingOf(source))).toEqual([3, 3]);
  });

  it('is the authority’s that the service declares, in this service alone', () => {
    const shop = { name: 'shop', repositories: ['acme/shop'], authority: { deployments: 'github' } };
    expect(standingOf('github', declaring(shop))).toBe(0);
    expect(standingOf('argocd', declaring(shop))).toBe(1);
    expect(standingOf('github', declaring({ ...shop, name: 'other', repositories: [] }))).toBe(3);
  });
});

function deployment(repo: string, more: Readonly<Record<string, unknown>> = {}): Patch {
  const data = {
    id: 'github/1',
    source: 'github',
    service: repo.split('/')[1],
    repo,
    repositoryId: 'github:4711',
    environment: 'production',
    status: 'succeeded',
    ...more,
  };
  return { eventId: '1', kind: 'deployment', source: 'github', time: null, revision: 1, hash: '', data };
}

describe('an incident as its tool tells of it', () => {
  const incident = (data: object): Patch => ({
    eventId: 'e-1',
    kind: 'incident',
    source: 'pagerduty',
    time: null,
    revision: 1,
    hash: 'h',
    data: { id: 'pagerduty/1', source: 'pagerduty', startedAt: '2026-03-02T10:00:00Z', ...data },
  });
  const rowOf = (patch: Patch, known: Catalogue = emptyCatalogue) => {
    const { rows, services } = foldEntity('incident:pagerduty/1', [patch], known);
    return [...rows.flatMap((one) => (one.table === 'incidents' ? [one.row] : [])), { services }];
  };
  const rules = { severityLabels: { P1: 'sev1', critical: 'sev1', 'SEV-1': 'sev1', low: 'sev4', Low: 'sev3' } };
  const translating = catalogue.parse({ ...emptyCatalogue, rules });

  it.each([
    ['P1', 'sev1'],
    ['p1', 'sev1'],
    ['CRITICAL', 'sev1'],
    ['SEV-1', 'sev1'],
    // Both are there: as it is written.
    ['Low', 'sev3'],
    ['low', 'sev4'],
    // Nobody said what it means.
    ['P2', 'P2'],
    ['toString', 'toString'],
  ])('of the severity %s is one of %s', (severity, meant) => {
    expect(rowOf(incident({ service: 'shop', severity }), translating)).toMatchObject([{ severity: meant }, {}]);
  });

  const named = incident({ service: 'PXYZ', serviceName: 'Checkout' });

  it.each([
    ['the name that is shown', declaring(), 'Checkout'],
    ['the service of that name', declaring({ name: 'Checkout' }), 'Checkout'],
    ['the alias of its id', declaring({ name: 'shop', aliases: { pagerduty: ['PXYZ'] } }), 'shop'],
    ['the alias of its name', declaring({ name: 'shop', aliases: { pagerduty: ['Check*'] } }), 'shop'],
    [
      'the alias of its id before that of its name',
      declaring({ name: 'a', aliases: { pagerduty: ['Checkout'] } }, { name: 'b', aliases: { pagerduty: ['PXYZ'] } }),
      'b',
    ],
    ['the service that is called as its id', declaring({ name: 'PXYZ' }), 'PXYZ'],
  ])('of a service that is named by an id is of %s', (_, known, service) => {
    expect(rowOf(named, known)).toMatchObject([{ service }, { services: expect.arrayContaining([service]) }]);
  });
});
