import type { Catalogue } from '@leadline/events';
import { FOREVER, type TableRow } from '@leadline/tables';
import { type Attributes, instantMs, text, truth } from './attributes.js';
import type { Folded } from './entity.js';
import { serviceOf } from './names.js';
import { ownersOf } from './owners.js';
import { everSaid, foldPatches, type Patch } from './patches.js';
import { contentOf, timelineText } from './rows.js';
import type { Timeline } from './timeline.js';

/** What was measured elsewhere, as it was known at a moment: a row's state without its interval. */
export type ObservationState = Omit<TableRow<'observations'>['states'][number], 'knownFrom' | 'knownUntil'>;

/** A summary measured elsewhere (metrics-deployment.md C): it concerns its service, and that of the deployment it names. */
export function observationRow(
  entity: string,
  patches: readonly Patch[],
  services: readonly string[],
  catalogue: Catalogue,
): Folded {
  const timeline = foldPatches(patches, (said) => stateOf(said, catalogue));
  const service = timeline.at(-1)?.state.service ?? '';
  // That somebody was told of a deployment changes nothing of it.
  const isNotice = timeline.every(({ state }) => state.measure === 'notice');
  const named = isNotice ? [] : everSaid(patches, ['deployment']).map((id) => `deployment:${id}`);
  const history = timelineText(timeline);
  const row: Omit<TableRow<'observations'>, 'version'> = {
    entity,
    services: [...services],
    owners: ownersOf(catalogue, services),
    tags: catalogue.services.find(({ name }) => name === service)?.tags ?? {},
    states: statesOf(timeline),
    history,
    content_hash: contentOf(history),
  };
  return {
    rows: [{ table: 'observations', row }],
    mentions: named,
    services: isNotice ? [] : services,
    through: named,
  };
}

function stateOf(said: Attributes, catalogue: Catalogue): ObservationState {
  const number = (name: string): number | null => numberIn(said, name);
  const [before, after] = [halfOf(said, 'before'), halfOf(said, 'after')];
  const named = { source: text(said, 'source'), service: text(said, 'service'), repository: null, repositoryId: null };
  return {
    measure: text(said, 'measure') ?? text(said, 'of') ?? '',
    service: serviceOf(catalogue, named) ?? '',
    deployment: text(said, 'deployment') ?? '',
    at: instantMs(said, 'at'),
    from: instantMs(said, 'from'),
    to: instantMs(said, 'to'),
    planned: truth(said, 'planned') ? 1 : 0,
    currency: text(said, 'currency') ?? '',
    before: before.amount,
    beforeTime: before.time,
    beforeRequests: before.requests,
    after: after.amount,
    afterTime: after.time,
    afterRequests: after.requests,
    available: number('available'),
    slo: text(said, 'slo') ?? '',
    allowed: number('allowed'),
    spent: number('spent'),
    instrumented: number('instrumented'),
    total: number('total'),
    criticalInstrumented: number('criticalInstrumented'),
    criticalTotal: number('criticalTotal'),
  };
}

function numberIn(said: Attributes, name: string): number | null {
  const value = said[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** What was measured before or after a deployment: errors in minutes, or cost in hours. */
function halfOf(said: Attributes, name: 'before' | 'after') {
  const value = said[name];
  const half: Attributes = isObject(value) ? value : {};
  return {
    amount: numberIn(half, 'errors') ?? numberIn(half, 'cost'),
    time: numberIn(half, 'minutes') ?? numberIn(half, 'hours'),
    requests: numberIn(half, 'requests'),
  };
}

const isObject = (value: unknown): value is Attributes => typeof value === 'object' && value !== null;

/** It exists once somebody said what was measured, and not before it began. */
function statesOf(timeline: Timeline<ObservationState>): TableRow<'observations'>['states'] {
  return timeline.flatMap(({ from, state }, index) => {
    const began = state.from ?? state.at;
    const knownUntil = timeline[index + 1]?.from ?? FOREVER;
    if (state.measure === '' || began === null || began >= knownUntil) return [];
    return [{ knownFrom: Math.max(from, began), knownUntil, ...state }];
  });
}
