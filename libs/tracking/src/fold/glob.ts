/**
 * Matches a name against a glob: `*` within a path segment, `**` across segments, `?` one character, everything else
 * literally. Linear in pattern × text, whatever the pattern: rules are written by users, so no regular expressions.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let reachable = closure(pattern, new Set([0]));
  for (const character of text) {
    const next = new Set<number>();
    for (const position of reachable) step(pattern, position, character, next);
    reachable = closure(pattern, next);
    if (reachable.size === 0) return false;
  }
  return reachable.has(pattern.length);
}

/** Positions reachable without reading a character: a star may stand for nothing. */
function closure(pattern: string, positions: Set<number>): Set<number> {
  for (const position of positions) {
    if (pattern[position] !== '*') continue;
    const isDouble = pattern[position + 1] === '*';
    positions.add(position + (isDouble ? 2 : 1));
    if (isDouble && pattern[position + 2] === '/') positions.add(position + 3);
  }
  return positions;
}

function step(pattern: string, position: number, character: string, next: Set<number>): void {
  const expected = pattern[position];
  if (expected === undefined) return;
  if (expected === '*') {
    const isDouble = pattern[position + 1] === '*';
    if (isDouble || character !== '/') next.add(position);
  } else if (expected === character || (expected === '?' && character !== '/')) {
    next.add(position + 1);
  }
}
