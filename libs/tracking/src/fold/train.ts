import { canonicalJson, type Catalogue } from '@leadline/events';
import { FOREVER, type TableRow } from '@leadline/tables';
import { type Attributes, instantMs, list, text } from './attributes.js';
import type { Folded } from './entity.js';
import { serviceOf } from './names.js';
import { ownersOf } from './owners.js';
import { foldPatches, type Patch } from './patches.js';
import { contentOf } from './rows.js';

/** A release train: its plan and its departure are events of one entity (metrics-deployment.md C). */
export function trainRow(entity: string, patches: readonly Patch[], catalogue: Catalogue): Folded {
  const timeline = foldPatches(patches, (said) => ({
    services: servicesOf(said, catalogue),
    plannedAt: instantMs(said, 'plannedAt'),
    cutoffAt: instantMs(said, 'cutoffAt'),
    cancelledAt: instantMs(said, 'cancelledAt'),
    departedAt: instantMs(said, 'departedAt'),
    changes: list(said, 'changes') ?? [],
    deployments: list(said, 'deployments') ?? [],
  }));
  // A train of which only the departure is known was never planned.
  const states = timeline.flatMap(({ from, state }, index): TableRow<'trains'>['states'] => {
    const { plannedAt } = state;
    const knownUntil = timeline[index + 1]?.from ?? FOREVER;
    return plannedAt === null ? [] : [{ knownFrom: from, knownUntil, ...state, plannedAt }];
  });
  const owners = ownersOf(catalogue, [...new Set(states.flatMap(({ services }) => services))]);
  const content = { entity, owners, states };
  const row = { ...content, content_hash: contentOf(canonicalJson(content)) };
  return { rows: [{ table: 'trains', row }], mentions: [], services: [], through: [] };
}

function servicesOf(said: Attributes, catalogue: Catalogue): string[] {
  const source = text(said, 'source');
  const names = (list(said, 'services') ?? []).map(
    (service) => serviceOf(catalogue, { source, service, repository: null, repositoryId: null }) ?? service,
  );
  return [...new Set(names)];
}
