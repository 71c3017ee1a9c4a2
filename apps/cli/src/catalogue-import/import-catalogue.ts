import { resolve } from 'node:path';
import { type CatalogueContent, formatProblem, readConfig, readTextFile } from '@leadline/config';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { errorCode, Failure } from '../failure.js';
import { surroundingRepository } from '../git/repository.js';
import { optionalText } from '../option-values.js';
import { oneLine, printable } from '../terminal/printable.js';
import { grouped } from '../terminal/quantities.js';
import { importBackstage } from './backstage.js';
import type { CatalogueText } from './backstage-entity.js';
import { importCodeowners } from './codeowners.js';
import { type CatalogueFragment, type Imported, type Remark, yamlOf } from './fragment.js';
import { importGithubTeams } from './github-teams.js';
import { type CatalogueChanges, changesOf } from './merge.js';

/** `leadline catalogue import`: what another tool knows of teams and services, as a part of leadline.yaml. */
export async function importCatalogue(invocation: Invocation): Promise<ExitCode> {
  const { args, options, io, output } = invocation;
  const [format = '', ...names] = args;
  const files = names.map((file) => ({ file, text: fileText(resolve(io.cwd, file), file) }));
  const imported = await understood(invocation, format, files);
  const shown = names.map((name) => oneLine(name)).join(', ');
  const placed = ({ file = names[0] ?? '', line, message }: Remark): string =>
    `${oneLine(file)}:${line}: ${oneLine(message)}`;
  if (imported.outcome === 'problems') {
    throw new Failure('refused', `${shown} cannot be understood`, imported.problems.map(placed));
  }
  const { fragment, remarks } = imported;
  checkFragment(fragment, shown);
  for (const remark of remarks) output.message(placed(remark));
  if (fragment.teams.length + fragment.services.length === 0) output.message('No team and no service is in it.');
  const merge = optionalText(options, 'merge');
  if (merge === undefined) {
    const yaml = yamlOf(fragment);
    output.data({ ...fragment, remarks, yaml }, () => printable(yaml).trimEnd());
    return exitCodes.ok;
  }
  const changes = changesOf(fragment, declaredIn(resolve(io.cwd, merge), merge));
  const yaml = yamlOf(changes.added);
  output.data({ ...changes, remarks, yaml }, () => printable(changesText(changes, merge, yaml)));
  return exitCodes.ok;
}

async function understood(invocation: Invocation, format: string, files: readonly CatalogueText[]): Promise<Imported> {
  const [first, ...more] = files;
  const text = first?.text ?? '';
  if (format !== 'backstage' && more.length > 0) {
    throw new Failure('usage', `of ${oneLine(format)} one file is read at a time; several are of backstage alone`);
  }
  switch (format) {
    case 'codeowners':
      return importCodeowners(text, await repositoryOf(invocation));
    case 'backstage':
      return importBackstage(files);
    case 'github-teams':
      return importGithubTeams(text);
    default:
      throw new Failure('usage', `"${oneLine(format)}" is none of codeowners, backstage, github-teams`);
  }
}

/** A CODEOWNERS file does not say which repository it is of. */
async function repositoryOf({ options, io }: Invocation): Promise<string> {
  const repository = optionalText(options, 'repository') ?? (await surroundingRepository(io))?.name;
  if (repository !== undefined) return repository;
  throw new Failure('usage', 'which repository is it of? Name it with --repository, or run this within its checkout');
}

function fileText(path: string, shown: string): string {
  try {
    const text = readTextFile(path);
    if (text !== undefined) return text;
  } catch (error) {
    throw new Failure('refused', `${oneLine(shown)} cannot be read (${errorCode(error) ?? String(error)})`);
  }
  throw new Failure('refused', `there is no file ${oneLine(shown)}`);
}

/** Names that leadline.yaml would not take are found here, where the file they come from is known. */
function checkFragment(fragment: CatalogueFragment, file: string): void {
  const result = readConfig({ env: {}, readFile: () => yamlOf(fragment) });
  if (result.outcome === 'config') return;
  const told = result.problems.map(({ path, message }) => oneLine(`${path}: ${message}`));
  throw new Failure('refused', `${oneLine(file)} says what leadline.yaml cannot`, told);
}

function declaredIn(path: string, shown: string): CatalogueContent {
  const text = fileText(path, shown);
  const result = readConfig({ env: { LEADLINE_CONFIG: shown }, readFile: () => text });
  if (result.outcome === 'config') return result.config.catalogue;
  throw new Failure(
    'refused',
    `${oneLine(shown)} has problems of its own`,
    result.problems.map((problem) => printable(formatProblem(problem))),
  );
}

function changesText({ added, differences, same, others }: CatalogueChanges, file: string, yaml: string): string {
  const teams = added.teams.map((path) => `+ team ${path}`);
  const services = added.services.map(({ name }) => `+ service ${name}`);
  const changed = differences.map(({ name, field, from, to }) => `~ service ${name}: ${field} ${from} → ${to}`);
  const lines = [...teams, ...services, ...changed];
  const counts = `Services: ${grouped(same.length)} the same, ${grouped(others.length)} only in ${file}`;
  const rest = others.length === 0 ? `${counts}.` : `${counts}, where they stay: ${namesText(others)}.`;
  const moves = differences.flatMap((difference) => moveText(difference));
  if (lines.length === 0) return `Nothing would change in ${file}. ${rest}`;
  const addition = teams.length + services.length === 0 ? [] : ['', `To add to ${file}:`, '', yaml];
  return [`${file} would change:`, ...lines, rest, ...moves, ...addition].join('\n');
}

/** Names that are told; the file has the others. */
const MOST_NAMES = 10;

function namesText(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${grouped(rest)} more` : ''}`;
}

/** Without dates a new owner has the past too. */
function moveText({ name, field, from, to }: CatalogueChanges['differences'][number]): string[] {
  if (field !== 'teams' || from === 'none') return [];
  const dated = (teams: string, date: 'from' | 'until'): string =>
    teams
      .split(', ')
      .map((team) => `{ team: ${team}, ${date}: <date> }`)
      .join(', ');
  return [`  To keep the past of ${name} with ${from}: teams: [${dated(from, 'until')}, ${dated(to, 'from')}]`];
}
