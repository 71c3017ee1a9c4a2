const LISTED = 12;

/** What to write in place of an unknown name: the near ones, else what there is, of many the first. */
export function namesInstead(name: string, known: readonly string[], what: string, listed = LISTED): string {
  if (known.length === 0) return `No ${what} is known yet`;
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  const tolerated = Math.max(1, Math.floor(name.length / 3));
  const isNear = (candidate: string, distance: number): boolean =>
    distance <= tolerated || candidate.toLowerCase().endsWith(`/${name.toLowerCase()}`);
  const near = ranked.filter(({ candidate, distance }) => isNear(candidate, distance)).slice(0, 3);
  if (near.length > 0) return `Did you mean ${near.map(({ candidate }) => `"${candidate}"`).join(' or ')}?`;
  const shown = [...known].sort().slice(0, listed);
  const rest = known.length - shown.length;
  return `There ${known.length === 1 ? 'is' : 'are'}: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Insertions, deletions and substitutions. */
function editDistance(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      current[column] = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1),
      );
    }
    last = current;
  }
  return last[b.length]!;
}
