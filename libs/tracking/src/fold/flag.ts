import { FOREVER } from '@leadline/tables';
import { instantMs, truth } from './attributes.js';
import type { Folded } from './entity.js';
import { foldPatches, type Patch } from './patches.js';
import { contentOf, timelineText } from './rows.js';

/** A feature flag itself: whether it is meant to stay, and when it was archived. */
export function foldFlag(entity: string, flag: string, patches: readonly Patch[]): Folded {
  const timeline = foldPatches(patches, (said) => ({
    permanent: truth(said, 'permanent') ?? false,
    archivedAt: instantMs(said, 'archivedAt'),
  }));
  const history = timelineText(timeline);
  const states = timeline.map(({ from, state }, index) => ({
    knownFrom: from,
    knownUntil: timeline[index + 1]?.from ?? FOREVER,
    permanent: state.permanent ? (1 as const) : (0 as const),
    archivedAt: state.archivedAt,
  }));
  const row = { entity, flag, states, history, content_hash: contentOf(history) };
  return { rows: [{ table: 'flags', row }], mentions: [], services: [], through: [] };
}
