import type { CliCommand, Example } from '../apps/cli/src/command.js';
import { exitCodeDocumentation } from '../apps/cli/src/exit-codes.js';
import { commands, examples, groups } from '../apps/cli/src/registry.js';
import { block, code, page, table } from './docs-markdown.ts';

const common = [
  ['--json', 'Answer in JSON on standard output. Messages and progress go to standard error.'],
  [
    '--server <url>',
    'Address of Leadline: default `LEADLINE_URL`, else `http://127.0.0.1:4000`. Not for commands marked local.',
  ],
  ['-h, --help', 'Show help.'],
].map(([flags = '', meaning = '']) => [code(flags), meaning]);

const environment = [
  ['LEADLINE_URL', 'Address of the server.'],
  [
    'LEADLINE_TOKEN',
    'Token that is sent to it. `LEADLINE_TOKEN_FILE` names a file that holds it. There is no option for it: other users of a machine can read command lines.',
  ],
  ['NO_COLOR', 'No colours.'],
  ['LEADLINE_DEBUG', 'Show where an unexpected error arose.'],
].map(([name = '', meaning = '']) => [code(name), meaning]);

/** docs/reference/cli.md, from the registry of commands. */
export function cliPage(): string {
  return page('Command line', 'apps/cli/src/registry.ts', [
    'Inside the workspace: `npx leadline …`. Elsewhere: `node <workspace>/apps/cli/bin/leadline.mjs …`, which knows the checkout you are in. `leadline <command> --help` shows the same as this page.',
    block('text', exampleText(examples)),
    '## Every command takes',
    table(['option', 'meaning'], common),
    '## Environment',
    table(['variable', 'meaning'], environment),
    '## Exit codes',
    table(
      ['code', 'meaning'],
      exitCodeDocumentation.map(([number, meaning]) => [code(String(number)), meaning]),
    ),
    ...sections(),
  ]);
}

function* sections(): Generator<string> {
  let group = '';
  for (const command of commands) {
    const [first = '', second] = command.words.split(' ');
    if (second !== undefined && first !== group) yield `## leadline ${first}\n\n${groups[first] ?? ''}.`;
    group = second === undefined ? '' : first;
    yield* section(command, second === undefined ? '##' : '###');
  }
}

function* section(command: CliCommand, level: string): Generator<string> {
  const { words, summary, details, isLocal, examples: shown, arguments: args = [], options = [] } = command;
  yield `${level} leadline ${[words, ...args.map(({ name }) => name)].join(' ')}`;
  yield `${summary}.${isLocal ? ' Local: speaks to no server.' : ''}${details ? `\n\n${details}` : ''}`;
  yield block('text', exampleText(shown));
  const rows = options.map(({ flags, description, choices, default: initial, repeatable }) => [
    code(flags),
    [
      description,
      ...(choices ? [`one of ${choices.map(code).join(', ')}`] : []),
      ...(initial === undefined ? [] : [`default ${code(initial)}`]),
      ...(repeatable ? ['may be repeated'] : []),
    ].join('; '),
  ]);
  yield table(
    ['argument or option', 'meaning'],
    [...args.map(({ name, description }) => [code(name), description]), ...rows],
  );
}

function exampleText(shown: readonly Example[]): string {
  const width = Math.max(...shown.map(({ line }) => line.length));
  return shown.map(({ line, meaning }) => `${line.padEnd(width)}   # ${meaning}`).join('\n');
}
