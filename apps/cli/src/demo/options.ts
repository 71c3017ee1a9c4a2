import { resolve } from 'node:path';
import type { CommandOption, Invocation } from '../command.js';
import { Failure } from '../failure.js';
import { countOption, optionalText, requiredText } from '../option-values.js';

/** Options of `leadline demo`. */
export const demoOptions: readonly CommandOption[] = [
  { flags: '--weeks <number>', description: 'weeks of history (default 26)' },
  { flags: '--seed <number>', description: 'another organisation of the same kind (default 1)' },
  { flags: '--port <number>', description: 'port to listen on (default LEADLINE_PORT, else 4000 or any that is free)' },
  { flags: '--data <directory>', description: 'where its data is kept (default ./data/demo)' },
  { flags: '--reset', description: 'delete what the demo kept before, and begin anew' },
  { flags: '--once', description: 'stop when everything is ready instead of waiting for Ctrl-C' },
];

export interface DemoSettings {
  /** undefined: not asked for, so whatever is there already is right. */
  readonly weeks: number | undefined;
  readonly seed: number | undefined;
  readonly port: number | undefined;
  readonly directory: string;
  readonly reset: boolean;
  readonly once: boolean;
}

const MOST_WEEKS = 104;
const MOST_PORT = 65_535;

export function readDemoSettings({ options, io }: Pick<Invocation, 'options' | 'io'>): DemoSettings {
  const count = (name: string, most: number): number | undefined =>
    optionalText(options, name) === undefined ? undefined : countOption(options, name, { initial: 1, most });
  const directory = resolve(io.cwd, requiredText(options, 'data', './data/demo'));
  if (directory === resolve(io.cwd)) throw new Failure('usage', '--data must not be the directory you are in');
  return {
    weeks: count('weeks', MOST_WEEKS),
    seed: count('seed', 2 ** 31 - 1),
    port: count('port', MOST_PORT) ?? portOf(io.env['LEADLINE_PORT']),
    directory,
    reset: options.isSet('reset'),
    once: options.isSet('once'),
  };
}

function portOf(given: string | undefined): number | undefined {
  const text = given?.trim();
  if (!text) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= MOST_PORT) return port;
  throw new Failure('usage', `LEADLINE_PORT must be a number from 1 to ${MOST_PORT}, not "${text}"`);
}
