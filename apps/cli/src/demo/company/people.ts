import { numberOf } from '../chance.js';
import { teams } from './teams.js';

/** Somebody, or something, with an account. */
export interface Account {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly id: number;
  readonly type: 'User' | 'Bot';
}

const names: readonly string[] = [
  'Aylin Demir',
  'Jonas Weber',
  'Priya Raman',
  'Łukasz Nowak',
  'Hannah Vogel',
  'Tomás Herrera',
  'Mira Feld',
  'Oskar Lindqvist',
  'Chiara Russo',
  'Emeka Obi',
  'Lena Brandt',
  'Yusuf Kaya',
  'Sofia Marques',
  'Dieter Krause',
  'Nadia Haddad',
  'Felix Sommer',
  'Ines Duarte',
  'Pavel Horák',
  'Grace Whitfield',
  'Marcus Boyd',
  'Wei Zhang',
  'Danielle Perez',
  'Noah Feldman',
  'Aisha Coleman',
  'Ethan Park',
  'Rosa Delgado',
  'Samir Patel',
  'Kelly O’Brien',
  'Devon Clarke',
  'Mei Tanaka',
  'Birgit Hahn',
  'Arjun Mehta',
  'Ewa Zielińska',
  'Nils Petersen',
  'Clara Neumann',
  'Bastien Roche',
  'Jana Kovács',
  'Viktor Baum',
  'Leila Amiri',
  'Stefan Ott',
  'Zoë Maes',
  'Ravi Iyer',
  'Brian Kowalski',
  'Tanya Brooks',
  'Luis Moreno',
  'Heather Quinn',
  'Amir Nasser',
  'Carl Jensen',
];
const PER_TEAM = 6;

const accountOf = (name: string): Account => {
  const login = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('Ł', 'L')
    .replaceAll('ł', 'l')
    .toLowerCase()
    .replaceAll(/[^a-z ]/g, '')
    .replaceAll(' ', '-');
  return { login, name, email: `${login}@halden.example`, id: 4_000_000 + numberOf(login, 60_000_000), type: 'User' };
};

const botOf = (login: string): Account => {
  const id = 40_000_000 + numberOf(login, 9_000_000);
  return { login, name: login, email: `${id}+${login}@users.noreply.github.com`, id, type: 'Bot' };
};

export const bots = {
  dependencies: botOf('dependabot[bot]'),
  deployer: botOf('github-actions[bot]'),
  /** Commits that GitHub itself makes when it merges. */
  web: { ...botOf('web-flow'), name: 'GitHub', email: 'noreply@github.com', type: 'User' } satisfies Account,
} as const;

const accounts = names.map(accountOf);

/** The people of a team, by its path. */
export function peopleOf(team: string): readonly Account[] {
  const index = teams.findIndex(({ path }) => path === team);
  return accounts.slice(index * PER_TEAM, (index + 1) * PER_TEAM);
}
