import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What Chromium is called where it is installed. */
export const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Where Chromium is: the program LEADLINE_CHROMIUM names, else the first of its names on the way to programs. */
export function chromiumPath({ LEADLINE_CHROMIUM: given, PATH = '' }: NodeJS.ProcessEnv): string | undefined {
  if (given) return existsSync(given) ? given : undefined;
  return PATH.split(delimiter)
    .flatMap((folder) => chromiumNames.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}

/** A container has neither the name spaces for Chromium's sandbox nor much shared memory. */
export const chromiumFlags = ['--no-sandbox', '--disable-dev-shm-usage'];
