/** How a name may stand in a body: as it is, and as JSON, addresses and forms write what is not ASCII or not plain. */
export function formsOf(name: string): readonly string[] {
  const escaped = Array.from(name, asJsonEscape);
  return [
    ...new Set([
      name,
      escaped.join(''),
      escaped.join('').replaceAll(/\\u[0-9a-f]{4}/g, (escape) => `\\u${escape.slice(2).toUpperCase()}`),
      encodeURIComponent(name),
      encodeURIComponent(name).replaceAll('%20', '+'),
      // What encodes a form leaves fewer characters as they are.
      encodeURIComponent(escaped.join('')),
    ]),
  ];
}

/** As writers of JSON do that keep to ASCII. */
function asJsonEscape(character: string): string {
  if (/^[\x20-\x7e]$/.test(character)) return character;
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}
