/** Markup that is what it says: made by {@link html} alone, so that no text gets into it unescaped. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = string | number | Html | readonly Part[] | null;

/** Markup from a template: texts between are escaped, for content and for attributes in double quotes; null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    strings.map((literal, index) => literal + (index < parts.length ? markupOf(parts[index] ?? null) : '')).join(''),
  );
}

function markupOf(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.markup;
  return typeof part === 'object' ? part.map(markupOf).join('') : escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"'`]/g, (character) => entities[character] ?? '');

/** A style sheet as an element. Only for sheets of our own: nothing in one is escaped. */
export const styleSheet = (css: string): Html => new Html(`<style>${css}</style>`);
