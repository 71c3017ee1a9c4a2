/** Longest rule that is read; names and paths are far shorter. */
const LONGEST = 512;

/**
 * Why a rule is no glob of Leadline's, or undefined. Known are `*` (within a path segment), `**` (across segments) and `?`
 * (one character); everything else stands for itself. What only other tools understand is refused rather than taken literally.
 */
export function globProblem(glob: string): string | undefined {
  if (glob.trim() === '') return 'an empty glob matches nothing';
  if (glob !== glob.trim()) return 'a glob with white space around it matches nothing';
  if (glob.length > LONGEST) return `a glob has at most ${LONGEST} characters`;
  if (glob.includes('***')) return '"***" is no glob; write "**" for any number of path segments';
  const foreign = ['[', ']', '{', '}', '\\'].find((character) => glob.includes(character));
  if (foreign !== undefined) return `globs know *, ** and ? only, not "${foreign}"; write one glob per alternative`;
  if (glob.startsWith('!')) return 'globs cannot exclude; list what is meant';
  return undefined;
}

/** As {@link globProblem}, for paths of a repository. */
export function pathGlobProblem(glob: string): string | undefined {
  if (glob.startsWith('/') || glob.startsWith('./'))
    return 'paths begin at the root of the repository, without "/" or "./"';
  if (glob.split('/').includes('..')) return 'paths cannot leave the repository';
  return globProblem(glob);
}
