import {
  type CatalogueText,
  type Entity,
  isOf,
  nameIn,
  readEntities,
  remarkOn,
  remarksOnKinds,
  repeated,
} from './backstage-entity.js';
import { groupTree } from './backstage-groups.js';
import { placeOf, unreadLocation } from './backstage-places.js';
import { distinct, type Imported, type ImportedService, type Remark } from './fragment.js';

/**
 * Teams and services of files like catalog-info.yaml, each of one or many documents: a Group is a team, a Component a
 * service of its owner, or of its System's. https://backstage.io/docs/features/software-catalog/descriptor-format
 */
export function importBackstage(files: readonly CatalogueText[]): Imported {
  const { entities, problems } = readEntities(files);
  const tree = groupTree(entities.filter(isOf('Group')));
  const twice = ['Component', 'Group', 'System'].flatMap((kind) => repeated(entities, kind));
  const wrong = [...problems, ...tree.problems, ...twice];
  if (wrong.length > 0) return { outcome: 'problems', problems: inOrder(wrong, files) };

  const components = entities.filter(isOf('Component'));
  const deployable = components.filter(({ spec }) => spec?.type?.toLowerCase() !== 'library');
  const systems = new Map(entities.filter(isOf('System')).map((one) => [one.metadata.name.toLowerCase(), one]));
  const ownerOf = ({ spec }: Entity): string | undefined =>
    groupNamed(spec?.owner ?? systems.get(nameIn(spec?.system)?.toLowerCase() ?? '')?.spec?.owner);
  const services = deployable.map((component): ImportedService => {
    const owner = ownerOf(component);
    return { ...serviceOf(component), teams: owner === undefined ? [] : [tree.pathOf(owner)] };
  });
  const groups = entities.filter(isOf('Group')).map(({ metadata }) => tree.pathOf(metadata.name));
  const remarks = [
    ...remarksOnKinds(
      entities,
      files.map(({ file }) => file),
    ),
    ...tree.remarks,
    ...components.flatMap((each) => remarksOn(each, ownerOf(each), groups.length === 0 ? () => true : tree.isKnown)),
    ...sharing(deployable),
  ];
  return {
    outcome: 'fragment',
    fragment: {
      teams: distinct([...groups, ...services.flatMap((each) => each.teams)]),
      services: services.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    },
    remarks: inOrder(remarks, files),
  };
}

/** As the files were named, then by line. */
function inOrder(remarks: readonly Remark[], files: readonly CatalogueText[]): Remark[] {
  const place = ({ file }: Remark): number => files.findIndex((one) => one.file === file);
  return remarks.toSorted((a, b) => place(a) - place(b) || a.line - b.line);
}

/** The group that owns something; people are no teams. */
function groupNamed(owner: string | null | undefined): string | undefined {
  return owner?.toLowerCase().startsWith('user:') ? undefined : nameIn(owner);
}

/** Annotations that name the component in a tool, by the source that speaks of it. */
const names: readonly (readonly [annotation: string, source: string])[] = [
  ['argocd/app-name', 'argocd'],
  ['pagerduty.com/service-id', 'pagerduty'],
  ['sentry.io/project-slug', 'sentry'],
];

function serviceOf(component: Entity): ImportedService {
  const { metadata, spec } = component;
  const { repository, folder } = placeOf(component);
  const aliases = names.flatMap(([annotation, source]) => {
    const name = metadata.annotations?.[annotation];
    return name === undefined || name === '' ? [] : [[source, [name]] as const];
  });
  const system = nameIn(spec?.system);
  return {
    name: metadata.name,
    repository,
    paths: folder === undefined ? [] : [`${folder}/**`],
    teams: [],
    aliases: Object.fromEntries(aliases),
    tags: { ...(system !== undefined && { system }), ...(spec?.lifecycle && { lifecycle: spec.lifecycle }) },
  };
}

function remarksOn(component: Entity, owner: string | undefined, isGroup: (name: string) => boolean): Remark[] {
  const { metadata, spec } = component;
  const say = (message: string): Remark => remarkOn(component, `${metadata.name}: ${message}`);
  if (spec?.type?.toLowerCase() === 'library') return [say('a library is not deployed by itself')];
  const location = unreadLocation(component);
  return [
    ...(owner === undefined ? [say('no group owns it')] : []),
    ...(owner !== undefined && !isGroup(owner)
      ? [say(`its owner "${owner}" is no Group here; read its file too, or correct it`)]
      : []),
    ...(location !== undefined && placeOf(component).repository === undefined
      ? [say(`its source-location ${location} names no repository that is known; say "repository" in leadline.yaml`)]
      : []),
  ];
}

/** Components of one repository that nothing tells apart: each would count every change. */
function sharing(components: readonly Entity[]): Remark[] {
  const whole = components
    .map((one) => ({ one, service: serviceOf(one) }))
    .filter(({ service }) => service.paths.length === 0);
  return whole.flatMap(({ one, service: { name, repository } }) => {
    const others = whole.filter(({ service }) => service.repository === repository && service.name !== name);
    if (repository === undefined || others.length === 0) return [];
    return [remarkOn(one, `${name}: shares ${repository} with others; say which "paths" are its own`)];
  });
}
