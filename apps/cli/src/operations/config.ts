import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Config, formatProblem, type Problem, readConfig, readTextFile } from '@leadline/config';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { errorCode, Failure } from '../failure.js';
import type { Io } from '../io.js';
import { optionalText } from '../option-values.js';
import { followWork } from '../server/admin-stream.js';
import { printable } from '../terminal/printable.js';
import { counted } from '../terminal/quantities.js';
import { stageProgress } from './stage-progress.js';

/** The configuration as the server would read it in this folder with this environment. */
export function configurationOf(io: Io, file: string | undefined): ReturnType<typeof readConfig> {
  return readConfig({
    env: file === undefined ? io.env : { ...io.env, LEADLINE_CONFIG: file },
    readFile: (path) => readTextFile(resolve(io.cwd, path)),
    // The tokens of a running server are not known here.
    defersExposureCheck: true,
  });
}

/** `leadline config check`: every problem at once, each with its line. */
export async function checkConfig({ options, io, output }: Invocation): Promise<ExitCode> {
  const result = configurationOf(io, optionalText(options, 'file'));
  switch (result.outcome) {
    case 'config': {
      const summary = { ...summaryOf(result.config), isThere: existsSync(resolve(io.cwd, result.config.file)) };
      output.data({ valid: true, problems: [], ...summary }, () => summaryText(summary));
      return exitCodes.ok;
    }
    case 'problems':
      output.data({ valid: false, problems: result.problems }, () => problemText(result.problems));
      return exitCodes.refused;
  }
}

/** `leadline config plan`: which numbers the file would change, as the server computes it. */
export async function planConfig({ options, io, output, server: connect }: Invocation): Promise<ExitCode> {
  const file = optionalText(options, 'file') ?? io.env['LEADLINE_CONFIG'] ?? './leadline.yaml';
  const yaml = readYaml(resolve(io.cwd, file), file);
  const server = await connect();
  const progress = stageProgress(io);
  const plan = await followWork(server, { path: '/admin/config/plan', json: { yaml } }, progress.show).finally(
    progress.end,
  );
  output.data(plan, () => printable(JSON.stringify(plan, undefined, 2)));
  return exitCodes.ok;
}

function readYaml(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Failure('refused', `${shown} cannot be read (${errorCode(error) ?? String(error)})`, [
      'Name another with --file.',
    ]);
  }
}

/** Nothing of what the configuration keeps secret. */
function summaryOf({ file, host, port, mode, endpoints, catalogue }: Config) {
  return {
    file,
    address: `${host}:${port}`,
    mode: mode.kind,
    endpoints: endpoints.map(({ name, source }) => ({ name, source })),
    services: catalogue.services.length,
    teams: catalogue.teams.length,
  };
}

type Summary = ReturnType<typeof summaryOf> & { readonly isThere: boolean };

function summaryText({ file, isThere, address, mode, endpoints, services, teams }: Summary): string {
  const names = endpoints.map(({ name }) => name).join(', ');
  return [
    isThere
      ? `${file} is valid: ${counted(services, 'service')}, ${counted(teams, 'team')}.`
      : `There is no ${file}: the defaults hold, and services are taken from what senders name.`,
    `Leadline would listen on ${address} (${mode}), with ${names === '' ? 'no hooks: no endpoint has a secret' : `hooks for ${names}`}.`,
  ].join('\n');
}

function problemText(problems: readonly Problem[]): string {
  return [
    ...problems.map((problem) => printable(formatProblem(problem))),
    '',
    `${counted(problems.length, 'problem')}.`,
  ].join('\n');
}
