/** Accounts of automata that do not carry the "[bot]" GitHub gives to apps. */
const known = new Set([
  'dependabot',
  'dependabot-preview',
  'github-actions',
  'gitlab-bot',
  'greenkeeper',
  'greenkeeperio-bot',
  'mergify',
  'pre-commit-ci',
  'renovate',
  'renovate-bot',
  'semantic-release-bot',
  'snyk-bot',
]);

/** Whether the author of a commit is an automaton, by the names such authors use. */
export function isBot(name: string, email: string): boolean {
  const mailbox = email.slice(0, Math.max(0, email.indexOf('@'))).replace(/^\d+\+/, '');
  return /\[bot\]$/i.test(name.trim()) || /\[bot\]$/i.test(mailbox) || known.has(name.trim().toLowerCase());
}
