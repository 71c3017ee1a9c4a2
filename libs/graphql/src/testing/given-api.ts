import type { Catalogue, LeadlineEvent } from '@leadline/events';
import type { SentMail } from '@leadline/insights';
import type { AskedNotice, KnownNotice } from '@leadline/pipeline';
import type { Analytics } from '@leadline/ports';
import type { GraphqlDeps, GraphqlScope, ListedMails } from '../deps.js';
import { acme, FORTNIGHT, METRICS, NOW } from './acme.js';

/** What a test sets, and what the API did. */
export interface World {
  analytics: Analytics;
  scopes: readonly GraphqlScope[];
  catalogue: Catalogue;
  /** When requests come; the present, which stands still while nothing is stored, may be before it. */
  receivedAt: number;
  /** Bodies by position of their delivery. */
  readonly bodies: Map<string, string>;
  readonly appended: LeadlineEvent[];
  mails: readonly SentMail[];
  notices: readonly KnownNotice[];
  /** What becomes of the wish to send one once more, and the wishes. */
  askedNotice: AskedNotice['outcome'];
  readonly askedFor: { readonly id: string; readonly by: string }[];
  listedMails: ListedMails;
  readonly retried: string[];
  readonly reported: unknown[];
}

export const everyScope: readonly GraphqlScope[] = ['metrics:read', 'deliveries:read', 'corrections:write'];

export function givenWorld(analytics: Analytics): World {
  return {
    analytics,
    scopes: everyScope,
    catalogue: acme,
    receivedAt: NOW,
    bodies: new Map(),
    appended: [],
    mails: [],
    notices: [],
    askedNotice: 'asked',
    askedFor: [],
    listedMails: { sending: false, mails: [] },
    retried: [],
    reported: [],
  };
}

export function depsOf(world: World): GraphqlDeps {
  return {
    analytics: () => world.analytics,
    catalogue: async () => ({ catalogue: world.catalogue, version: 'v1' }),
    clock: { now: () => world.receivedAt },
    present: async () => NOW,
    endpoints: () => [{ name: 'github', source: 'github' }],
    publicAddress: () => 'https://leadline.example',
    deliveryAt: async (position) => {
      const body = world.bodies.get(position);
      return body === undefined ? null : { headers: { 'x-github-event': 'push' }, body: Buffer.from(body) };
    },
    authorise: (_, scope) =>
      world.scopes.includes(scope) ? { outcome: 'allowed', by: 'ana' } : { outcome: 'forbidden' },
    weeklyMails: async () => world.listedMails,
    sentMails: () => world.mails,
    notices: () => world.notices,
    askForNotice: async ({ id, by }) => {
      world.askedFor.push({ id, by });
      return { outcome: world.askedNotice };
    },
    appendCorrection: async (event) => {
      world.appended.push(event);
      return '0:7';
    },
    retryQuarantined: async (ids) => world.retried.push(...ids),
    report: (error) => world.reported.push(error),
  };
}

export interface Answer {
  readonly status: number;
  readonly data: Record<string, unknown>;
  readonly errors: { message: string; extensions: Record<string, unknown> }[];
  readonly text: string;
}

export async function ask(base: string, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const response = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { status: response.status, text, data: null, errors: [], ...JSON.parse(text) };
}

/** How a query of metrics was refused. */
export async function refusalOf(
  base: string,
  variables: Record<string, unknown>,
): Promise<{ code: unknown; argument: unknown; message: string }> {
  const { errors } = await ask(base, METRICS, { ids: ['CHANGE_FAIL_RATE'], window: FORTNIGHT, ...variables });
  const [error] = errors;
  return { code: error?.extensions['code'], argument: error?.extensions['argument'], message: error?.message ?? '' };
}
