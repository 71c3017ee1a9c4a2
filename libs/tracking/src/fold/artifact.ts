import { artifactNames } from '@leadline/events';
import { instantMs, list, text } from './attributes.js';
import type { Folded } from './entity.js';
import { attributesSaid, foldPatches, type Patch } from './patches.js';
import { contentOf, timelineText } from './rows.js';

/** An artifact as it was known at a moment. */
export interface ArtifactState {
  /** Every name it had by then: its digest, its images with their tags. */
  readonly names: readonly string[];
  /** Commit it was built of; null: not known yet. */
  readonly sha: string | null;
  readonly repository: string | null;
  /** Epoch milliseconds; null: nobody said. */
  readonly publishedAt: number | null;
}

/** One row for each name an artifact ever had: whoever deploys it knows it by any of them. */
export function foldArtifact(entity: string, patches: readonly Patch[]): Folded {
  const timeline = foldPatches(patches, (said, applied): ArtifactState => ({
    names: namesSaid(applied),
    sha: text(said, 'sha'),
    repository: text(said, 'repo'),
    publishedAt: instantMs(said, 'publishedAt'),
  }));
  const history = timelineText(timeline);
  const names = namesSaid(patches);
  return {
    rows: names.map((name) => ({
      table: 'artifacts',
      row: { name, entity, history, content_hash: contentOf(history) },
    })),
    mentions: [],
    services: [],
    through: names.map((name) => `artifact:${name}`),
  };
}

function namesSaid(patches: readonly Patch[]): string[] {
  const said = patches.flatMap(attributesSaid).flatMap((one) => [text(one, 'id') ?? [], list(one, 'names') ?? []]);
  return [...new Set(said.flat().flatMap(artifactNames))].sort();
}
