import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The workspace's root folder, whatever the current directory is. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where the tools keep what can be thrown away at any time: stamps, downloads. */
export const cache = join(root, 'node_modules', '.cache', 'leadline');

/** TypeScript 7's compiler; `node_modules/.bin/tsc` may be either of the two versions installed. */
export const compiler = join(root, 'node_modules', 'typescript7', 'bin', 'tsc');

/** Progress goes to stderr, so that `npm run --silent leadline -- … --json` stays machine-readable. */
export function say(line) {
  console.error(`leadline: ${line}`);
}
