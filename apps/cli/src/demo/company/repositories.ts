import { numberOf } from '../chance.js';
import { type Service, services } from './services.js';
import { type Team, teams } from './teams.js';

export const OWNER = 'halden';

export interface Repository {
  readonly id: number;
  readonly name: string;
  /** "owner/name". */
  readonly fullName: string;
  readonly language: string;
  readonly team: Team;
  readonly services: readonly Service[];
  /** Ids that GitHub counts over everybody's objects begin here, so that no two repositories share one. */
  readonly firstId: number;
}

/** Every repository, with the services that live in it. */
export const repositories: readonly Repository[] = [...new Set(services.map(({ repository }) => repository))].map(
  (name, index) => {
    const members = services.filter((service) => service.repository === name);
    const [first] = members;
    const team = teams.find(({ path }) => path === first?.team);
    if (first === undefined || team === undefined) throw new Error(`${name}: nobody owns it`);
    return {
      id: 500_000_000 + numberOf(`repository/${name}`, 400_000_000),
      name,
      fullName: `${OWNER}/${name}`,
      language: first.language,
      team,
      services: members,
      firstId: 2_000_000_000 + index * 10_000_000,
    };
  },
);

/** How many changes a week are begun in a repository. */
export function changesPerWeek({ team, services: members }: Repository): number {
  const weights = services.filter((service) => service.team === team.path).map(({ weight }) => weight);
  const own = members.reduce((sum, { weight }) => sum + weight, 0);
  return (team.changesPerWeek * own) / weights.reduce((sum, weight) => sum + weight, 0);
}
