/**
 * Text that somebody else wrote (a tag, a commit's title, a server's message), made harmless for a terminal: control
 * characters and those that reverse the direction of writing become visible escapes. Line breaks stay.
 */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** {@link printable} in one line, at most so many characters. */
export function oneLine(text: string, longest = 200): string {
  const line = printable(text.replaceAll(/[\r\n\t]+/g, ' ').trim());
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

// C0 without line feed and tab, DEL, C1, and the Unicode bidirectional controls (CVE-2021-42574).
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
