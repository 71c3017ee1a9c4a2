import { timeWindow } from './address/time-window.js';
import { defaultView } from './address/view.js';
import type { Operation } from './api/operation.js';
import {
  failedDeploymentsQuery,
  measuresByTeamQuery,
  measuresQuery,
  organisationQuery,
  standingOutQuery,
  standingQuery,
  teamPathsQuery,
} from './generated/graphql.js';
import { measuresVariables } from './measures/measures-variables.js';
import {
  failedDeploymentsVariables,
  measuresByTeamVariables,
  standingOutVariables,
  standingVariables,
} from './pages/overview/overview-questions.js';

/** A question as GraphQL takes it. */
export interface FrontPageQuestion {
  readonly query: string;
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Asks everything that the dashboard asks when it is opened at "/", in the same order, one after the other. The server calls
 * it ahead of visitors, and answers them from what it keeps; `ask` resolves with the data. `now` in epoch milliseconds.
 */
export async function askFrontPage(ask: (question: FrontPageQuestion) => Promise<unknown>, now: number): Promise<void> {
  const timeZone = timeZoneIn(await ask(question(organisationQuery, {})));
  const view = defaultView;
  const window = timeWindow(view, now, timeZone);
  await ask(question(measuresQuery, measuresVariables(view, window)));
  await ask(question(teamPathsQuery, { asOf: view.asOf }));
  await ask(question(standingQuery, standingVariables(view)));
  await ask(question(standingOutQuery, standingOutVariables(view, window)));
  await ask(question(measuresByTeamQuery, measuresByTeamVariables(view, window)));
  await ask(question(failedDeploymentsQuery, failedDeploymentsVariables(view, window)));
}

/** The compiler holds the variables against the operation. */
function question<Answer, Variables extends Readonly<Record<string, unknown>>>(
  { name, text }: Operation<Answer, Variables>,
  variables: Variables,
): FrontPageQuestion {
  return { query: text, operationName: name, variables };
}

function timeZoneIn(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'organisation' in data) {
    const { organisation } = data;
    if (typeof organisation === 'object' && organisation !== null && 'timeZone' in organisation)
      return String(organisation.timeZone);
  }
  throw new Error('The API did not say which zone the organisation has');
}
