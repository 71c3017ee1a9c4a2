import type { Catalogue } from '@leadline/events';
import type { ScorecardScope } from '@leadline/insights';
import { type ArgumentProblem, refuseProblems } from '../errors.js';
import type { ScopeInput } from '../metrics/metric-inputs.js';
import { nameProblems } from '../metrics/name-problems.js';
import { readMetricQuery } from '../metrics/read-query.js';
import type { RequestContext } from '../request-context.js';
import { scorecardScope } from './scorecard-scope.js';

/** Whom people speak for in a mutation. */
export interface SpokenFor {
  readonly team?: string | null;
  readonly service?: string | null;
}

/** The scope that `input` names, or a refusal with everything that is wrong with it, `others` included. */
export const spokenScope = async (
  { team, service }: SpokenFor,
  context: RequestContext,
  others: readonly ArgumentProblem[],
): Promise<ScorecardScope> => {
  const asked = { ...(team ? { teams: [team] } : {}), ...(service ? { services: [service] } : {}) };
  return (await readScope(asked, 'input', context, others)).scope;
};

/** The scope that is asked for: one team, one service, or everybody. */
export async function readScope(
  asked: ScopeInput,
  argument: 'scope' | 'input',
  context: RequestContext,
  others: readonly ArgumentProblem[] = [],
): Promise<{ readonly scope: ScorecardScope; readonly catalogue: Catalogue }> {
  const { catalogue } = await context.catalogue();
  const window = { from: 0, to: context.now };
  const { query, problems } = readMetricQuery(
    { ids: ['DEPLOYMENT_FREQUENCY'], window, scope: asked },
    catalogue,
    context.now,
  );
  const { scope, problems: scopeProblems } = scorecardScope(query.scope, argument);
  const wrong = [...problems, ...scopeProblems, ...(await nameProblems(query, context))];
  const placed = wrong.map((one) => ({
    ...one,
    argument: argument === 'scope' ? one.argument : one.argument.replace(/^scope\.(team|service)s$/, 'input.$1'),
  }));
  refuseProblems([...others, ...placed]);
  return { scope, catalogue };
}
