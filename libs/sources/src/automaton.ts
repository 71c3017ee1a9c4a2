const AUTOMATA = new Set([
  'dependabot',
  'dependabot-preview',
  'github-actions',
  'gitlab-bot',
  'greenkeeper',
  'imgbot',
  'pre-commit-ci',
  'project collection build service',
  'renovate',
  'renovate-bot',
  'semantic-release-bot',
  'snyk-bot',
]);

/** Access tokens of GitLab act as users of their own. */
const TOKEN_USER = /^(?:project|group)_\d+_bot(?:\d+|_[0-9a-f]+)?$/;

/** Whether a login or a name belongs to an automaton. GitHub Apps act as "<app>[bot]". */
export function isAutomaton(name: string | undefined): boolean {
  if (name === undefined) return false;
  return name.endsWith('[bot]') || (name.includes('_bot') && TOKEN_USER.test(name)) || AUTOMATA.has(name.toLowerCase());
}

/** The name of an account where a person has it, as `author` and `actor` tell it; undefined: an automaton's, or none. */
export const personNamed = (name: string | undefined): string | undefined =>
  name === undefined || name === '' || isAutomaton(name) ? undefined : name;
