import type { Catalogue } from '@leadline/events';
import type { TableName, TableRow } from '@leadline/tables';
import { foldArtifact } from './artifact.js';
import { foldCommit } from './commit.js';
import { foldDeployment } from './deployment.js';
import { foldIncident, foldIssue } from './incident.js';
import { commitRow, incidentRow, otherRow, pullRequestRow, reportRow } from './rows.js';
import { inForce } from './mapping.js';
import { servicesEverNamed, servicesOfPipelinesEverNamed } from './names.js';
import { attributesSaid, everSaid, type Patch } from './patches.js';
import { foldPullRequest } from './pull-request.js';
import { foldFlag } from './flag.js';
import { foldFlagChange } from './flag-change.js';
import { landedCommit, landedRequest } from './landed-change.js';
import { issuesOfCommit, issuesOfRequest } from './linked-issues.js';
import { observationRow } from './observation.js';
import { pipelineRunRow } from './pipeline-run.js';
import { underCurrentNames } from './renames.js';
import { rolloutFactRow } from './rollout-fact.js';
import { trainRow } from './train.js';
import { deploymentFromRelease, deploymentFromRun } from './reported-otherwise.js';

/** A row without its version: the version is the position of the record that made it. */
export type Unversioned<N extends TableName> = Omit<TableRow<N>, 'version'>;

export type FoldedRow = { [N in TableName]: { readonly table: N; readonly row: Unversioned<N> } }[TableName];

/** What an entity came to: its rows, whom it mentions, and which services must be derived again. */
export interface Folded {
  readonly rows: readonly FoldedRow[];
  /** "sha:…", "deployment:…" or "patch:…": keys under which others find it. */
  readonly mentions: readonly string[];
  /** Services any of its events ever named, by the catalogue. */
  readonly services: readonly string[];
  /** Groups of its deployment, "group:…": what one attempt names is judged by all attempts of its group. */
  readonly groups?: readonly string[];
  /** Names of artifacts that its services ask about: an artifact that is folded later touches them. */
  readonly artifacts?: readonly string[];
  /** What an artifact waits for under a name: who asks about one of its own names asks about that one too. */
  readonly waitsFor?: readonly { readonly name: string; readonly names: readonly string[] }[];
  /** Things through which it also concerns services: those that carry the SHA or the flag, made the deployment or one that its group names, or name the artifact. */
  readonly through: readonly string[];
}

/**
 * An entity's rows from all its events: a pure function of them and the catalogue. A source's word for a thing (an
 * issue, a release, a run) becomes an incident or a deployment only here, where the catalogue is known.
 */
export function foldEntity(entity: string, toldOnce: readonly Patch[], catalogue: Catalogue): Folded {
  const [kind, id] = splitEntity(entity);
  const told = underCurrentNames(toldOnce, catalogue);
  const patches = inForce(told, catalogue);
  const services = (): readonly string[] => servicesEverNamed(catalogue, told.flatMap(attributesSaid));
  const byPipeline = (): string[] => servicesOfPipelinesEverNamed(catalogue, told.flatMap(attributesSaid), services());
  const linked = (): string[] => everSaid(told, linkNames);
  switch (kind) {
    case 'commit':
      return foldedCommit(entity, patches, told, catalogue);
    case 'change':
      return foldedRequest(entity, patches, told, catalogue);
    case 'deployment':
      return reportRow(entity, foldDeployment(id, patches, catalogue), services(), linked());
    case 'incident':
      return incidentRow(entity, foldIncident(id, patches, catalogue), services(), linked(), catalogue);
    case 'issue':
      return incidentRow(entity, foldIssue(id, patches, catalogue), services(), linked(), catalogue);
    case 'artifact':
      return merged(otherRow(entity, kind, patches), foldArtifact(entity, patches));
    case 'flag_change':
      return foldFlagChange(entity, patches, told, catalogue);
    case 'flag':
      return merged(otherRow(entity, kind, patches), foldFlag(entity, id, patches));
    case 'rollout_step':
    case 'verification':
    case 'approval':
      return merged(otherRow(entity, kind, patches), rolloutFactRow(entity, kind, patches));
    case 'observation':
      return merged(otherRow(entity, kind, patches), observationRow(entity, patches, services(), catalogue));
    case 'train':
      return merged(otherRow(entity, kind, patches), trainRow(entity, patches, catalogue));
    case 'release':
      return merged(
        otherRow(entity, kind, patches),
        reportRow(entity, deploymentFromRelease(id, patches, catalogue), services(), linked()),
      );
    case 'run':
      return merged(
        merged(otherRow(entity, kind, patches), pipelineRunRow(entity, patches, catalogue)),
        reportRow(entity, deploymentFromRun(id, patches, catalogue), [...services(), ...byPipeline()], linked()),
      );
    case 'foreign':
      // What is made of it are facts of entities of their own.
      return nothing;
    case 'cdevent':
      // It is told again, and nothing is made of it.
      return nothing;
    case 'scorecard':
    case 'quick_check':
    case 'project':
      // What people say is read as the events it is.
      return nothing;
    default:
      return otherRow(entity, kind, patches);
  }
}

const nothing: Folded = { rows: [], mentions: [], services: [], through: [] };

function foldedCommit(entity: string, patches: readonly Patch[], told: readonly Patch[], catalogue: Catalogue): Folded {
  const timeline = foldCommit(patches, catalogue);
  const folded = commitRow(timeline);
  return {
    ...folded,
    rows: [
      ...folded.rows,
      ...landedCommit(entity, timeline, told, catalogue),
      ...issuesOfCommit(entity, patches, told, catalogue),
    ],
  };
}

function foldedRequest(
  entity: string,
  patches: readonly Patch[],
  told: readonly Patch[],
  catalogue: Catalogue,
): Folded {
  const timeline = foldPullRequest(entity, patches);
  const folded = pullRequestRow(entity, timeline, everSaid(told, shaNames));
  return {
    ...folded,
    rows: [
      ...folded.rows,
      ...landedRequest(entity, timeline, told),
      ...issuesOfRequest(entity, patches, told, catalogue),
    ],
  };
}

/** Attributes that name deployments, and those that name commits. */
const linkNames = ['causedBy', 'fixes', 'rollbackOf'];
const shaNames = ['commits', 'landed', 'mergeSha', 'headSha'];

/** "deployment:github/77" → ["deployment", "github/77"]. */
export function splitEntity(entity: string): [kind: string, id: string] {
  const colon = entity.indexOf(':');
  return colon < 0 ? [entity, ''] : [entity.slice(0, colon), entity.slice(colon + 1)];
}

function merged(a: Folded, b: Folded): Folded {
  return {
    rows: [...a.rows, ...b.rows],
    mentions: [...a.mentions, ...b.mentions],
    services: [...new Set([...a.services, ...b.services])],
    through: [...a.through, ...b.through],
    groups: [...(a.groups ?? []), ...(b.groups ?? [])],
    artifacts: [...(a.artifacts ?? []), ...(b.artifacts ?? [])],
    waitsFor: [...(a.waitsFor ?? []), ...(b.waitsFor ?? [])],
  };
}
