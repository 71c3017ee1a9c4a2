/** What can hide, reorder or break text: control and format characters, line and paragraph separators, half surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]+/gu;

/** Every kind of blank but the one that keeps a number and its unit together. */
const BLANKS = /[^\S\u00A0]+/g;

/**
 * A name as some sender wrote it, made fit for a line of text: one line, nothing invisible, not endless. What it means in
 * HTML is not its business: that is escaped where HTML is made.
 */
export function plainName(text: string, most = 80): string {
  const line = text.replaceAll(UNPRINTABLE, ' ').replaceAll(BLANKS, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`;
}
