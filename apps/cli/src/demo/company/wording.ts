import type { Chance } from '../chance.js';

const matters: Readonly<Record<string, readonly string[]>> = {
  'eng/payments': [
    '3-D Secure challenges',
    'refund retries',
    'SEPA mandates',
    'card tokens',
    'idempotency keys',
    'chargeback evidence',
    'payout batches',
    'currency rounding',
    'Apple Pay sessions',
    'ledger snapshots',
  ],
  'eng/storefront': [
    'the product gallery',
    'price badges',
    'the delivery estimate',
    'voucher input',
    'the mini cart',
    'wish lists',
    'guest checkout',
    'image lazy loading',
    'the returns banner',
    'structured data',
  ],
  'eng/identity': [
    'passkey registration',
    'refresh tokens',
    'magic links',
    'session expiry',
    'role bindings',
    'password rules',
    'device trust',
    'consent records',
    'SSO metadata',
    'audit filters',
  ],
  'eng/search': [
    'synonyms',
    'facet counts',
    'typo tolerance',
    'index aliases',
    'query timeouts',
    'boost rules',
    'suggestion cache',
    'feed diffs',
    'stop words',
    'ranking features',
  ],
  'eng/mobile': [
    'push topics',
    'deep link routes',
    'app versions',
    'device tokens',
    'offline carts',
    'crash symbols',
    'remote config',
    'the home feed',
    'notification quiet hours',
    'response compression',
  ],
  'eng/platform': [
    'job leases',
    'secret rotation',
    'cache eviction',
    'flag streaming',
    'node draining',
    'metric labels',
    'build sandboxes',
    'rate limits',
    'health checks',
    'certificate renewal',
  ],
  'eng/data': [
    'event schemas',
    'late partitions',
    'consent filters',
    'daily snapshots',
    'experiment buckets',
    'segment exports',
    'column types',
    'backfill jobs',
    'report caching',
    'unit conversions',
  ],
  'eng/logistics': [
    'carrier zones',
    'label templates',
    'pick waves',
    'stock reservations',
    'return slips',
    'split shipments',
    'customs data',
    'route costs',
    'tracking callbacks',
    'the legacy EDI bridge',
  ],
};
const verbs = [
  'Add',
  'Fix',
  'Rework',
  'Speed up',
  'Validate',
  'Simplify',
  'Log',
  'Cache',
  'Test',
  'Migrate',
  'Retry',
  'Remove unused parts of',
];
const details = [
  'for guests',
  'behind the proxy',
  'in the nightly job',
  'for large orders',
  'with expired sessions',
  'in the admin view',
  'on slow networks',
  'for the US region',
];
const steps = [
  'Add tests',
  'Handle empty input',
  'Name things',
  'Address review',
  'Fix lint',
  'Extract the mapper',
  'Cover the error path',
  'Wire it up',
  'Tidy up',
];
const packages = [
  'zod',
  'fastify',
  'golang.org/x/net',
  'jackson-databind',
  'pydantic',
  'protobuf',
  'react',
  'opentelemetry-sdk',
  'okhttp',
  'serde',
];
const troubles = [
  'answers with 5xx',
  'slow: p99 above 4 s',
  'error rate above 5 %',
  'queue is growing',
  'connections exhausted',
  'returns stale data',
  'out of memory, restarting',
  'times out for some customers',
];
const outsideTroubles = [
  'network provider degraded',
  'third party slow',
  'DNS failures in one zone',
  'disk full on a replica',
  'certificate of a partner expired',
];
const chores = [
  'Document the runbook',
  'Flaky test',
  'Support request: export fails',
  'Upgrade the base image',
  'Alert is too noisy',
  'Typo in an error message',
];

/** Text people write: deterministic with the chance it is given. */
export const wording = {
  change: (chance: Chance, team: string): string => {
    const detail = chance.happens(0.3) ? ` ${chance.pick(details)}` : '';
    return `${chance.pick(verbs)} ${chance.pick(matters[team] ?? ['configuration'])}${detail}`;
  },
  step: (chance: Chance): string => chance.pick(steps),
  bump: (chance: Chance): string => {
    const [major, minor, patch] = [chance.whole(1, 9), chance.whole(0, 20), chance.whole(0, 9)];
    return `Bump ${chance.pick(packages)} from ${major}.${minor}.${patch} to ${major}.${minor + 1}.0`;
  },
  trouble: (chance: Chance, service: string): string => `${service}: ${chance.pick(troubles)}`,
  outsideTrouble: (chance: Chance, service: string): string => `${service}: ${chance.pick(outsideTroubles)}`,
  chore: (chance: Chance): string => chance.pick(chores),
};

export const LIBRARY_UPGRADE = 'Bump @halden/http-client from 4.8.2 to 5.0.0';

/** "Add card tokens for guests" as a branch name. */
export function branchName(login: string, title: string): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `${login.replace('[bot]', '')}/${words.slice(0, 48)}`;
}
