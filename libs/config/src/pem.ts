import type { ReadTextFile } from './variables.js';

/** Text of a file with a certificate; undefined: it cannot be read, or holds none. */
export function pemOf(path: string, readFile: ReadTextFile): string | undefined {
  try {
    const text = readFile(path);
    return text?.includes('-----BEGIN CERTIFICATE-----') ? text : undefined;
  } catch {
    return undefined;
  }
}
