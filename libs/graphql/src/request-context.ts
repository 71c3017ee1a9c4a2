import type { Analytics } from '@leadline/ports';
import type { FastifyRequest } from 'fastify';
import type { CatalogueInForce, GraphqlDeps, GraphqlScope } from './deps.js';
import { coded } from './errors.js';
import { FlatRows } from './flat-rows/flat-rows.js';
import { type Loaders, loadersOf } from './loading/loaders.js';

/** What all resolvers of one request share: one instant, one warehouse, one catalogue. */
export interface RequestContext extends Loaders {
  readonly requestId: string;
  /** Epoch milliseconds: the `asOf` of everything that names none, and what `computedAt` says. */
  readonly now: number;
  /** Epoch milliseconds: when the request came, for what it has written down. */
  readonly receivedAt: number;
  readonly analytics: Analytics;
  readonly catalogue: () => Promise<CatalogueInForce>;
  readonly flatRows: FlatRows;
  /** Who the caller is. @throws GraphQLError where the scope is lacking. */
  readonly callerWith: (scope: GraphqlScope) => string;
  /** Whether the caller has a scope, for what is told more briefly without it. */
  readonly mayCaller: (scope: GraphqlScope) => boolean;
}

export async function requestContext(deps: GraphqlDeps, request: FastifyRequest): Promise<RequestContext> {
  const receivedAt = deps.clock.now();
  // Before the warehouse is chosen: what it answers may be newer than the instant, never older.
  const now = await deps.present();
  return contextOf(
    deps,
    { requestId: request.id, now, receivedAt },
    {
      callerWith: (scope) => allowed(deps, request, scope),
      mayCaller: (scope) => deps.authorise(request, scope).outcome === 'allowed',
    },
  );
}

/** Of a question that the process asks itself: it may read, and nothing else. */
export function ownContext(deps: GraphqlDeps, now: number): RequestContext {
  const receivedAt = deps.clock.now();
  return contextOf(
    deps,
    { requestId: 'own', now, receivedAt },
    {
      callerWith: (scope) => {
        if (scope === 'metrics:read') return 'leadline';
        throw coded('FORBIDDEN', `Leadline's own questions have no scope ${scope}`, tokenFix(scope));
      },
      mayCaller: (scope) => scope === 'metrics:read',
    },
  );
}

function contextOf(
  deps: GraphqlDeps,
  told: Pick<RequestContext, 'requestId' | 'now' | 'receivedAt'>,
  caller: Pick<RequestContext, 'callerWith' | 'mayCaller'>,
): RequestContext {
  const analytics = deps.analytics();
  let catalogue: Promise<CatalogueInForce> | undefined;
  return {
    ...told,
    analytics,
    catalogue: () => (catalogue ??= deps.catalogue()),
    flatRows: new FlatRows(),
    ...loadersOf(analytics),
    ...caller,
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
