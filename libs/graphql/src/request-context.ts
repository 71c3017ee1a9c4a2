import type { Analytics } from '@leadline/ports';
import type { FastifyRequest } from 'fastify';
import type { CatalogueInForce, GraphqlDeps, GraphqlScope } from './deps.js';
import { coded } from './errors.js';
import { type Loaders, loadersOf } from './loading/loaders.js';

/** What all resolvers of one request share: one instant, one warehouse, one catalogue. */
export interface RequestContext extends Loaders {
  readonly requestId: string;
  /** Epoch milliseconds: the `asOf` of everything that names none, and what `computedAt` says. */
  readonly now: number;
  readonly analytics: Analytics;
  readonly catalogue: () => Promise<CatalogueInForce>;
  /** Who the caller is. @throws GraphQLError where the scope is lacking. */
  readonly callerWith: (scope: GraphqlScope) => string;
  /** Whether the caller has a scope, for what is told more briefly without it. */
  readonly mayCaller: (scope: GraphqlScope) => boolean;
}

export function requestContext(deps: GraphqlDeps, request: FastifyRequest): RequestContext {
  const analytics = deps.analytics();
  let catalogue: Promise<CatalogueInForce> | undefined;
  return {
    requestId: request.id,
    now: deps.clock.now(),
    analytics,
    catalogue: () => (catalogue ??= deps.catalogue()),
    ...loadersOf(analytics),
    callerWith: (scope) => allowed(deps, request, scope),
    mayCaller: (scope) => deps.authorise(request, scope).outcome === 'allowed',
  };
}

function allowed(deps: GraphqlDeps, request: FastifyRequest, scope: GraphqlScope): string {
  const authorisation = deps.authorise(request, scope);
  switch (authorisation.outcome) {
    case 'allowed':
      return authorisation.by;
    case 'unauthenticated':
      throw coded('UNAUTHENTICATED', `This needs a token with the scope ${scope}`, tokenFix(scope));
    case 'forbidden':
      throw coded('FORBIDDEN', `The token lacks the scope ${scope}`, tokenFix(scope));
  }
}

export const tokenFix = (scope: GraphqlScope) => ({
  fix: `Send "Authorization: Bearer leadline_…"; leadline token create --scope ${scope} makes one`,
});
