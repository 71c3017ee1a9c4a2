import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { errorCode, Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { serverAddress } from '../server/address.js';
import type { BiFile, BiTool } from './bi-tool.js';
import { csv } from './csv.js';
import { looker, metabase, superset, tableau } from './database.js';
import { grafana } from './grafana.js';
import { powerbi } from './powerbi.js';

/** By the word on the command line. */
export const biTools: Readonly<Record<string, BiTool>> = {
  grafana,
  powerbi,
  csv,
  metabase,
  superset,
  tableau,
  looker,
};

const READ_AND_RUN = 0o755;

/** `leadline bi init <tool> [--to <directory>] [--address <url>] [--force]`: asks no server, and writes no secret. */
export async function initBi({ args, options, io, output }: Invocation): Promise<ExitCode> {
  const [name = ''] = args;
  const tool = biTools[name];
  if (tool === undefined || !Object.hasOwn(biTools, name)) {
    throw new Failure('usage', `there is no tool "${name}"; there are ${Object.keys(biTools).join(', ')}`);
  }
  const directory = optionalText(options, 'to') ?? `leadline-${name}`;
  const place = resolve(io.cwd, directory);
  const files = tool.files(serverAddress(optionalText(options, 'address'), io.env));
  const all = [...files, { path: 'README.md', text: readme(tool) }];
  if (!options.isSet('force')) await refuseToOverwrite(place, all, directory);
  for (const file of all) await write(place, file);
  output.data({ tool: name, directory, files: all.map(({ path }) => path), steps: tool.steps }, () =>
    [
      `Wrote ${all.length} files into ${directory}, for ${tool.title}.`,
      '',
      ...tool.steps.map((step, index) => `${index + 1}. ${step}`),
    ].join('\n'),
  );
  return exitCodes.ok;
}

const readme = ({ title, steps }: BiTool): string =>
  `# Leadline in ${title}\n\n${steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}\n\nDurations are seconds, ratios are from 0 to 1, times are UTC, and an empty cell is "no value". Ask for the group that you\nwant to show: a median of medians is no median.\n`;

/** What somebody changed stays, and what is there already is no problem. */
async function refuseToOverwrite(place: string, files: readonly BiFile[], shown: string): Promise<void> {
  const changed: string[] = [];
  for (const { path, text } of files) {
    const there = await readFile(join(place, path), 'utf8').catch(() => undefined);
    if (there !== undefined && there !== text) changed.push(path);
  }
  if (changed.length === 0) return;
  throw new Failure('refused', `${shown} has other files of these names: ${changed.join(', ')}`, [
    'Name another directory with --to, or write over them with --force.',
  ]);
}

async function write(place: string, { path, text, isExecutable = false }: BiFile): Promise<void> {
  const to = join(place, path);
  try {
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, text, isExecutable ? { mode: READ_AND_RUN } : {});
  } catch (error) {
    throw new Failure('failed', `${to} cannot be written (${errorCode(error) ?? String(error)})`);
  }
}
