export interface Service {
  readonly name: string;
  readonly team: string;
  /** Repository's name without its owner. */
  readonly repository: string;
  /** Where it lies in a repository of several services. */
  readonly folder?: string;
  readonly language: string;
  readonly tier: '1' | '2' | '3';
  /** Share of its team's work. */
  readonly weight: number;
  /** Regions of production, in the order they are released to; without them production is one place. */
  readonly regions?: readonly string[];
  /** How Leadline hears of its deployments: GitHub's deployments, or its pipeline says so itself. */
  readonly reports: 'github' | 'pipeline';
  /** Where its incidents are kept: as issues of its repository, or at the incident desk. */
  readonly incidents: 'issues' | 'desk';
  /** A person must approve before production. */
  readonly isGated?: boolean;
  /** Released to a share of the traffic first. */
  readonly isGradual?: boolean;
  /** The team that owned it until so many weeks before the end. */
  readonly formerly?: { readonly team: string; readonly weeksAgo: number };
}

interface Kept {
  readonly reports?: Service['reports'];
  readonly incidents?: Service['incidents'];
  readonly regions?: readonly string[];
  readonly formerly?: Service['formerly'];
}

const single =
  (team: string) =>
  (name: string, language: string, tier: Service['tier'], weight: number, kept: Kept = {}): Service => ({
    reports: 'github',
    incidents: 'issues',
    ...kept,
    name,
    team,
    repository: name,
    language,
    tier,
    weight,
  });

/** A service that shares its repository: GitHub cannot tell whose a deployment or an issue there is, so its pipeline does. */
const shared = (service: Omit<Service, 'reports' | 'incidents' | 'folder'>): Service => ({
  ...service,
  folder: `services/${service.name}`,
  reports: 'pipeline',
  incidents: 'desk',
});

const twoRegions = { regions: ['eu', 'us'] };
const atDesk = { incidents: 'desk' } as const;
const payments = single('eng/payments');
const storefront = single('eng/storefront');
const identity = single('eng/identity');
const search = single('eng/search');
const mobile = single('eng/mobile');
const platform = single('eng/platform');
const data = single('eng/data');
const logistics = single('eng/logistics');

export const services: readonly Service[] = [
  payments('payments-api', 'go', '1', 4, twoRegions),
  payments('payment-webhooks', 'go', '2', 2),
  payments('fraud-scoring', 'python', '2', 2),
  shared({
    name: 'ledger-api',
    team: 'eng/payments',
    repository: 'ledger',
    language: 'kotlin',
    tier: '1',
    weight: 2,
    isGated: true,
  }),
  shared({
    name: 'ledger-exports',
    team: 'eng/payments',
    repository: 'ledger',
    language: 'kotlin',
    tier: '2',
    weight: 1,
    isGated: true,
  }),
  storefront('storefront-web', 'typescript', '1', 4, twoRegions),
  storefront('product-pages', 'typescript', '1', 3),
  storefront('recommendations', 'python', '2', 2),
  shared({
    name: 'cart',
    team: 'eng/storefront',
    repository: 'commerce',
    language: 'typescript',
    tier: '1',
    weight: 2,
    isGradual: true,
  }),
  shared({
    name: 'checkout',
    team: 'eng/storefront',
    repository: 'commerce',
    language: 'typescript',
    tier: '1',
    weight: 3,
    isGradual: true,
  }),
  identity('login', 'go', '1', 3, atDesk),
  identity('accounts', 'go', '1', 3, atDesk),
  identity('sessions', 'go', '1', 2, atDesk),
  identity('permissions', 'go', '2', 2, atDesk),
  identity('audit-trail', 'java', '3', 1, atDesk),
  search('search-api', 'java', '1', 4),
  search('search-indexer', 'java', '2', 2),
  search('autocomplete', 'rust', '2', 2),
  search('ranking', 'python', '2', 2),
  search('catalogue-feed', 'java', '3', 1),
  mobile('mobile-gateway', 'kotlin', '1', 3, { ...twoRegions, reports: 'pipeline' }),
  mobile('push-notifications', 'kotlin', '2', 2),
  mobile('app-config', 'kotlin', '2', 1, { formerly: { team: 'eng/platform', weeksAgo: 10 } }),
  mobile('deep-links', 'typescript', '3', 1),
  mobile('device-registry', 'kotlin', '3', 1),
  platform('feature-flags', 'go', '1', 2),
  platform('secrets-broker', 'go', '1', 2),
  platform('job-scheduler', 'go', '2', 2),
  platform('metrics-relay', 'rust', '2', 1),
  platform('build-cache', 'rust', '3', 1),
  data('events-collector', 'go', '1', 3),
  data('warehouse-loader', 'python', '2', 2),
  data('reporting-api', 'python', '2', 2),
  data('experiments', 'python', '2', 1),
  data('customer-segments', 'python', '3', 1),
  logistics('order-routing', 'java', '1', 3),
  logistics('warehouse-sync', 'java', '1', 3),
  logistics('carrier-labels', 'java', '2', 2),
  logistics('returns', 'java', '2', 2),
  logistics('delivery-tracking', 'typescript', '2', 2),
];

/** Services that took the upgrade of the shared library on the bad Friday. */
export const upgradedTogether: readonly string[] = [
  'payments-api',
  'payment-webhooks',
  'storefront-web',
  'product-pages',
  'recommendations',
  'login',
  'accounts',
  'search-api',
  'mobile-gateway',
  'feature-flags',
  'events-collector',
];
