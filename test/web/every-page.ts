/** Addresses whose pages are looked at by axe-core in light and dark, and at the width of a phone; each list in its own world. */
export const worldPages = [
  '/',
  '/teams',
  '/teams/eng/payments',
  '/services',
  '/services/search?metric=change-fail-rate&panel=above',
  '/outliers',
  '/outliers?by=service',
  '/outliers?of=eng/search',
  '/insights',
  '/insights?weeks=1',
  '/compare',
  '/compare?of=eng/payments&beside=eng/search',
  '/compare?by=service&of=search&beside=ledgr',
  '/scorecards',
  '/scorecards?team=eng/payments&panel=level-2&only=open',
  '/metric/failed-deployment-recovery-time',
  '/metric/change-lead-time?panel=counted',
  '/metric/all',
  '/metric/time-to-restore',
  '/metric/canary-pass-rate',
  '/metric/lead-time-phases',
  '/metric/lead-time-phases-review',
  '/deployments',
  '/deliveries/0:5',
  '/data',
  '/start',
  '/teams/nobody',
] as const;

/** And one whose id the world decides. */
export const FAILED = '/deployments/one-that-failed';

export const nightPages = [
  '/environments',
  '/changes',
  '/changes/acme/cart/12',
  '/on-call',
  '/incidents/PAY-1',
  '/deployments/ledger-1',
  '/incidents/none',
  '/more',
] as const;

export const flagPages = [
  '/flags',
  '/flags?team=eng/books',
  '/flags/express-pay',
  '/trains',
  '/trains/thursday',
] as const;

export const noticePages = ['/notices', '/notices?only=lost', '/alerts', '/alerts?only=TRAIN_LATE'] as const;
