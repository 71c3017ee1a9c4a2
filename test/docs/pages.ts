import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** A fenced block of a page. */
export interface Block {
  /** Path from the root of the workspace. */
  readonly page: string;
  /** Number of the line its fence stands in. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** Every page people read, but for the decisions. */
export const pages: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'deploy/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((path) => `docs/${path}`)
    .filter((path) => path.endsWith('.md') && !path.startsWith('docs/adr/'))
    .sort(),
];

export const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; language: string; fence: string; text: string[] } | undefined;
  for (const [index, text] of textOf(page).split('\n').entries()) {
    const [, fence, language = ''] = /^\s*(`{3,})(\S*)/.exec(text) ?? [];
    if (open === undefined) {
      if (fence !== undefined) open = { line: index + 1, language, fence, text: [] };
    } else if (text.trim() === open.fence) {
      blocks.push({ page, line: open.line, language: open.language, text: open.text.join('\n') });
      open = undefined;
    } else open.text.push(text);
  }
  return blocks;
}

export const blocks: readonly Block[] = pages.flatMap(blocksOf);

/** Anchors of a page's headings, as forges make them. */
export function anchorsOf(page: string): Set<string> {
  const headings = textOf(page).matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    Array.from(headings, ([, heading = '']) =>
      heading
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ),
  );
}
