/** What a commit message says beside its text. */
export interface CommitMessage {
  readonly title: string;
  /** Flags of `Flag: a, b` trailers; undefined: none. */
  readonly flags: string[] | undefined;
  /** Commit that `git revert` named. */
  readonly reverts: string | undefined;
}

export function readCommitMessage(message: string): CommitMessage {
  const end = message.indexOf('\n');
  if (end < 0) return { title: message, flags: undefined, reverts: undefined };
  return { title: message.slice(0, end).trimEnd(), flags: flagsOf(message, end), reverts: revertOf(message, end) };
}

const TRAILER = 'flag:';
const TRAILER_END = 'lag:';

/** Squash merges join messages, so trailers count wherever a line begins with one. */
function flagsOf(message: string, from: number): string[] | undefined {
  if (!message.includes(TRAILER_END, from)) return undefined;
  const lower = message.toLowerCase();
  const flags: string[] = [];
  for (let at = lower.indexOf(`\n${TRAILER}`, from); at >= 0; at = lower.indexOf(`\n${TRAILER}`, at + 1)) {
    const end = message.indexOf('\n', at + 1);
    const names = message.slice(at + 1 + TRAILER.length, end < 0 ? undefined : end);
    flags.push(...names.split(',').map((name) => name.trim()));
  }
  const named = [...new Set(flags)].filter((name) => name !== '');
  return named.length > 0 ? named : undefined;
}

const REVERT = 'This reverts commit ';
const REVERTED = /^(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/;

function revertOf(message: string, from: number): string | undefined {
  const at = message.indexOf(REVERT, from);
  return at < 0 ? undefined : REVERTED.exec(message.slice(at + REVERT.length, at + REVERT.length + 65))?.[0];
}
