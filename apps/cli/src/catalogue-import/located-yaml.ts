import { isNode, LineCounter, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import type { Remark } from './fragment.js';

type Path = readonly PropertyKey[];

/** One document of a file that knows where everything in it stands. */
export interface LocatedDocument {
  readonly value: unknown;
  /** Line of a path, or of what there is of it. */
  readonly lineOf: (path: Path) => number;
}

/** The documents of a YAML file (or a JSON one, which is YAML), or what is wrong with it. */
export function readDocuments(text: string): { documents: readonly LocatedDocument[]; problems: readonly Remark[] } {
  const lines = new LineCounter();
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const documents: LocatedDocument[] = [];
  const problems: Remark[] = [];
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  for (const document of Array.isArray(parsed) ? parsed : []) {
    problems.push(...document.errors.map(({ pos, message }) => ({ line: lineAt(pos[0]), message })));
    if (document.errors.length > 0) continue;
    const begin = document.contents?.range[0] ?? 0;
    const lineOf = (path: Path): number => {
      for (let length = path.length; length > 0; length -= 1) {
        const node: unknown = document.getIn(path.slice(0, length), true);
        if (isNode(node) && node.range) return lineAt(node.range[0]);
      }
      return lineAt(begin);
    };
    try {
      documents.push({ value: document.toJS({ maxAliasCount: 100 }), lineOf });
    } catch (error) {
      problems.push({ line: lineAt(begin), message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { documents, problems };
}

/** What a schema has against a value, each with its line. */
export function problemsOf({ lineOf }: LocatedDocument, issues: readonly z.core.$ZodIssue[]): Remark[] {
  return issues.map(({ path, message }) => ({
    line: lineOf(path),
    message: path.length === 0 ? message : `${path.join('.')}: ${message}`,
  }));
}
