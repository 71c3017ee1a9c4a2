import { sourceById } from '@leadline/sources';
import { didYouMean } from './did-you-mean.js';
import { endpointNameProblem } from './endpoints.js';
import type { Problem } from './problem.js';
import { secretVariable } from './secret-variable.js';
import type { Sections } from './sections.js';
import { membersOf, type Path, type YamlDocument } from './yaml-document.js';

type Report = (path: Path, message: string, at?: 'key' | 'value') => void;

/** What no schema can see: names that lead nowhere, that are taken twice, or that go in circles. */
export function meaningProblems(document: YamlDocument, sections: Sections, sourceIds: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, message, at) => void problems.push(document.problemAt(path, message, at));
  checkTeams(document, sections, report);
  checkServices(sections, report);
  checkNeighbours(sections, report);
  checkEnvironments(sections, report);
  checkEndpoints(sections, sourceIds, report);
  checkSourceNames(sections, sourceIds, report);
  return problems;
}

/** Every team mentioned is declared, itself or as the parent of one. A team with a problem of its own counts as declared. */
function checkTeams(document: YamlDocument, sections: Sections, report: Report): void {
  const declared = new Set(Object.keys(membersOf(membersOf(document.value)?.['teams']) ?? {}));
  for (const path of Array.from(declared)) {
    const parts = path.split('/');
    if (parts.some((part) => part.trim() === ''))
      report(['teams', path], 'a team is written as "parent/team", without empty parts', 'key');
    for (let depth = 1; depth < parts.length; depth++) declared.add(parts.slice(0, depth).join('/'));
  }
  const check = (team: string, path: Path): void => {
    if (declared.has(team)) return;
    report(path, `there is no team "${team}"${didYouMean(team, declared) || '; declare it under teams'}`);
  };
  for (const [name, service] of sections.services) {
    for (const [index, { team }] of service.teams.entries()) check(team, ['services', name, 'teams', index, 'team']);
  }
  for (const [index, { team }] of sections.digests) if (team !== undefined) check(team, ['digests', index, 'team']);
  for (const section of ['notifications', 'thresholds'] as const) {
    for (const [index, { teams }] of sections[section]) {
      for (const [nth, team] of teams.entries()) check(team, [section, index, 'teams', nth]);
    }
  }
}

/** One name of one source means one service. */
function checkServices(sections: Sections, report: Report): void {
  const owners = new Map<string, string>();
  for (const [name, service] of sections.services) {
    for (const [source, aliases] of Object.entries(service.aliases)) {
      for (const [index, alias] of aliases.entries()) {
        const key = `${source}:${alias}`;
        const owner = owners.get(key);
        owners.set(key, owner ?? name);
        if (owner === undefined) continue;
        const whose = owner === name ? 'listed twice' : `already an alias of the service "${owner}"`;
        report(['services', name, 'aliases', source, index], `${key} is ${whose}`);
      }
    }
  }
  for (const section of ['notifications', 'thresholds', 'freezes'] as const) {
    for (const [index, { services }] of sections[section]) {
      for (const [nth, service] of services.entries()) {
        const hint = sections.services.has(service) ? '' : didYouMean(service, sections.services.keys());
        if (hint !== '') report([section, index, 'services', nth], `there is no service "${service}"${hint}`);
      }
    }
  }
}

/** Services are known by what deploys them too, so only what is nearly the name of a declared one is a slip. */
function checkNeighbours(sections: Sections, report: Report): void {
  for (const [name, { dependsOn }] of sections.services) {
    for (const [index, neighbour] of dependsOn.entries()) {
      const path = ['services', name, 'dependsOn', index];
      if (neighbour === name) report(path, 'a service does not depend on itself');
      else if (!sections.services.has(neighbour)) {
        const hint = didYouMean(neighbour, sections.services.keys());
        if (hint !== '') report(path, `there is no service "${neighbour}"${hint}`);
      }
    }
  }
}

/** One name means one environment; an alias that is itself an environment would send names around in circles. */
function checkEnvironments(sections: Sections, report: Report): void {
  const owners = new Map<string, string>();
  for (const [name, { aliases }] of sections.environments) {
    for (const [index, alias] of aliases.entries()) {
      const path = ['environments', name, 'aliases', index];
      const owner = owners.get(alias);
      owners.set(alias, owner ?? name);
      if (owner !== undefined) report(path, `"${alias}" is already an alias of the environment "${owner}"`);
      else if (sections.environments.has(alias))
        report(path, `"${alias}" is an environment itself, it cannot be another name of "${name}"`);
    }
  }
}

function checkEndpoints(sections: Sections, sourceIds: readonly string[], report: Report): void {
  const variables = new Map<string, string>(sourceIds.map((id) => [secretVariable(id), id]));
  const claim = (name: string, path: Path, at: 'key' | 'value'): void => {
    const variable = secretVariable(name);
    const owner = variables.get(variable);
    if (owner !== undefined && owner !== name)
      report(path, `shares the variable ${variable} with "${owner}"; rename one`, at);
    variables.set(variable, owner ?? name);
  };
  for (const [name, { source, reconcile }] of sections.endpoints) {
    const problem = endpointNameProblem(name);
    if (problem !== undefined) report(['endpoints', name], problem, 'key');
    if (!sourceIds.includes(source)) {
      const hint = didYouMean(source, sourceIds) || `; there are ${[...sourceIds].sort().join(', ')}`;
      report(['endpoints', name, 'source'], `there is no source "${source}"${hint}`);
    }
    if (reconcile !== undefined && sourceById(source)?.redelivery === undefined) {
      report(
        ['endpoints', name, 'reconcile'],
        `"${source}" cannot be asked to send again; github and gitlab can`,
        'key',
      );
    }
    claim(name, ['endpoints', name], 'key');
  }
  const channels = new Set<string>();
  for (const [index, { name }] of sections.notifications) {
    if (channels.has(name)) report(['notifications', index, 'name'], `"${name}" is taken`);
    channels.add(name);
    if (sections.endpoints.has(name) || sourceIds.includes(name)) {
      report(['notifications', index, 'name'], `"${name}" is an endpoint; they would share a secret`);
    } else claim(name, ['notifications', index, 'name'], 'value');
  }
}

/** Senders of events may call themselves anything; what is nearly the name of a source is probably a slip. */
function checkSourceNames(sections: Sections, sourceIds: readonly string[], report: Report): void {
  const known = [...sourceIds, ...sections.endpoints.keys(), 'git'];
  const check = (name: string, path: Path, at: 'key' | 'value'): void => {
    const hint = known.includes(name) ? '' : didYouMean(name, known);
    if (hint !== '') report(path, `there is no source "${name}"${hint}`, at);
  };
  for (const [name, service] of sections.services) {
    const path = ['services', name];
    for (const source of Object.keys(service.aliases)) check(source, [...path, 'aliases', source], 'key');
    if (service.authority) check(service.authority.deployments, [...path, 'authority', 'deployments'], 'value');
    for (const [index, repository] of (service.repository ?? []).entries()) {
      const place = [...path, 'repository', index];
      const [, source, rest] = /^([a-z0-9_-]+):(.+)$/.exec(repository) ?? [];
      if (source !== undefined) check(source, place, 'value');
      const isId = source !== undefined && /^\d+$/.test(rest ?? '');
      const isName = isId || /^[^\s:/]+(\/[^\s:/]+)+$/.test(rest ?? repository);
      if (!isName) report(place, `expected a repository such as "github:acme/shop", got "${repository}"`);
    }
  }
}
