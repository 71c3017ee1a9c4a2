import type { ApolloServerPlugin } from '@apollo/server';
import type { ComplexityEstimatorArgs } from '@nestjs/graphql';
import { GraphQLError } from 'graphql/index.js';
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity';
import { coded } from '../errors.js';

/** Most rows a connection gives at once. */
export const MOST_ROWS = 500;
/** Cost of counting what a page is cut from. */
export const TOTAL_COST = 50;
/** What a list inside a row is taken to hold. */
const ITEMS_OF_A_LIST = 10;

/** Refuses operations that cost too much. Cost depends on variables (`first: $n`), so it is judged for each request. */
export function costPlugin<Context extends object>(most: number): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ schema, document, request }) {
        const variables = request.variables ?? {};
        const cost = costOf({ schema, query: document, variables, ...named(request.operationName) });
        if (cost <= most) return;
        const text = `The query costs ${cost}; ${most} are answered. Ask for fewer rows (first), fewer fields, or in several queries.`;
        throw coded('QUERY_TOO_COSTLY', text, { cost: { requested: cost, most }, http: { status: 400 } });
      },
    }),
  };
}

const named = (operationName: string | undefined) => (operationName ? { operationName } : {});

function costOf(asked: Omit<ComplexityOptions, 'estimators'>): number {
  try {
    return getComplexity({
      ...asked,
      estimators: [fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 1 })],
    });
  } catch (error) {
    // Variables that do not fit their types: execution refuses them, before it asks anything, and says which.
    if (error instanceof GraphQLError) return 0;
    throw error;
  }
}

type ComplexityOptions = Parameters<typeof getComplexity>[0];

/** Cost of a connection: what it costs to find its rows, and each row by what is asked of it. */
export function connectionCost({ args, childComplexity }: ComplexityEstimatorArgs): number {
  const first: unknown = args['first'];
  const rows = typeof first === 'number' && first > 0 ? Math.min(first, MOST_ROWS) : MOST_ROWS;
  return 10 + rows * childComplexity;
}

/** What a list of places or rollouts is taken to hold. */
const PLACES = 50;

/** Cost of what is live where, or under way. */
export const placesCost = ({ childComplexity }: ComplexityEstimatorArgs): number => 200 + PLACES * childComplexity;

/** Cost of a list inside a row. */
export const listCost = ({ childComplexity }: ComplexityEstimatorArgs): number => 1 + ITEMS_OF_A_LIST * childComplexity;

/** Cost of a list that is read by statements of its own, one for all rows of the page. */
export const loadCost = ({ childComplexity }: ComplexityEstimatorArgs): number =>
  100 + ITEMS_OF_A_LIST * childComplexity;

/** The same where the caller says how many. */
export function nestedPageCost({ args, childComplexity }: ComplexityEstimatorArgs): number {
  const first: unknown = args['first'];
  return 20 + (typeof first === 'number' && first > 0 ? first : ITEMS_OF_A_LIST) * childComplexity;
}

/** Cost of one thing that is read so. */
export const loadOneCost = ({ childComplexity }: ComplexityEstimatorArgs): number => 10 + childComplexity;

/** Cost of judging changes: two statements over both windows, and one by week. */
export const VERDICT_COST = 1_500;

/** Cost of a metric query: one statement over the window, twice where it is compared. */
export function metricsCost({ args, childComplexity }: ComplexityEstimatorArgs): number {
  const ids: unknown = args['ids'];
  const count = Array.isArray(ids) ? ids.length : 1;
  return (args['compareTo'] ? 2 : 1) * (500 + 100 * count) + childComplexity;
}
