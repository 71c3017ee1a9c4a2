/** Pieces of Markdown that the generated pages share. */

/** A page with its title and the notice that nobody should edit it. */
export function page(title: string, origin: string, sections: readonly string[]): string {
  const notice = `<!-- Written by tools/docs-reference.ts from ${origin}. Do not edit: npm run generate. -->`;
  return `${[`# ${title}`, notice, ...sections].map((section) => section.trim()).join('\n\n')}\n`;
}

/** A table, or nothing where it would have no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

/** Text on one line, without what would end the cell or be taken for HTML. */
export function cell(text: string): string {
  const line = text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .trim();
  return line
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll(/<(?!https?:)/g, '\\<') : part))
    .join('`');
}

export const code = (text: string): string => `\`${text}\``;

export const block = (language: string, text: string): string => `\`\`\`${language}\n${text.trim()}\n\`\`\``;
