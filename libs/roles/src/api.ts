import type { Platform } from '@leadline/adapters';
import type { Catalogue, LeadlineEvent } from '@leadline/events';
import {
  type GraphqlAuthorisation,
  type GraphqlDeps,
  type GraphqlScope,
  type OwnAnswer,
  registerGraphql,
} from '@leadline/graphql';
import { authorise, type Guard, registerExport, type ReportError } from '@leadline/http';
import {
  acceptInternal,
  type Control,
  changesExport,
  deploymentsExport,
  eventsExport,
  type ExportDeps,
  flagsExport,
  type Generation,
  type IngestDeps,
  incidentsExport,
  type KnownEndpoint,
  latestCatalogue,
  askForNotice,
  knownNotices,
  listMails,
  mailsAccepted,
  evidenceExport,
  metricsExport,
  openedBy,
  recordAt,
  recordedDelivery,
  retryQuarantined,
  stageProgress,
} from '@leadline/pipeline';
import { type Analytics, type Clock, LogUnavailable } from '@leadline/ports';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AskFrontPage } from './front-page.js';
import { keepFrontPage } from './keep-front-page.js';
import { Present } from './present.js';
import type { Digests } from './digests.js';

export interface ApiDeps {
  readonly platform: Platform;
  readonly control: Control;
  readonly clock: Clock;
  readonly guard: Guard;
  readonly ingest: IngestDeps;
  /** The endpoints that are on. */
  readonly endpoints: () => readonly KnownEndpoint[];
  readonly inForce: () => Generation;
  readonly report: ReportError;
  readonly digests: Pick<Digests, 'subscriptions' | 'mailer'>;
  /** Where people reach this process, without a slash at the end. */
  readonly address: () => string;
  /** Where people reach Leadline, without a slash at the end. */
  readonly publicAddress: () => string;
}

/** The exports, by their path below /api/v1. */
const exportsByPath = {
  metrics: metricsExport,
  evidence: evidenceExport,
  deployments: deploymentsExport,
  changes: changesExport,
  incidents: incidentsExport,
  flags: flagsExport,
  events: eventsExport,
};

export interface RunningApi {
  /** Keeps the front page's answers ready until the signal aborts. */
  keep(frontPage: AskFrontPage, signal: AbortSignal): Promise<void>;
  /** Those answers as JSON, for who may read them; undefined: they are not there, or not of the present. */
  ready(request: FastifyRequest): Promise<string | undefined>;
  close(): Promise<void>;
}

/** GraphQL and the flat exports. The promise resolves when they can be asked; `close` ends them. */
export async function registerApi(server: FastifyInstance, deps: ApiDeps): Promise<RunningApi> {
  const rows = await warehouseInForce(deps);
  const catalogue = remembered(CATALOGUE_MS, deps.clock, async (): Promise<Catalogue> =>
    latestCatalogue((await rows.current()).facts),
  );
  const exported: ExportDeps = {
    analytics: rows.analytics,
    catalogue,
    clock: deps.clock,
    state: async () => stateOf(deps, (await catalogue()).version),
    opened: openedBy(deps.control),
    evidenceUrl: (id) => `${deps.address()}/graphql?point=${encodeURIComponent(id)}`,
    deploymentUrl: (id) => `${deps.address()}/graphql?deployment=${encodeURIComponent(id)}`,
  };
  for (const [name, make] of Object.entries(exportsByPath))
    registerExport(server, `/api/v1/${name}`, make(exported), deps.guard);
  const present = new Present(deps.clock, rows.revision);
  const graphql = await registerGraphql(server, graphqlDeps(deps, rows, catalogue, present));
  return {
    keep(frontPage, signal) {
      const ask = async (at: number): Promise<readonly OwnAnswer[]> => {
        const answers: OwnAnswer[] = [];
        await frontPage(async (question) => {
          signal.throwIfAborted();
          const data = await graphql.ask(question, at);
          answers.push({ question, data });
          return data;
        }, at);
        return answers;
      };
      const report = (error: unknown): void => deps.report(error, { id: 'own', method: 'POST', url: '/graphql' });
      const { revision } = rows;
      return keepFrontPage({ ask, keep: graphql.keepReady, present, revision, clock: deps.clock, report }, signal);
    },
    async ready(request) {
      if (authorisationFor(deps.guard, request, 'metrics:read').outcome !== 'allowed') return undefined;
      const at = await present.now();
      return handedOver(graphql.ready(at), at);
    },
    close: () => graphql.close(),
  };
}

const handedOverBefore = new WeakMap<readonly OwnAnswer[], string>();

/** As the dashboard reads it from its document (`api/handed-over.ts` there). The same text as long as the answers are the same. */
function handedOver(answers: readonly OwnAnswer[], at: number): string | undefined {
  if (answers.length === 0) return undefined;
  const told = answers.map(({ question: { operationName, variables }, data }) => ({ operationName, variables, data }));
  const text = handedOverBefore.get(answers) ?? JSON.stringify({ at, answers: told });
  handedOverBefore.set(answers, text);
  return text;
}

function graphqlDeps(
  deps: ApiDeps,
  rows: WarehouseInForce,
  catalogue: () => Promise<Catalogue>,
  present: Present,
): GraphqlDeps {
  const { platform, control, clock, guard, ingest, report, digests } = deps;
  return {
    analytics: rows.analytics,
    catalogue: async () => {
      const declared = await catalogue();
      return { catalogue: declared, version: declared.version };
    },
    clock,
    present: () => present.now(),
    publicAddress: deps.publicAddress,
    endpoints: deps.endpoints,
    deliveryAt: async (position) => {
      const record = await recordAt(platform.log, position);
      if (record === undefined) return null;
      const { headers, body } = recordedDelivery(record);
      return { headers, body };
    },
    authorise: (request, scope) => authorisationFor(guard, request, scope),
    weeklyMails: async (weeks) => {
      await control.refresh();
      const mails = listMails(control.state.digests, digests.subscriptions(), { weeks, now: clock.now() });
      return { sending: digests.mailer() !== undefined, mails };
    },
    sentMails: () => mailsAccepted(control.state.digests),
    notices: (now) => knownNotices(control.state.notices, now),
    askForNotice: (asked) => askForNotice(control, asked),
    appendCorrection: async (event) => appended(ingest, event),
    retryQuarantined: (ids) => retryQuarantined({ log: platform.log, analytics: rows.analytics() }, ids),
    report: (error, { id }) => report(error, { id, method: 'POST', url: '/graphql' }),
  };
}

function authorisationFor(guard: Guard, request: FastifyRequest, scope: GraphqlScope): GraphqlAuthorisation {
  return authorise(guard, request, scope, 'open_without_tokens');
}

async function appended(ingest: IngestDeps, event: LeadlineEvent): Promise<string> {
  const accepted = await acceptInternal(ingest, [event]);
  const [position] = accepted.outcome === 'accepted' ? accepted.positions : [];
  if (position === undefined) throw new LogUnavailable('The correction was not stored');
  return position;
}

interface WarehouseInForce {
  readonly current: () => ReturnType<Platform['warehouse']>;
  readonly analytics: () => Analytics;
  /** Changes whenever the rows that are asked for have changed. */
  readonly revision: () => Promise<string>;
}

/** The rows of the generation in force; while another one is being opened, those of the one before. */
async function warehouseInForce({ platform, inForce }: ApiDeps): Promise<WarehouseInForce> {
  let open = { database: inForce().database, warehouse: await platform.warehouse(inForce().database) };
  const current = async () => {
    const { database } = inForce();
    if (database !== open.database) open = { database, warehouse: await platform.warehouse(database) };
    return open.warehouse;
  };
  const opened = () => {
    if (inForce().database !== open.database) void current().catch(() => undefined);
    return open;
  };
  return {
    current,
    analytics: () => opened().warehouse.analytics,
    revision: async () => {
      const { database, warehouse } = opened();
      return `${database} ${await warehouse.revision()}`;
    },
  };
}

/** What every answer depends on: the generation, how far derive has come, the configuration. */
async function stateOf({ platform, inForce }: ApiDeps, configuration: string): Promise<string> {
  const generation = inForce();
  const derive = (await stageProgress(platform.log, generation)).at(-1);
  return JSON.stringify([generation.number, [...(derive?.positions ?? [])], configuration]);
}

const CATALOGUE_MS = 1_000;

/** Asks again when the last answer is older than that; a failure is not remembered. */
function remembered<T>(ms: number, clock: Clock, ask: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | undefined;
  return () => {
    const now = clock.now();
    if (last === undefined || now - last.at >= ms) {
      const answer = ask();
      last = { at: now, answer };
      answer.catch(() => (last = undefined));
    }
    return last.answer;
  };
}
