import { CommanderError } from 'commander';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { Failure } from './failure.js';
import type { Io } from './io.js';
import { createProgram } from './program.js';
import { commands, examples, groups } from './registry.js';
import { printable } from './terminal/printable.js';

/**
 * Runs one command line.
 *
 * @param argv What was typed after `leadline`.
 * @returns The exit code; whatever went wrong has been said on stderr.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const program = createProgram({ commands, groups, examples, io, onDone: (done) => void (code = done) });
  if (argv.length === 0) {
    program.outputHelp();
    return exitCodes.ok;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, io);
  }
}

function explain(error: unknown, io: Io): ExitCode {
  const say = (line: string): void => void io.stderr.write(`${printable(line)}\n`);
  // Commander has already written its message, with a suggestion where one is near.
  if (error instanceof CommanderError) {
    return error.code === 'commander.helpDisplayed' || error.code === 'commander.version'
      ? exitCodes.ok
      : exitCodes.usage;
  }
  if (error instanceof Failure) {
    say(`leadline: ${error.message}`);
    for (const line of error.fix) say(`  ${line}`);
    return error.exitCode;
  }
  if (io.signal.aborted) {
    say('leadline: interrupted');
    return exitCodes.interrupted;
  }
  say(`leadline: unexpected: ${error instanceof Error ? error.message : String(error)}`);
  if (io.env['LEADLINE_DEBUG'] && error instanceof Error && error.stack) say(error.stack);
  else say('  LEADLINE_DEBUG=1 shows where. This is a defect of leadline; please report it.');
  return exitCodes.failed;
}
