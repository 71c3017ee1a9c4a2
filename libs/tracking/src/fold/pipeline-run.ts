import { canonicalJson, type Catalogue } from '@leadline/events';
import { FOREVER, type TableRow } from '@leadline/tables';
import { type Attributes, instantMs, text } from './attributes.js';
import { foldBuilt } from './artifact.js';
import type { Folded } from './entity.js';
import { serviceOf, servicesOfPipeline } from './names.js';
import { ownersOf } from './owners.js';
import { attributesIn, foldPatches, inOrderOfRevision, type Patch } from './patches.js';
import { serviceDeployedBy } from './reported-otherwise.js';
import { contentOf } from './rows.js';

type Attempts = TableRow<'pipeline_runs'>['attempts'];

/** A run of a pipeline with each of its attempts: what is said of one is not said of another. */
export function pipelineRunRow(entity: string, patches: readonly Patch[], catalogue: Catalogue): Folded {
  const said = attributesIn(inOrderOfRevision(patches));
  const services = foldPatches(patches, (known) => serviceOfRun(known, catalogue));
  const service = services.at(-1)?.state ?? '';
  const content: Omit<TableRow<'pipeline_runs'>, 'version' | 'content_hash'> = {
    entity,
    run: entity.slice('run:'.length),
    service,
    service_before: services.flatMap(({ from, state }, index) =>
      state === service ? [] : [{ knownFrom: from, knownUntil: services[index + 1]?.from ?? FOREVER, service: state }],
    ),
    pipeline: text(said, 'pipeline') ?? '',
    owners: ownersOf(
      catalogue,
      services.map(({ state }) => state),
    ),
    tags: catalogue.services.find(({ name }) => name === service)?.tags ?? {},
    attempts: [...byAttempt(patches)].flatMap(([attempt, own]) => attemptsOf(attempt, own, catalogue)),
  };
  const row = { ...content, content_hash: contentOf(canonicalJson(content)) };
  const built = foldBuilt(entity, content.run, patches);
  return { rows: [{ table: 'pipeline_runs', row }, ...built.rows], mentions: [], services: [], through: built.through };
}

function serviceOfRun(said: Attributes, catalogue: Catalogue): string {
  const source = text(said, 'source');
  const deployed = serviceDeployedBy(said, catalogue);
  if (deployed !== undefined) return deployed.name;
  const [known] = servicesOfPipeline(catalogue, source, text(said, 'pipeline'));
  if (known !== undefined) return known.name;
  const [service, repository, repositoryId] = [text(said, 'service'), text(said, 'repo'), text(said, 'repositoryId')];
  return serviceOf(catalogue, { source, service, repository, repositoryId }) ?? '';
}

/** Patches by the number of their attempt, ascending; a person's correction that names none is of the last one. */
function byAttempt(patches: readonly Patch[]): Map<number, readonly Patch[]> {
  const numberOf = ({ data }: Patch): number => (typeof data['attempt'] === 'number' ? data['attempt'] : 1);
  const isCorrection = ({ kind }: Patch): boolean => kind === 'correction' || kind === 'withdrawal';
  const reported = patches.filter((patch) => !isCorrection(patch));
  const numbers = [...new Set(reported.map(numberOf))].sort((a, b) => a - b);
  const last = numbers.at(-1);
  return new Map(
    numbers.map((attempt) => {
      const own = reported.filter((patch) => numberOf(patch) === attempt);
      return [attempt, attempt === last ? [...own, ...patches.filter(isCorrection)] : own];
    }),
  );
}

function attemptsOf(attempt: number, patches: readonly Patch[], catalogue: Catalogue): Attempts {
  const timeline = foldPatches(patches, (said) => ({
    role: serviceDeployedBy(said, catalogue) === undefined ? (text(said, 'role') ?? 'ci') : 'deployment',
    status: text(said, 'status') ?? '',
    startedAt: instantMs(said, 'startedAt'),
    finishedAt: instantMs(said, 'finishedAt'),
  }));
  return timeline.map(({ from, state }, index) => ({
    knownFrom: from,
    knownUntil: timeline[index + 1]?.from ?? FOREVER,
    attempt,
    ...state,
  }));
}
