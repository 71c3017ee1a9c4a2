import { canonicalJson, type Catalogue, issueKeysIn } from '@leadline/events';
import { FOREVER, type TableRow } from '@leadline/tables';
import type { FoldedRow } from './entity.js';
import { matchesGlob } from './glob.js';
import { attributesSaid, foldPatches, type Patch } from './patches.js';
import { type Attributes, list, text } from './attributes.js';
import { contentOf } from './rows.js';

/**
 * Issues that a commit belongs to: all that any of its events names, as each push knows another branch. Of one that never
 * named any there is no row.
 */
export const issuesOfCommit = (
  entity: string,
  patches: readonly Patch[],
  told: readonly Patch[],
  catalogue: Catalogue,
): FoldedRow[] =>
  rowOf({ entity, patches, told, catalogue }, (applied) =>
    applied.flatMap(attributesSaid).flatMap((said) => list(said, 'issues') ?? []),
  );

/** Issues that a pull request belongs to: those of its title, and the last that were said of description and branch. */
export const issuesOfRequest = (
  entity: string,
  patches: readonly Patch[],
  told: readonly Patch[],
  catalogue: Catalogue,
): FoldedRow[] => rowOf({ entity, patches, told, catalogue }, (_, said) => list(said, 'issues') ?? []);

interface Told {
  readonly entity: string;
  readonly patches: readonly Patch[];
  /** Those of mappings that are no longer in force as well. */
  readonly told: readonly Patch[];
  readonly catalogue: Catalogue;
}

function rowOf(
  { entity, patches, told, catalogue }: Told,
  namedIn: (applied: readonly Patch[], said: Attributes) => readonly string[],
): FoldedRow[] {
  if (!told.flatMap(attributesSaid).some(mayName)) return [];
  const timeline = foldPatches(patches, (said, applied) => {
    const named = [...issueKeysIn({ title: text(said, 'title') ?? '' }), ...namedIn(applied, said)];
    return counted(named, text(said, 'repo') ?? '', catalogue);
  });
  const states = timeline.flatMap(({ from, state: issues }, index): TableRow<'linked_issues'>['states'] =>
    issues.length === 0 ? [] : [{ knownFrom: from, knownUntil: timeline[index + 1]?.from ?? FOREVER, issues }],
  );
  const content = { entity, states };
  return [{ table: 'linked_issues', row: { ...content, content_hash: contentOf(canonicalJson(content)) } }];
}

/** A row that was written once is written again, if only empty. */
const mayName = (said: Attributes): boolean =>
  (list(said, 'issues') ?? []).length > 0 || issueKeysIn({ title: text(said, 'title') ?? '' }).length > 0;

/** A number is one of the change's own repository. Small letters are a tracker's only where the configuration says so. */
function counted(named: readonly string[], repository: string, { rules }: Catalogue): string[] {
  const keys = named.map((key) => (key.startsWith('#') ? `${repository}${key}` : key));
  const patterns = rules.issues;
  const wanted =
    patterns === undefined
      ? keys.filter((key) => key.includes('#') || key === key.toUpperCase())
      : keys.flatMap((key) => {
          const written = key.includes('#') ? key : key.toUpperCase();
          return patterns.some((pattern) => matchesGlob(key.includes('#') ? pattern : pattern.toUpperCase(), written))
            ? [written]
            : [];
        });
  return [...new Set(wanted)].sort();
}
