import { z } from 'zod';
import type { Remark } from './fragment.js';
import { type LocatedDocument, problemsOf, readDocuments } from './located-yaml.js';

const entity = z.object({
  kind: z.string(),
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z
    .object({
      type: z.string().nullish(),
      lifecycle: z.string().nullish(),
      owner: z.string().nullish(),
      system: z.string().nullish(),
      parent: z.string().nullish(),
      children: z.array(z.string()).nullish(),
      target: z.string().nullish(),
      targets: z.array(z.string()).nullish(),
    })
    .nullish(),
});

/** An entity with the file and the line it begins in. */
export interface Entity extends z.infer<typeof entity> {
  readonly file: string;
  readonly line: number;
}

/** One file of a catalogue, as people call it. */
export interface CatalogueText {
  readonly file: string;
  readonly text: string;
}

/** The entities of files of one or many documents, and every problem of their YAML and their shape. */
export function readEntities(files: readonly CatalogueText[]): { entities: Entity[]; problems: Remark[] } {
  const read = files.map(({ file, text }) => {
    const { documents, problems } = readDocuments(text);
    const found = documents.filter(({ value }) => value !== null && value !== undefined).map(entityIn(file));
    const wrong = [...problems, ...found.flatMap((each) => each.problems)];
    if (found.length === 0 && wrong.length === 0) wrong.push({ line: 1, message: 'there is no entity in it' });
    return { entities: found.flatMap((each) => each.entity ?? []), problems: inOrder(wrong, file) };
  });
  return { entities: read.flatMap(({ entities }) => entities), problems: read.flatMap(({ problems }) => problems) };
}

const inOrder = (problems: readonly Remark[], file: string): Remark[] =>
  problems.map((problem) => ({ ...problem, file })).toSorted((a, b) => a.line - b.line);

const entityIn =
  (file: string) =>
  (document: LocatedDocument): { entity?: Entity; problems: Remark[] } => {
    const parsed = entity.safeParse(document.value);
    if (!parsed.success) return { problems: problemsOf(document, parsed.error.issues) };
    return { entity: { ...parsed.data, file, line: document.lineOf([]) }, problems: [] };
  };

export const isOf =
  (kind: string) =>
  (one: Entity): boolean =>
    one.kind.toLowerCase() === kind.toLowerCase();

/** "group:default/payments" → "payments": https://backstage.io/docs/features/software-catalog/references */
export function nameIn(reference: string | null | undefined): string | undefined {
  return reference?.replace(/^[^:/]*:/, '').replace(/^.*\//, '') || undefined;
}

export const remarkOn = ({ file, line }: Entity, message: string): Remark => ({ file, line, message });

/** Kinds of Backstage that are neither team nor service. */
const others = new Set(['api', 'domain', 'location', 'resource', 'template', 'user']);

/** Documents that nothing is made of though somebody may have meant it: unknown kinds, and Locations, whose files are other files. */
export function remarksOnKinds(entities: readonly Entity[], read: readonly string[]): Remark[] {
  return entities.flatMap((one) => {
    const kind = one.kind.toLowerCase();
    if (kind === 'location') {
      const targets = [...(one.spec?.target ? [one.spec.target] : []), ...(one.spec?.targets ?? [])];
      const missing = targets.filter((target) => !read.some((file) => file.endsWith(target.replace(/^\.\//, ''))));
      if (missing.length === 0) return [];
      return [remarkOn(one, `${one.metadata.name}: names other files; add them to the command: ${missing.join(' ')}`)];
    }
    if (others.has(kind) || ['component', 'group', 'system'].includes(kind)) return [];
    return [
      remarkOn(one, `${one.metadata.name}: "${one.kind}" is no kind that is known; Component, Group and System are`),
    ];
  });
}

/** Entities of one kind that stand there twice, of one name in one namespace. Names are told apart by no letter's case. */
export function repeated(entities: readonly Entity[], kind: string): Remark[] {
  const first = new Map<string, Entity>();
  return entities.filter(isOf(kind)).flatMap((one) => {
    const key = one.metadata.name.toLowerCase();
    const before = first.get(key);
    if (before === undefined) first.set(key, one);
    if (before === undefined) return [];
    const place = before.file === one.file ? `line ${before.line}` : `${before.file}:${before.line}`;
    return [
      remarkOn(
        one,
        `the ${kind.toLowerCase()} "${one.metadata.name}" stands in ${place} already; rename or remove one`,
      ),
    ];
  });
}
