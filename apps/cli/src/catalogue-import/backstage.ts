import { z } from 'zod';
import { distinct, type Imported, type ImportedService, type Remark } from './fragment.js';
import { type LocatedDocument, problemsOf, readDocuments } from './located-yaml.js';
import { type NamedTeam, teamTree } from './team-tree.js';

const entity = z.object({
  kind: z.string(),
  metadata: z.object({
    name: z.string().min(1),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z
    .object({
      type: z.string().nullish(),
      lifecycle: z.string().nullish(),
      owner: z.string().nullish(),
      system: z.string().nullish(),
      parent: z.string().nullish(),
    })
    .nullish(),
});

/** An entity with the line it begins in. */
interface Entity extends z.infer<typeof entity> {
  readonly line: number;
}

/**
 * Teams and services of a catalog-info.yaml, of one or many documents: a Group is a team, a Component a service of its
 * owner, or of its System's. https://backstage.io/docs/features/software-catalog/descriptor-format
 */
export function importBackstage(text: string): Imported {
  const { documents, problems } = readDocuments(text);
  const read = documents.filter(({ value }) => value !== null && value !== undefined).map(entityIn);
  const entities = read.flatMap((each) => each.entity ?? []);
  const groups = entities.filter(isOf('Group'));
  const tree = teamTree(groups.map(teamOf));
  const components = entities.filter(isOf('Component'));
  const wrong = [...problems, ...read.flatMap((each) => each.problems), ...tree.problems, ...repeated(components)];
  if (entities.length === 0 && wrong.length === 0) wrong.push({ line: 1, message: 'there is no entity in it' });
  if (wrong.length > 0) return { outcome: 'problems', problems: wrong.toSorted((a, b) => a.line - b.line) };

  const systems = new Map(entities.filter(isOf('System')).map((system) => [system.metadata.name, system]));
  const deployable = components.filter(({ spec }) => spec?.type?.toLowerCase() !== 'library');
  const ownerOf = ({ spec }: Entity): string | undefined =>
    groupNamed(spec?.owner ?? systems.get(nameIn(spec?.system) ?? '')?.spec?.owner);
  const services = deployable.map((component): ImportedService => {
    const owner = ownerOf(component);
    return { ...serviceOf(component), teams: owner === undefined ? [] : [tree.pathOf(owner)] };
  });
  const teams = [
    ...groups.map(({ metadata }) => tree.pathOf(metadata.name)),
    ...services.flatMap((each) => each.teams),
  ];
  return {
    outcome: 'fragment',
    fragment: { teams: distinct(teams), services: services.toSorted((a, b) => (a.name < b.name ? -1 : 1)) },
    remarks: [...components.flatMap((each) => remarksOn(each, ownerOf(each))), ...sharing(deployable)],
  };
}

function entityIn(document: LocatedDocument): { entity?: Entity; problems: Remark[] } {
  const parsed = entity.safeParse(document.value);
  if (!parsed.success) return { problems: problemsOf(document, parsed.error.issues) };
  return { entity: { ...parsed.data, line: document.lineOf([]) }, problems: [] };
}

const isOf =
  (kind: string) =>
  (one: Entity): boolean =>
    one.kind.toLowerCase() === kind.toLowerCase();

function teamOf({ metadata, spec, line }: Entity): NamedTeam {
  return { name: metadata.name, parent: nameIn(spec?.parent), line };
}

/** "group:default/payments" → "payments": https://backstage.io/docs/features/software-catalog/references */
function nameIn(reference: string | null | undefined): string | undefined {
  return reference?.replace(/^[^:/]*:/, '').replace(/^.*\//, '') || undefined;
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

const slugs: readonly (readonly [annotation: string, forge: string])[] = [
  ['github.com/project-slug', 'github'],
  ['gitlab.com/project-slug', 'gitlab'],
];

function serviceOf({ metadata, spec }: Entity): ImportedService {
  const annotations = metadata.annotations ?? {};
  const slug = slugs.flatMap(([annotation, forge]) =>
    annotations[annotation] ? `${forge}:${annotations[annotation]}` : [],
  );
  const located = placeIn(annotations['backstage.io/source-location'] ?? '');
  const aliases = names.flatMap(([annotation, source]) => {
    const name = annotations[annotation];
    return name === undefined || name === '' ? [] : [[source, [name]] as const];
  });
  const system = nameIn(spec?.system);
  return {
    name: metadata.name,
    repository: slug[0] ?? located?.repository,
    paths: located?.folder === undefined ? [] : [`${located.folder}/**`],
    teams: [],
    aliases: Object.fromEntries(aliases),
    tags: { ...(system !== undefined && { system }), ...(spec?.lifecycle && { lifecycle: spec.lifecycle }) },
  };
}

/** "url:https://github.com/acme/shop/tree/main/services/checkout/" */
function placeIn(location: string): { repository: string; folder: string | undefined } | undefined {
  const [, forge = '', repository = '', folder = ''] =
    /^url:https:\/\/(github|gitlab)\.com\/(.+?)(?:\/-)?(?:\/(?:tree|blob)\/[^/]+\/?(.*?))?\/?$/.exec(location) ?? [];
  if (repository === '') return undefined;
  return { repository: `${forge}:${repository.replace(/\/$/, '')}`, folder: folder === '' ? undefined : folder };
}

function repeated(components: readonly Entity[]): Remark[] {
  const first = new Map<string, number>();
  return components.flatMap(({ metadata: { name }, line }) => {
    const before = first.get(name);
    if (before === undefined) first.set(name, line);
    return before === undefined ? [] : [{ line, message: `the component "${name}" stands in line ${before} already` }];
  });
}

function remarksOn({ metadata: { name }, spec, line }: Entity, owner: string | undefined): Remark[] {
  if (spec?.type?.toLowerCase() === 'library')
    return [{ line, message: `${name}: a library is not deployed by itself` }];
  return owner === undefined ? [{ line, message: `${name}: no group owns it` }] : [];
}

/** Components of one repository that nothing tells apart: each would count every change. */
function sharing(components: readonly Entity[]): Remark[] {
  const whole = components
    .map((one) => ({ one, service: serviceOf(one) }))
    .filter(({ service }) => service.paths.length === 0);
  return whole.flatMap(({ one, service: { name, repository } }) => {
    const others = whole.filter(({ service }) => service.repository === repository && service.name !== name);
    if (repository === undefined || others.length === 0) return [];
    return [{ line: one.line, message: `${name}: shares ${repository} with others; say which "paths" are its own` }];
  });
}
