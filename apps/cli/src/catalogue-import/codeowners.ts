import { type CodeownersRule, readCodeowners } from './codeowners-rules.js';
import { distinct, type Imported, type ImportedService, type Remark } from './fragment.js';

/**
 * Teams and services of a CODEOWNERS file: each directory with owners is a service, and the last rule that covers it says
 * whose, in each of GitLab's sections. A file that gives everything to somebody and names no directory is one service, the repository.
 *
 * @param repository "acme/shop", or with its forge "gitlab:acme/shop".
 */
export function importCodeowners(text: string, repository: string): Imported {
  const { rules, problems } = readCodeowners(text);
  if (problems.length > 0) return { outcome: 'problems', problems };
  const directories = rules.flatMap((rule) => directoryOf(rule) ?? []);
  const services = directories.length > 0 ? ofDirectories(directories, rules) : ofEverything(rules, repository);
  return {
    outcome: 'fragment',
    fragment: {
      teams: distinct(rules.flatMap(teamsOf)),
      services: services.map(({ name, paths, owners }): ImportedService => {
        return { name, repository, paths, teams: [...new Set(owners.flatMap(teamsOf))], aliases: {}, tags: {} };
      }),
    },
    remarks: [...rules.flatMap(remarkOn(directories)), ...nested(directories)].toSorted((a, b) => a.line - b.line),
  };
}

interface Directory {
  readonly rule: CodeownersRule;
  /** "services/checkout". */
  readonly path: string;
  /** It may stand anywhere in the repository. */
  readonly anywhere: boolean;
}

interface Found {
  /** The last of each section that says whose it is. */
  readonly owners: readonly CodeownersRule[];
  readonly name: string;
  readonly paths: readonly string[];
}

function ofDirectories(directories: readonly Directory[], rules: readonly CodeownersRule[]): Found[] {
  const byPath = new Map(directories.map((directory) => [directory.path, directory]));
  return [...byPath.values()].map(({ path, anywhere }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const isTaken = [...byPath.keys()].filter((other) => other.endsWith(`/${name}`) || other === name).length > 1;
    return {
      name: isTaken ? path.replaceAll('/', '-') : name,
      paths: [`${anywhere ? '**/' : ''}${path}/**`],
      owners: lastOfEachSection(rules, (rule) => covers(rule, path)),
    };
  });
}

function ofEverything(rules: readonly CodeownersRule[], repository: string): Found[] {
  const owners = lastOfEachSection(rules, isForEverything);
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  return owners.length === 0 ? [] : [{ name, paths: [], owners }];
}

/** What a section excludes ("!docs/") it gives to nobody, wherever it says so. */
function lastOfEachSection(
  rules: readonly CodeownersRule[],
  fits: (rule: CodeownersRule) => boolean,
): CodeownersRule[] {
  return distinct(rules.map(({ section }) => section)).flatMap((section) => {
    const own = rules.filter((rule) => rule.section === section);
    if (own.some((rule) => rule.pattern.startsWith('!') && fits({ ...rule, pattern: rule.pattern.slice(1) })))
      return [];
    return own.findLast(fits) ?? [];
  });
}

function covers(rule: CodeownersRule, path: string): boolean {
  if (isForEverything(rule)) return true;
  const directory = directoryOf(rule);
  return directory !== undefined && `${path}/`.startsWith(`${directory.path}/`);
}

const isForEverything = ({ pattern }: CodeownersRule): boolean => ['*', '**', '/**', '/', '**/*'].includes(pattern);

/** The directory that a pattern is about, with everything below; undefined: it is about files. */
function directoryOf(rule: CodeownersRule): Directory | undefined {
  const { pattern } = rule;
  if (isForEverything(rule) || pattern.startsWith('!')) return undefined;
  const [, path = '', ending = ''] = /^\/?(.*?)(\/(?:\*\*(?:\/\*)?)?)?$/.exec(pattern) ?? [];
  const last = path.slice(path.lastIndexOf('/') + 1);
  if (last === '' || /[*?]/.test(last) || last.startsWith('.')) return undefined;
  if (ending === '' && last.includes('.')) return undefined;
  if (/[[\]{}\\]|\*\*\*|(?:^|\/)\.\.?(?:\/|$)/.test(path)) return undefined;
  return {
    rule,
    path: path.replace(/^\*\*\//, ''),
    anywhere: path.startsWith('**/') || !pattern.slice(0, -1).includes('/'),
  };
}

function teamsOf({ owners }: CodeownersRule): string[] {
  return owners.flatMap((owner) => (owner.kind === 'team' ? [owner.path] : []));
}

/** What becomes of a rule that makes no service, or one without a team. */
function remarkOn(directories: readonly Directory[]): (rule: CodeownersRule) => Remark[] {
  const made = new Set(directories.map(({ rule }) => rule));
  return (rule) => {
    const { line, pattern, owners } = rule;
    const say = (message: string): Remark[] => [{ line, message: `${pattern}: ${message}` }];
    const isService = made.has(rule) || (isForEverything(rule) && directories.length === 0);
    if (!isService) {
      return say(isForEverything(rule) ? 'everything else makes no service beside the others' : 'files, no service');
    }
    if (owners.length === 0) return say('nobody owns it');
    return teamsOf(rule).length === 0 ? say('people own it, and no team') : [];
  };
}

/** Two services that count the same changes. */
function nested(directories: readonly Directory[]): Remark[] {
  return directories.flatMap(({ rule: { line, pattern }, path }) => {
    const outer = directories.find((other) => path.startsWith(`${other.path}/`));
    if (outer === undefined) return [];
    return [{ line, message: `${pattern}: lies within ${outer.path}, which counts its changes too; leave one out` }];
  });
}
