import type { ExitCode } from './exit-codes.js';
import type { Io } from './io.js';
import type { Server } from './server/server.js';
import type { Output } from './terminal/output.js';

/** One command of `leadline`, as data; what it does is loaded when it runs. */
export interface CliCommand {
  /** What is typed, e.g. "import git". */
  readonly words: string;
  readonly summary: string;
  /** What else a person must know; shown under the summary. */
  readonly details?: string;
  /** Shown before anything else. */
  readonly examples: readonly Example[];
  readonly arguments?: readonly CommandArgument[];
  readonly options?: readonly CommandOption[];
  /** Commands that never speak to a server take no `--server`. */
  readonly isLocal?: boolean;
  readonly run: (invocation: Invocation) => Promise<ExitCode>;
}

export interface Example {
  readonly line: string;
  readonly meaning: string;
}

export interface CommandArgument {
  /** As commander writes it: `<path>`, `[name]`, `<file...>`. */
  readonly name: string;
  readonly description: string;
}

export interface CommandOption {
  /** As commander writes it: `--service <name>`. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** May be given several times; see {@link OptionValues.texts}. */
  readonly repeatable?: boolean;
}

/** A command as it was typed. */
export interface Invocation {
  readonly args: readonly string[];
  readonly options: OptionValues;
  readonly io: Io;
  readonly output: Output;
  /** The server that `--server`, LEADLINE_URL or the default names. Fails if that or the token is unusable. */
  readonly server: () => Promise<Server>;
}

/** Options by their names in camel case. */
export interface OptionValues {
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
  readonly isSet: (name: string) => boolean;
}

export function optionValues(values: Readonly<Record<string, unknown>>): OptionValues {
  return {
    text: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    texts: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.map(String) : [];
    },
    isSet: (name) => values[name] === true,
  };
}
