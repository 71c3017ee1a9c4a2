import { readFileSync } from 'node:fs';
import type { ReadTextFile } from './variables.js';

/** Files of this machine; undefined when there is none. */
export const readTextFile: ReadTextFile = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
