/** Expressions by name; each may use the others. */
export type Named = Readonly<Record<string, string>>;

/**
 * Names in layers: each uses only names of earlier layers. ClickHouse writes an alias out wherever it is used, again and
 * again where aliases use aliases; as a column of a subquery it is resolved once. (Seven layers cost a tenth.)
 */
export function layersOf(named: Named): string[][] {
  const depths = new Map<string, number>();
  const depthOf = (name: string, path: readonly string[]): number => {
    if (path.includes(name)) throw new Error(`Expressions use each other in a circle: ${[...path, name].join(' → ')}`);
    const known = depths.get(name);
    if (known !== undefined) return known;
    const used = namesIn(named[name] ?? '', named).map((each) => depthOf(each, [...path, name]));
    const depth = used.length === 0 ? 0 : Math.max(...used) + 1;
    depths.set(name, depth);
    return depth;
  };
  const layers: string[][] = [];
  for (const name of Object.keys(named)) (layers[depthOf(name, [])] ??= []).push(name);
  return layers;
}

/** Those of the names that a text uses, directly or through others. */
export function neededFor(text: string, named: Named): Named {
  const needed = new Set<string>();
  const add = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const used of namesIn(named[name] ?? '', named)) add(used);
  };
  for (const name of namesIn(text, named)) add(name);
  return Object.fromEntries(Object.entries(named).filter(([name]) => needed.has(name)));
}

/** A name as one expression that uses no other of the names; some are columns, and stand for themselves. */
export function writtenOut(name: string, named: Named, columns: Named = {}): string {
  const expression = named[name];
  if (expression === undefined) throw new Error(`Nothing is named ${name}`);
  return renamed(expression, (used) =>
    Object.hasOwn(named, used) ? (columns[used] ?? `(${writtenOut(used, named, columns)})`) : undefined,
  );
}

/** A text in which each word, else the whole it is a member of, is what the function makes of it. Undefined: it stays. */
export const renamed = (text: string, of: (name: string) => string | undefined): string =>
  rewritten(text, (used) => {
    const own = of(used);
    if (own !== undefined || !used.includes('.')) return own ?? used;
    const whole = wholeOf(used);
    return `${of(whole) ?? whole}${used.slice(whole.length)}`;
  });

const word = /(?<![\w.'])[a-zA-Z_]\w*(?:\.\w+)?(?![\w('])/g;

/** A text in which every word, with the member where one follows, is what the function makes of it. */
export const rewritten = (text: string, of: (used: string) => string): string => text.replaceAll(word, of);

/** Words of a text, with the member where one follows (`r.severity`), that are no functions and no quoted text. */
export function wordsIn(text: string): Set<string> {
  return new Set(text.match(word));
}

/** A member may have a name of its own, else what is used is the whole it belongs to. */
function namesIn(text: string, named: Named): string[] {
  return [...wordsIn(text)]
    .map((word) => (Object.hasOwn(named, word) ? word : wholeOf(word)))
    .filter((word) => Object.hasOwn(named, word));
}

/** `base` of `base.status`. */
export const wholeOf = (word: string): string => word.split('.', 1)[0] ?? word;
