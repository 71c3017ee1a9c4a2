import { artifactNames, type EventKind } from '@leadline/events';
import { isRecord } from '../body-reading.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';

/** Where in a CDEvent a value stands. */
export type CdPath = readonly string[];

/** How one type of CDEvent is said in one of Leadline's kinds. */
export interface CdMapping {
  readonly kind: EventKind;
  /** Attribute that holds the id of the subject; null: an attribute of {@link fields} does. */
  readonly identity: 'id' | 'run' | null;
  /** Attributes by where CDEvents has them. */
  readonly fields: Readonly<Record<string, CdPath>>;
  /** Attributes that `customData` may carry, since CDEvents has no place for them. */
  readonly custom: readonly string[];
  /** What the type itself says. `at`: the event's instant. */
  readonly says: (at: string, content: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Orders the events of one instant, 0 to 9; negative: a stand-in that every other event outranks. */
  readonly rank: number;
  /** What it cannot do without: a problem of the CDEvent, or a reason why Leadline makes nothing of it. */
  readonly without?: {
    readonly name: string;
    readonly outcome: 'problem' | 'ignored';
    readonly message: string;
    /** Whether a value is as good as none. Default: none that is there is. */
    readonly isNone?: (value: unknown) => boolean;
  };
}

const content = (...path: string[]): CdPath => ['subject', 'content', ...path];
const subjectId: CdPath = ['subject', 'id'];

const deploymentAttributes = [
  'service',
  'version',
  'sha',
  'ref',
  'repo',
  'group',
  'target',
  'envTier',
  'startedAt',
  'url',
  'commits',
  'flags',
  'kind',
  'planned',
  'rollbackOf',
  'fixes',
  'fixesIncident',
  'configVersion',
  'artifacts',
];

/** An artifact is known by its own name, a package URL, whoever tells of it. */
const artifact = (rank: number, says: CdMapping['says']): CdMapping => ({
  kind: 'artifact',
  identity: null,
  fields: { id: subjectId },
  custom: ['names', 'sha', 'repo', 'run', 'url', 'publishedAt'],
  says: (at, said) => ({ source: 'cdevents', ...says(at, said) }),
  rank,
  without: {
    name: 'id',
    outcome: 'ignored',
    message: 'an artifact without digest, tag or version cannot be told from others',
    isNone: (id) => typeof id !== 'string' || artifactNames(id).length === 0,
  },
});

/** `change` of a packaged artifact: its id is the commit where it is a whole SHA, its source often the repository. */
function builtOf({ change }: Readonly<Record<string, unknown>>): { sha?: string; repo?: string } {
  if (!isRecord(change)) return {};
  const sha = fullShaOf(textOf(change['id']));
  const repo = repositoryNameOf(textOf(change['source']));
  return { ...(sha !== undefined && { sha }), ...(repo !== undefined && { repo }) };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const deployed = (kind?: 'rollback'): CdMapping => ({
  kind: 'deployment',
  identity: 'id',
  fields: { service: subjectId, environment: content('environment', 'id'), version: content('artifactId') },
  custom: deploymentAttributes,
  says: (at) => ({ source: 'cdevents', status: 'succeeded', finishedAt: at, ...(kind && { kind }) }),
  rank: 6,
  without: { name: 'environment', outcome: 'problem', message: 'expected the environment it was deployed to' },
});

const change = (rank: number, says: CdMapping['says']): CdMapping => ({
  kind: 'pull_request',
  identity: null,
  fields: { repo: content('repository', 'id'), number: subjectId, title: content('description') },
  custom: ['repo', 'headSha', 'baseRef', 'mergeSha', 'method', 'commits', 'landed', 'flags', 'url'],
  says,
  rank,
  without: { name: 'repo', outcome: 'ignored', message: 'a change without its repository cannot be told from others' },
});

const branch = (rank: number, deleted: boolean): CdMapping => ({
  kind: 'branch',
  identity: null,
  fields: { repo: content('repository', 'id'), ref: subjectId },
  custom: ['repo', 'tip', 'isDefault'],
  says: (at) => ({ movedAt: at, deleted }),
  rank,
  without: { name: 'repo', outcome: 'ignored', message: 'a branch without its repository cannot be told from others' },
});

const incident = (rank: number, says: CdMapping['says'], custom: readonly string[] = []): CdMapping => ({
  kind: 'incident',
  identity: 'id',
  fields: { service: content('service', 'id'), environment: content('environment', 'id'), url: content('ticketURI') },
  custom: ['service', 'environment', 'envTier', 'severity', 'causedBy', 'userFacing', 'url', ...custom],
  says: (at, said) => ({ source: 'cdevents', ...says(at, said) }),
  rank,
});

const titled = (said: Readonly<Record<string, unknown>>) => ({ title: said['description'] });

const run = (rank: number, says: CdMapping['says']): CdMapping => ({
  kind: 'pipeline_run',
  identity: 'run',
  fields: { pipeline: content('pipelineName'), url: content('uri') },
  custom: ['service', 'repo', 'sha', 'branch', 'role', 'startedAt', 'attempt'],
  says: (at, said) => ({ source: 'cdevents', ...says(at, said) }),
  rank,
});

/** Outcomes of all versions: 0.1 says "error" for a run that could not run, later ones also "cancel". */
function outcomeOf(outcome: unknown): { status?: string } {
  switch (outcome) {
    case 'success':
      return { status: 'succeeded' };
    case 'failure':
    case 'error':
      return { status: 'failed' };
    case 'cancel':
    case 'canceled':
    case 'cancelled':
      return { status: 'cancelled' };
    default:
      return {};
  }
}

const ticket = (rank: number, says: CdMapping['says']): CdMapping => ({
  kind: 'issue',
  identity: 'id',
  fields: {
    title: content('summary'),
    url: content('uri'),
    labels: content('labels'),
    closedAs: content('resolution'),
  },
  custom: ['repo'],
  says: (at, said) => ({ source: 'cdevents', ...says(at, said) }),
  rank,
});

/** What CDEvents say that Leadline measures, by subject and predicate; some types make several facts. */
export const mappings: ReadonlyMap<string, readonly CdMapping[]> = new Map([
  ['service.deployed', [deployed()]],
  ['service.upgraded', [deployed()]],
  ['service.rolledback', [deployed('rollback')]],
  ['artifact.packaged', [artifact(1, (_, said) => builtOf(said))]],
  ['artifact.published', [artifact(3, (at) => ({ publishedAt: at }))]],
  ['change.created', [change(1, (at) => ({ openedAt: at }))]],
  ['change.updated', [change(3, () => ({}))]],
  ['change.abandoned', [change(6, (at) => ({ closedAt: at }))]],
  ['change.merged', [change(7, (at) => ({ mergedAt: at, closedAt: at }))]],
  ['branch.created', [branch(1, false)]],
  ['branch.deleted', [branch(7, true)]],
  [
    'incident.detected',
    [incident(1, (at, said) => ({ detectedAt: at, startedAt: at, ...titled(said) }), ['startedAt'])],
  ],
  [
    'incident.reported',
    [
      // People report incidents that nothing detected; where something did, its instant is the earlier one and holds.
      incident(-1, (at) => ({ startedAt: at })),
      incident(3, (_, said) => titled(said)),
    ],
  ],
  ['incident.resolved', [incident(6, (at) => ({ resolvedAt: at }))]],
  ['pipelinerun.queued', [run(0, () => ({ status: 'in_progress', finishedAt: null }))]],
  ['pipelinerun.started', [run(2, (at) => ({ status: 'in_progress', startedAt: at, finishedAt: null }))]],
  ['pipelinerun.finished', [run(6, (at, said) => ({ finishedAt: at, ...outcomeOf(said['outcome']) }))]],
  ['ticket.created', [ticket(1, (at) => ({ openedAt: at, closedAt: null }))]],
  ['ticket.updated', [ticket(3, () => ({}))]],
  ['ticket.closed', [ticket(6, (at) => ({ closedAt: at }))]],
]);

const reasons: ReadonlyMap<string, string> = new Map([
  ['service.removed', 'what is taken out of an environment is no deployment'],
  ['service.published', 'making a service reachable is no deployment'],
  ['change.reviewed', 'it does not say who reviewed the change'],
]);

/** Why nothing is made of a valid CDEvent, by its subject and predicate. */
export function reasonToIgnore(said: string): string {
  return reasons.get(said) ?? `CDEvents of type ${said} are nothing that Leadline measures`;
}
