import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Flags of Node that every server of the product is started with. */
export const serverFlags: readonly string[] = z
  .array(z.string())
  .parse(JSON.parse(readFileSync(new URL('../../apps/server-flags.json', import.meta.url), 'utf8')));
