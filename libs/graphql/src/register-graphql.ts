import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withAllowedValues } from './allowed-values.js';
import type { GraphqlDeps } from './deps.js';
import { formatError, INTERNAL, isInternal } from './errors.js';
import { flatRowsPlugin } from './flat-rows/flat-rows.js';
import { costPlugin } from './limits/cost.js';
import { queryShapeRule } from './limits/query-shape.js';
import { literalArgumentsPlugin } from './literal-arguments.js';
import { sendQueryPage, wantsPage } from './query-page/query-page.js';
import { type OwnAnswer, ReadyAnswers } from './ready-answers.js';
import { ownContext, requestContext, type RequestContext, tokenFix } from './request-context.js';
import { buildSchema } from './schema/build-schema.js';

const SHAPE = { depth: 12, fields: 2_000, rootFields: 15 };
const MOST_TOKENS = 4_000;
const MOST_COST = 50_000;

/** A question of the process itself. */
export interface OwnQuestion {
  readonly query: string;
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface RunningGraphql {
  /**
   * The data of an answer as of an instant, in epoch milliseconds, as a caller with metrics:read would get it.
   *
   * @throws Error with what is wrong where any of it cannot be answered.
   */
  readonly ask: (question: OwnQuestion, now: number) => Promise<unknown>;
  /** Sends these answers to whoever may read and asks the same while the present is that instant; they are made no more. */
  readonly keepReady: (answers: readonly OwnAnswer[], at: number) => void;
  /** The answers that are kept ready as of an instant; empty: none are. */
  readonly ready: (at: number) => readonly OwnAnswer[];
  /** Waits for the questions under way; the server that they came by is closed by who made it. */
  readonly close: () => Promise<void>;
}

/**
 * Mounts `POST /graphql` and `GET /graphql` on a server: Apollo over the schema that Nest makes. To be called before the
 * server listens. A browser that asks for a page gets the query page; it can read nothing without a token where tokens
 * are needed.
 */
export async function registerGraphql(server: FastifyInstance, deps: GraphqlDeps): Promise<RunningGraphql> {
  const { schema, close } = await buildSchema(deps);
  const apollo = new ApolloServer<RequestContext>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Its own adds a line's end, and an answer of megabytes is then copied whole.
    stringifyResult: (result) => JSON.stringify(result),
    parseOptions: { maxTokens: MOST_TOKENS },
    validationRules: [queryShapeRule(SHAPE)],
    plugins: [
      // It looks at every field of every point, for a header that no answer of ours carries.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      literalArgumentsPlugin(),
      costPlugin(MOST_COST),
      flatRowsPlugin(),
      reportPlugin(deps),
    ],
    formatError: (formatted, error) => withAllowedValues(formatError(formatted, error), schema),
  });
  await apollo.start();
  const ready = new ReadyAnswers();
  const answer = fastifyApolloHandler(apollo, { context: async (request) => requestContext(deps, request) });
  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    exposeHeadRoute: false,
    onRequest: async (request, reply) => answerBeforehand(deps, request, reply),
    preHandler: async (request, reply) => {
      if (!ready.mayHave(request.body)) return undefined;
      const body = ready.bodyOf(request.body, await deps.present());
      return body === undefined ? undefined : reply.type('application/json; charset=utf-8').send(body);
    },
    // As bytes: of megabytes of text Node makes a buffer three times as large, after the head was written before them.
    async handler(request, reply) {
      const body: unknown = await answer.call(server, request, reply);
      return typeof body === 'string' ? Buffer.from(body) : body;
    },
  });
  return {
    async ask({ query, operationName, variables }, now) {
      const asked = { query, operationName, variables: { ...variables } };
      const { body } = await apollo.executeOperation(asked, { contextValue: ownContext(deps, now) });
      if (body.kind !== 'single') throw new Error(`${operationName} was answered in parts`);
      const { data, errors = [] } = body.singleResult;
      if (errors.length > 0) throw new Error(`${operationName}: ${errors.map(({ message }) => message).join('; ')}`);
      return data;
    },
    keepReady: (answers, at) => ready.replace(answers, at),
    ready: (at) => ready.allOf(at),
    async close() {
      await apollo.stop();
      await close();
    },
  };
}

/** The page for browsers, and the refusal of who may ask nothing: both before a body is read. */
async function answerBeforehand(
  deps: GraphqlDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  // Apollo is told the address as a URL, and there is none without a host that can be read.
  if (!URL.canParse(`http://${request.hostname}/`)) return reply.code(400).send(unreadableHost);
  if (wantsPage(request)) return sendQueryPage(reply);
  const authorisation = deps.authorise(request, 'metrics:read');
  switch (authorisation.outcome) {
    case 'allowed':
      return undefined;
    case 'unauthenticated':
      reply.code(401).header('www-authenticate', 'Bearer');
      return reply.send(refusal('UNAUTHENTICATED', 'This needs a valid token'));
    case 'forbidden':
      return reply.code(403).send(refusal('FORBIDDEN', 'The token lacks the scope metrics:read'));
  }
}

const unreadableHost = {
  errors: [{ message: 'The Host header cannot be read', extensions: { code: 'BAD_REQUEST' } }],
};

const refusal = (code: string, message: string) => ({
  errors: [{ message, extensions: { code, ...tokenFix('metrics:read') } }],
});

/** Tells Leadline's log what the caller must not see, and the caller under which id it stands there. */
function reportPlugin({ report }: GraphqlDeps): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors)
          if (isInternal(error)) report(error.originalError ?? error, { id: contextValue.requestId });
      },
      async willSendResponse({ response, contextValue }) {
        if (response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        if (singleResult.errors === undefined) return;
        singleResult.errors = singleResult.errors.map((error) =>
          error.extensions?.['code'] === INTERNAL
            ? {
                ...error,
                extensions: {
                  ...error.extensions,
                  fix: `Look for request ${contextValue.requestId} in the log of Leadline`,
                },
              }
            : error,
        );
      },
    }),
  };
}
