import { nearest } from './did-you-mean.js';
import { environmentSchema } from './environment.js';
import type { Variables } from './variables.js';

/** A variable that nothing reads, and the one that was probably meant. */
interface MisspeltVariable {
  readonly name: string;
  readonly meant: string;
}

/** What other programs of Leadline read: the CLI, scripts that were written for BI tools, the logger. */
const readElsewhere = [
  'LEADLINE_URL',
  'LEADLINE_TOKEN',
  'LEADLINE_TOKEN_FILE',
  'LEADLINE_FROM',
  'LEADLINE_LOG_LEVEL',
  'LEADLINE_DEBUG',
  'LEADLINE_STANDALONE',
];
const inFiles = ['CLICKHOUSE_URL_FILE', 'LEADLINE_TOKENS_FILE', 'LEADLINE_SMTP_URL_FILE'];
/** Secrets of endpoints and channels are compared with what is configured, where the configuration is read. */
const named = /^LEADLINE_(?:SECRET|API_TOKEN)_/;

/**
 * Variables that begin as Leadline's do, are read by nobody, and stand near one that is. Only these: orchestrators set
 * variables of their own under such names (`LEADLINE_SERVICE_HOST`, `LEADLINE_PORT_4000_TCP`).
 */
export function misspeltVariables(env: Variables): MisspeltVariable[] {
  const read = new Set([...Object.keys(environmentSchema.shape), ...inFiles, ...readElsewhere]);
  return Object.keys(env).flatMap((name) => {
    if (!name.startsWith('LEADLINE_') || read.has(name) || named.test(name)) return [];
    const meant = nearest(name, read);
    return meant === undefined ? [] : [{ name, meant }];
  });
}
