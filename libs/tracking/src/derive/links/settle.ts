interface Known {
  knownFrom: number;
  knownUntil: number;
}

/** In order of key and time; what was said again unchanged is one element. */
export function settle<E extends Known>(elements: readonly E[], keyOf: (element: E) => string): E[] {
  const ordered = elements.toSorted((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left < right ? -1 : left > right ? 1 : a.knownFrom - b.knownFrom;
  });
  const settled: E[] = [];
  for (const element of ordered) {
    const last = settled.at(-1);
    if (last !== undefined && last.knownUntil === element.knownFrom && saysTheSame(last, element)) {
      last.knownUntil = element.knownUntil;
    } else {
      settled.push({ ...element });
    }
  }
  return settled;
}

function saysTheSame<E extends Known>(a: E, b: E): boolean {
  const { knownFrom: _aFrom, knownUntil: _aUntil, ...left } = a;
  const { knownFrom: _bFrom, knownUntil: _bUntil, ...right } = b;
  return JSON.stringify(left) === JSON.stringify(right);
}
