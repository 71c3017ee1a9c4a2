import type { ScorecardScope } from '@leadline/insights';
import type { Scope } from '@leadline/metrics';
import type { ArgumentProblem } from '../errors.js';

/** Whose scorecard a scope asks for: one team, one service, or everybody. */
export function scorecardScope(
  { teams = [], services = [], ...others }: Scope,
  argument = 'scope',
): { readonly scope: ScorecardScope; readonly problems: readonly ArgumentProblem[] } {
  const [team, ...moreTeams] = teams;
  const [service, ...moreServices] = services;
  const narrowed = Object.keys(others).filter((name) => (others[name as keyof typeof others] ?? []).length > 0);
  const scope: ScorecardScope =
    service !== undefined
      ? { kind: 'service', name: service }
      : team !== undefined
        ? { kind: 'team', name: team }
        : { kind: 'organisation' };
  const problems = narrowed.map((name): ArgumentProblem => ({
    argument: `${argument}.${name}`,
    message: 'people answer for a team, a service or everybody, and so does a scorecard',
    fix: 'Name one team, one service, or nothing',
  }));
  if (moreTeams.length + moreServices.length > 0 || (team !== undefined && service !== undefined)) {
    const fix = 'Name one; `scorecards` takes several scopes';
    problems.push({ argument, message: 'it names more than one team or service', fix });
  }
  return { scope, problems };
}
