import { z } from 'zod';
import { didYouMean } from './did-you-mean.js';
import { freezeItem, notificationItem, thresholdItem } from './alerting-schema.js';
import { describeIssue } from './fields.js';
import {
  digestItem,
  endpointEntry,
  environmentEntry,
  flagEntry,
  organisationSection,
  serviceEntry,
  teamEntry,
} from './file-schema.js';
import { organisationRules } from './metric-rules.js';
import type { Problem } from './problem.js';
import { membersOf, type Path, type YamlDocument } from './yaml-document.js';

/** What leadline.yaml says, section by section. Members with problems are left out, so that the others are still judged. */
export type Sections = ReturnType<typeof readSections>['sections'];

/** Checks each part of the file against its schema; every problem at once. */
export function readSections(document: YamlDocument) {
  const reader = sectionReader(document);
  const sections = {
    organisation: reader.object('organisation', organisationSection),
    rules: reader.object('rules', organisationRules),
    environments: reader.map('environments', environmentEntry),
    teams: reader.map('teams', teamEntry),
    services: reader.map('services', serviceEntry),
    flags: reader.map('flags', flagEntry),
    endpoints: reader.map('endpoints', endpointEntry),
    digests: reader.list('digests', digestItem),
    freezes: reader.list('freezes', freezeItem),
    notifications: reader.list('notifications', notificationItem),
    thresholds: reader.list('thresholds', thresholdItem),
  };
  const known = Object.keys(sections);
  const unknown = Object.keys(membersOf(document.value) ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => {
      const hint = didYouMean(name, known) || `; known are ${known.join(', ')}`;
      return document.problemAt([name], `unknown section "${name}"${hint}`, 'key');
    });
  return { sections, problems: [...document.problems, ...unknown, ...reader.problems] };
}

function sectionReader(document: YamlDocument) {
  const problems: Problem[] = [];
  const root = membersOf(document.value);
  if (root === undefined) problems.push(document.problemAt([], 'expected a map of sections'));
  const check = <S extends z.ZodType>(schema: S, value: unknown, path: Path): z.infer<S> | undefined => {
    const parsed = schema.safeParse(value ?? {}, { error: describeIssue });
    if (parsed.success) return parsed.data;
    problems.push(...parsed.error.issues.flatMap((issue) => problemsOf(document, path, issue)));
    return schema.safeParse(withoutMembers(value, parsed.error.issues)).data;
  };
  return {
    problems,
    /** A section with fixed members. */
    object<S extends z.ZodType>(name: string, schema: S): z.infer<S> {
      return check(schema, root?.[name], [name]) ?? schema.parse({});
    },
    /** A section of named entries. */
    map<S extends z.ZodType>(name: string, schema: S): ReadonlyMap<string, z.infer<S>> {
      const entries = new Map<string, z.infer<S>>();
      const section = membersOf(root?.[name]);
      if (section === undefined) problems.push(document.problemAt([name], 'expected a map of names'));
      for (const [key, value] of Object.entries(section ?? {})) {
        const nameProblem = entryNameProblem(key);
        if (nameProblem) problems.push(document.problemAt([name, key], nameProblem, 'key'));
        const entry = check(schema, value, [name, key]);
        if (entry !== undefined) entries.set(key, entry);
      }
      return entries;
    },
    /** A section of items, by their index in the file. */
    list<S extends z.ZodType>(name: string, schema: S): ReadonlyMap<number, z.infer<S>> {
      const items = new Map<number, z.infer<S>>();
      const section: unknown = root?.[name] ?? [];
      if (!Array.isArray(section)) problems.push(document.problemAt([name], 'expected a list'));
      for (const [index, value] of Array.isArray(section) ? section.entries() : []) {
        const item = check(schema, value, [name, index]);
        if (item !== undefined) items.set(index, item);
      }
      return items;
    },
  };
}

/** What is left of an entry without the members that have problems. */
function withoutMembers(value: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const bad = new Set<unknown>(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [issue.path[0]],
    ),
  );
  return Object.fromEntries(Object.entries(membersOf(value) ?? {}).filter(([name]) => !bad.has(name)));
}

function entryNameProblem(name: string): string | undefined {
  if (name === '__proto__') return 'cannot be a name';
  if (name.trim() === '' || name !== name.trim()) return 'a name cannot be empty or have white space around it';
  return name.length > 200 ? 'a name has at most 200 characters' : undefined;
}

function problemsOf(document: YamlDocument, section: Path, issue: z.core.$ZodIssue): Problem[] {
  const path = [...section, ...issue.path.filter((part) => typeof part !== 'symbol')];
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => document.problemAt([...path, key], messages[index] ?? issue.message, 'key'));
  }
  const at = issue.code === 'custom' && issue.params?.['at'] === 'key' ? 'key' : 'value';
  return [document.problemAt(path, issue.message, at)];
}
