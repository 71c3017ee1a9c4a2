const MINUTE = 60_000;
const at = (ms: number): string => new Date(ms).toISOString();
const sha = (letter: string): string => letter.repeat(40);

const event = (kind: string, id: string, time: number, data: object): object => ({
  specversion: '1.0',
  id,
  source: '/ci/night',
  type: `dev.leadline.${kind}.recorded`,
  time: at(time),
  data,
});

interface Deployed {
  readonly id: string;
  readonly service: string;
  readonly letter: string;
  readonly finished: number | null;
  readonly environment?: string;
}

function deployed({ id, service, letter, finished, environment = 'production' }: Deployed, now: number): object {
  const end = finished ?? now - 20 * MINUTE;
  return event('deployment', id, end, {
    id,
    service,
    repo: `acme/${service}`,
    environment,
    envTier: environment,
    status: finished === null ? 'in_progress' : 'succeeded',
    startedAt: at(end - 4 * MINUTE),
    finishedAt: finished === null ? null : at(finished),
    sha: sha(letter),
    version: `2.${id}`,
  });
}

function commit(letter: string, parent: string, service: string, time: number, title: string): object {
  const data = { repo: `acme/${service}`, sha: sha(letter), committedAt: at(time), parents: [sha(parent)], title };
  return event('commit', `commit-${letter}`, time, data);
}

export const yaml = `
organisation: { name: Acme, timeZone: UTC }
teams: { eng: {}, eng/shop: {}, eng/money: {} }
services:
  cart: { teams: [eng/shop] }
  ledger:
    teams: [eng/money]
    links: { runbook: 'https://wiki.example/ledger', logs: 'https://logs.example/{version}/{environment}' }
environments: { staging: { tier: staging }, production: { tier: production } }
`;

export const shas = { live: sha('a'), waiting: sha('b'), ledger: sha('c') } as const;

/** What ledger 2.ledger-1 waited for, did and was checked by. */
function rolloutOfLedger(ago: (minutes: number) => number): object[] {
  return [
    event('approval_requested', 'gate-1', ago(90), {
      id: 'gate-1',
      deployment: 'ledger-1',
      gate: 'release manager',
      at: at(ago(90)),
    }),
    event('approval_given', 'gate-1-given', ago(70), {
      id: 'gate-1-given',
      request: 'gate-1',
      at: at(ago(70)),
      decision: 'approved',
      by: 'person',
    }),
    event('rollout_step', 'step-1', ago(64), {
      id: 'step-1',
      deployment: 'ledger-1',
      at: at(ago(64)),
      weight: 10,
      action: 'stepped',
    }),
    event('verification', 'check-1', ago(61), {
      id: 'check-1',
      deployment: 'ledger-1',
      stage: 'canary',
      check: 'errors <b>5xx</b>',
      startedAt: at(ago(63)),
      finishedAt: at(ago(61)),
      result: 'passed',
    }),
  ];
}

/**
 * A night: cart 2.cart-1 went to production 40 min ago, ledger 2.ledger-1 an hour ago, by a gate and a canary that was
 * checked; a flag was switched 50 min ago; since half an hour nobody can pay. Pull request 12 (SHOP-7) waits in staging for
 * production.
 */
export function nightEvents(now: number): object[] {
  const ago = (minutes: number): number => now - minutes * MINUTE;
  return [
    commit('a', '0', 'cart', ago(600), 'Count guests'),
    commit('b', 'a', 'cart', ago(300), 'SHOP-7 keep the basket (#12)'),
    commit('c', '1', 'ledger', ago(400), 'Round half to even'),
    event('pull_request', 'request-12', ago(300), {
      repo: 'acme/cart',
      number: 12,
      title: 'SHOP-7 keep the basket',
      openedAt: at(ago(420)),
      mergedAt: at(ago(300)),
      mergeSha: sha('b'),
      commits: [],
      method: 'squash',
      url: 'https://forge.example/acme/cart/pull/12',
    }),
    deployed({ id: 'cart-1', service: 'cart', letter: 'a', finished: ago(40) }, now),
    deployed({ id: 'cart-s', service: 'cart', letter: 'b', finished: ago(120), environment: 'staging' }, now),
    deployed({ id: 'ledger-1', service: 'ledger', letter: 'c', finished: ago(60) }, now),
    ...rolloutOfLedger(ago),
    event('flag_change', 'flag-1', ago(50), {
      id: 'flag-1',
      flag: 'one-page',
      environment: 'production',
      envTier: 'production',
      at: at(ago(50)),
      exposure: 50,
      services: ['cart'],
    }),
    event('incident', 'pay-1', ago(30), {
      id: 'PAY-1',
      service: 'cart',
      severity: 'sev1',
      startedAt: at(ago(30)),
      title: 'Nobody can pay <b>at all</b>',
    }),
  ];
}
