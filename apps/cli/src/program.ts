import { Command, Option } from 'commander';
import { type CliCommand, type CommandOption, type Example, optionValues } from './command.js';
import { type ExitCode, exitCodeDocumentation } from './exit-codes.js';
import type { Io } from './io.js';
import { createOutput } from './terminal/output.js';
import { version } from './version.js';

export interface ProgramInput {
  readonly commands: readonly CliCommand[];
  /** What the first words of commands of two words stand for: `{ report: 'Tell what happened' }`. */
  readonly groups: Readonly<Record<string, string>>;
  readonly examples: readonly Example[];
  readonly io: Io;
  readonly onDone: (code: ExitCode) => void;
}

/** The command line as commander understands it: parsing, help and suggestions. */
export function createProgram({ commands, groups, examples, io, onDone }: ProgramInput): Command {
  const program = new Command('leadline')
    .description('DORA metrics and deployment tracking that can be opened down to the events.')
    .version(version(), '-V, --version', 'print the version')
    // A command's own options win over ours: `report deployment --version v2`.
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({ subcommandTerm })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
    .addHelpText('before', exampleText(examples))
    .addHelpText('after', environmentText);
  for (const option of commonOptions(false)) program.addOption(option);
  const parents = new Map<string, Command>();
  for (const command of commands) {
    const [first = '', second] = command.words.split(' ');
    if (second === undefined) {
      // It may have commands of its own beside: `scorecard`, and `scorecard answer`.
      parents.set(first, addCommand(program, first, command, { io, onDone }));
      continue;
    }
    const parent = parents.get(first) ?? program.command(first).description(groups[first] ?? '');
    parents.set(first, parent);
    addCommand(parent, second, command, { io, onDone });
  }
  return program;
}

function addCommand(
  parent: Command,
  name: string,
  definition: CliCommand,
  { io, onDone }: Pick<ProgramInput, 'io' | 'onDone'>,
): Command {
  const { summary, details, examples } = definition;
  const command = parent
    .command(name)
    .summary(summary)
    .description(details === undefined ? summary : `${summary}\n\n${details}`)
    .addHelpText('before', exampleText(examples));
  for (const argument of definition.arguments ?? []) command.argument(argument.name, argument.description);
  for (const option of definition.options ?? []) command.addOption(toOption(option));
  for (const option of commonOptions(definition.isLocal ?? false)) command.addOption(option);
  command.action(async () => {
    const values = command.optsWithGlobals<Record<string, unknown>>();
    const output = createOutput(io, values['json'] === true);
    const server = async () => {
      const { connect } = await import('./server/server.js');
      return connect(io, { address: values['server'], say: output.message });
    };
    const args = command.processedArgs.flat().filter((value): value is string => typeof value === 'string');
    onDone(await definition.run({ args, options: optionValues(values), io, output, server }));
  });
  return command;
}

/** `where <sha>`, and `report deployment|incident|flag`: what can be typed next. */
function subcommandTerm(command: Command): string {
  const next = command.commands.map((inner) => inner.name()).join('|');
  const values = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name();
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...(next === '' ? values : [next])].join(' ');
}

function toOption({ flags, description, choices, default: initial, repeatable }: CommandOption): Option {
  const option = new Option(flags, description);
  if (choices !== undefined) option.choices(choices);
  if (initial !== undefined) option.default(initial);
  if (repeatable) option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  return option;
}

function* commonOptions(isLocal: boolean): Generator<Option> {
  yield new Option('--json', 'answer in JSON on stdout');
  if (!isLocal)
    yield new Option('--server <url>', 'address of Leadline (default LEADLINE_URL, else http://127.0.0.1:4000)');
}

function exampleText(examples: readonly Example[]): string {
  const width = Math.max(0, ...examples.map(({ line }) => line.length));
  const lines = examples.map(({ line, meaning }) => `  ${line.padEnd(width)}   ${meaning}`);
  return ['Examples:', ...lines, ''].join('\n');
}

const environmentText = [
  '',
  'Environment:',
  '  LEADLINE_URL          address of the server',
  '  LEADLINE_TOKEN        token sent to it; or LEADLINE_TOKEN_FILE, a file that holds it (never an option: other',
  '                        users of a machine can read command lines)',
  '  NO_COLOR              no colours',
  '',
  'Exit codes:',
  ...exitCodeDocumentation.map(([code, meaning]) => `  ${String(code).padEnd(5)} ${meaning}`),
].join('\n');
