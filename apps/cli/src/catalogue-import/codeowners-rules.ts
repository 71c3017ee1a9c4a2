import type { Remark } from './fragment.js';

/** Teams are told from people by the organisation before them. */
export type CodeOwner = { readonly kind: 'team'; readonly path: string } | { readonly kind: 'person' };

export interface CodeownersRule {
  readonly line: number;
  readonly pattern: string;
  /** GitLab: each section has owners of its own for a path. In small letters; "" before the first, and at GitHub. */
  readonly section: string;
  /** None: it takes the owners of earlier rules away. */
  readonly owners: readonly CodeOwner[];
}

/**
 * The rules of a CODEOWNERS file, as GitHub (https://docs.github.com/articles/about-code-owners) and GitLab with its
 * sections (https://docs.gitlab.com/user/project/codeowners/reference/) write them.
 */
export function readCodeowners(text: string): { rules: readonly CodeownersRule[]; problems: readonly Remark[] } {
  const rules: CodeownersRule[] = [];
  const problems: Remark[] = [];
  let name = '';
  let ofSection: readonly CodeOwner[] = [];
  for (const [index, written] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    const owners = (words: readonly string[]): CodeOwner[] =>
      words.flatMap((word) => {
        const owner = ownerOf(word);
        if (owner === undefined) {
          problems.push({
            line,
            message: `"${word}" is no owner: expected @organisation/team, @name or a mail address`,
          });
        }
        return owner ?? [];
      });
    const section = /^\s*\^?\[(?<name>[^\]]+)\](?:\[\d+\])?(?<rest>(?:\s.*)?)$/.exec(written);
    if (section !== null) {
      name = section.groups?.['name']?.trim().toLowerCase() ?? '';
      ofSection = owners(wordsOf(section.groups?.['rest'] ?? ''));
      continue;
    }
    const [pattern, ...words] = wordsOf(written);
    if (pattern === undefined) continue;
    rules.push({ line, pattern, section: name, owners: words.length === 0 ? ofSection : owners(words) });
  }
  return { rules, problems };
}

/** Words up to a comment; a space that belongs to a path is escaped. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return (comment < 0 ? words : words.slice(0, comment)).map((word) => word.replaceAll(/\\([\s#])/g, '$1'));
}

function ownerOf(word: string): CodeOwner | undefined {
  const [, path] = /^@[\w.-]+\/([\w.-]+(?:\/[\w.-]+)*)$/.exec(word) ?? [];
  if (path !== undefined) return { kind: 'team', path };
  const isPerson = /^@{1,2}[\w.-]+$/.test(word) || /^[^\s@]+@[^\s@]+$/.test(word);
  return isPerson ? { kind: 'person' } : undefined;
}
