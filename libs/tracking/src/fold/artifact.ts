import { artifactNames } from '@leadline/events';
import { instantMs, list, text } from './attributes.js';
import type { Folded } from './entity.js';
import { attributesSaid, foldPatches, type Patch } from './patches.js';
import { contentOf, timelineText } from './rows.js';
import type { Timeline } from './timeline.js';

/** An artifact as it was known at a moment. */
export interface ArtifactState {
  /** Every name it had by then: its digest, its images with their tags. */
  readonly names: readonly string[];
  /** Commit it was built of; null: not known yet. */
  readonly sha: string | null;
  readonly repository: string | null;
  /** Run that built it, where it tells no commit: the run's is meant. */
  readonly run?: string;
  /** Epoch milliseconds; null: nobody said. */
  readonly publishedAt: number | null;
}

/** One row for each name an artifact ever had: whoever deploys it knows it by any of them. */
export function foldArtifact(entity: string, patches: readonly Patch[]): Folded {
  const timeline = foldPatches(patches, (said, applied): ArtifactState => {
    const [sha, run] = [text(said, 'sha'), text(said, 'run')];
    return {
      names: namesSaid(applied),
      sha,
      repository: text(said, 'repo'),
      ...(sha === null && run !== null && { run }),
      publishedAt: instantMs(said, 'publishedAt'),
    };
  });
  const names = namesSaid(patches);
  const runs = timeline.flatMap(({ state: { run } }) => run ?? []);
  return {
    rows: artifactRows(names, entity, timeline),
    mentions: [],
    services: [],
    waitsFor: [...new Set(runs)].map((run) => ({ name: builtBy(run), names })),
    through: names.map((name) => `artifact:${name}`),
  };
}

/** What a run builds, whatever it is: what names only its run was built of the run's commit. */
const builtBy = (run: string): string => `run:${run}`;

/** A run that knows its commit stands for what it builds. */
export function foldBuilt(entity: string, run: string, patches: readonly Patch[]): Pick<Folded, 'rows' | 'through'> {
  const name = builtBy(run);
  const timeline = foldPatches(patches, (said): ArtifactState => ({
    names: [name],
    sha: text(said, 'sha'),
    repository: text(said, 'repo'),
    publishedAt: null,
  }));
  if (timeline.every(({ state }) => state.sha === null)) return { rows: [], through: [] };
  return { rows: artifactRows([name], entity, timeline), through: [`artifact:${name}`] };
}

function artifactRows(names: readonly string[], entity: string, timeline: Timeline<ArtifactState>): Folded['rows'] {
  const history = timelineText(timeline);
  return names.map((name) => ({
    table: 'artifacts',
    row: { name, entity, history, content_hash: contentOf(history) },
  }));
}

/** Name under which the run of an artifact that tells no commit is found; null: it needs none. */
export const runOf = ({ sha, run }: ArtifactState): string | null =>
  sha === null && run !== undefined ? builtBy(run) : null;

function namesSaid(patches: readonly Patch[]): string[] {
  const said = patches.flatMap(attributesSaid).flatMap((one) => [text(one, 'id') ?? [], list(one, 'names') ?? []]);
  return [...new Set(said.flat().flatMap(artifactNames))].sort();
}
