import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { Problem } from './problem.js';

export type Path = readonly (string | number)[];

/** A parsed file that knows where everything stands. */
export interface YamlDocument {
  readonly file: string;
  /** Plain JavaScript; undefined when the text is no YAML. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** A problem at a path: at the value, or at its key; where the path ends early, at what there is. */
  problemAt(path: Path, message: string, at?: 'key' | 'value'): Problem;
}

/** Reads YAML 1.2. Aliases are fine, loops and bombs of them are problems; duplicate keys too. */
export function parseYaml(file: string, text: string): YamlDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const problem = (offset: number, path: string, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, path, message };
  };
  const root = document.contents;
  const problemAt: YamlDocument['problemAt'] = (path, message, at = 'value') =>
    problem(offsetOf(root, path, at), formatPath(path), message);
  const syntax = document.errors.map(({ pos, message }) => problem(pos[0], '', message));
  const loops =
    syntax.length > 0
      ? []
      : loopingAliases(root).map((offset) => problem(offset, '', 'an alias within its own anchor'));
  if (syntax.length + loops.length > 0) return { file, value: undefined, problems: [...syntax, ...loops], problemAt };
  try {
    return { file, value: document.toJS({ maxAliasCount: 100 }), problems: [], problemAt };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { file, value: undefined, problems: [problem(0, '', message)], problemAt };
  }
}

function loopingAliases(root: Node | null): number[] {
  const offsets: number[] = [];
  if (root === null) return offsets;
  visit(root, {
    Alias(_, alias, ancestors) {
      const isLoop = ancestors.some((node) => isCollection(node) && node.anchor === alias.source);
      if (isLoop) offsets.push(alias.range?.[0] ?? 0);
    },
  });
  return offsets;
}

function offsetOf(root: Node | null, path: Path, at: 'key' | 'value'): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const [depth, part] of path.entries()) {
    const isLast = depth === path.length - 1;
    const found = entryOf(node, part);
    if (found === undefined) return offset;
    const isKeyWanted = (isLast && at === 'key') || !hasRange(found.value);
    const place = isKeyWanted ? (found.key ?? found.value) : found.value;
    if (hasRange(place)) offset = place.range[0];
    node = found.value;
  }
  return offset;
}

function entryOf(node: unknown, part: string | number): { key?: unknown; value: unknown } | undefined {
  if (isSeq(node)) return typeof part === 'number' && part in node.items ? { value: node.items[part] } : undefined;
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part));
  return pair === undefined ? undefined : { key: pair.key, value: pair.value };
}

function hasRange(value: unknown): value is Node & { range: [number, number, number] } {
  return (isScalar(value) || isCollection(value) || isAlias(value)) && Array.isArray(value.range);
}

/** "services.payments-api.teams[0].team". */
export function formatPath(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

/** Members of a map, none of what is empty or absent, undefined of anything else. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined || value === null) return {};
  return isMembers(value) ? value : undefined;
}

function isMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
