import { artifactNames, type Catalogue, commitInPackage, type deploymentKinds } from '@leadline/events';
import { type Attributes, instantMs, list, text, truth } from './attributes.js';
import { componentsIn, type OtherCommits, withOthers } from './components.js';
import { isConfiguration, placeOf, serviceOf } from './names.js';
import { foldPatches, knownAt, type Patch } from './patches.js';
import { type Standing, standingOf } from './standing.js';
import type { Timeline } from './timeline.js';

export type DeploymentKind = (typeof deploymentKinds)[number];
export type AttemptStatus = 'succeeded' | 'failed' | 'cancelled' | 'in_progress';
export type Verdict = 'failed' | 'ok' | 'hotfix' | 'excluded';

export interface Mark {
  readonly verdict: Verdict;
  readonly by: string;
  readonly at: number;
  readonly hash: string;
}

/** How the commit of an attempt was found. */
export interface FoundVersion {
  /** artifact: one it names says so; tag: the image's tag is the commit; short: a short SHA was reported. */
  readonly basis: 'artifact' | 'tag' | 'short';
  /** What was reported: the name of the artifact, or the short SHA. */
  readonly by: string;
  /** '' while it is not found, or could be several. */
  readonly sha: string;
  /** How many commits it may be. */
  readonly candidates: number;
}

/**
 * An attempt to deploy as it was known at a moment. It exists once service, environment, tier and status are known;
 * instants that lie after the moment one asks about have not happened yet, which is the reader's to clip.
 */
export interface AttemptState extends OtherCommits {
  readonly id: string;
  readonly group: string | null;
  readonly target: string | null;
  readonly service: string | null;
  readonly environment: string | null;
  readonly tier: string | null;
  readonly source: string;
  /** Of its source in this service, where others report the same rollout. */
  readonly standing: Standing;
  readonly status: AttemptStatus | null;
  readonly exposed: boolean | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly sha: string | null;
  readonly repository: string | null;
  /** What people call the version, else the branch or tag it was taken from. */
  readonly version: string;
  /** The same without the branch: null where nobody named a version. */
  readonly namedVersion: string | null;
  readonly configVersion: string | null;
  readonly kind: DeploymentKind | null;
  readonly rollbackOf: string | null;
  readonly fixes: readonly string[];
  readonly fixesIncident: boolean;
  readonly planned: boolean;
  readonly actor: string;
  readonly url: string;
  readonly commits: readonly string[] | null;
  /** Exact names of what it brought, the strongest first; absent: it names none. */
  readonly artifacts?: readonly string[];
  /** How its commit was found, where the report does not tell it; absent in what was folded, and where it does. */
  readonly found?: FoundVersion;
  readonly flags: readonly string[];
  /** auto or manual. */
  readonly trigger: string | null;
  /** Of its procedure, as reported. */
  readonly steps: { readonly automated: number; readonly manual: number } | null;
  readonly marks: readonly Mark[];
}

export function foldDeployment(id: string, patches: readonly Patch[], catalogue: Catalogue): Timeline<AttemptState> {
  return foldPatches(patches, (said, applied) => attemptState(id, said, marksOf(applied), catalogue));
}

/** The state of an attempt from attributes named as in the deployment event. */
export function attemptState(id: string, said: Attributes, marks: readonly Mark[], catalogue: Catalogue): AttemptState {
  const source = text(said, 'source');
  const repository = text(said, 'repo');
  const environment = text(said, 'environment');
  const place = environment === null ? null : placeOf(catalogue, environment, text(said, 'envTier'));
  const service = serviceOf(catalogue, {
    source,
    service: text(said, 'service'),
    repository,
    repositoryId: text(said, 'repositoryId'),
  });
  return {
    id,
    group: text(said, 'group'),
    target: text(said, 'target') ?? place?.target ?? null,
    service,
    environment: place?.environment ?? null,
    tier: place?.tier ?? null,
    source: source ?? '',
    standing: standingOf(catalogue, service, source),
    status: text(said, 'status') as AttemptStatus | null,
    exposed: truth(said, 'exposed'),
    startedAt: instantMs(said, 'startedAt'),
    finishedAt: instantMs(said, 'finishedAt'),
    ...versionOf(said, repository, catalogue),
    version: text(said, 'version') ?? text(said, 'ref') ?? '',
    namedVersion: text(said, 'version'),
    kind: text(said, 'kind') as DeploymentKind | null,
    rollbackOf: text(said, 'rollbackOf'),
    fixes: list(said, 'fixes') ?? [],
    fixesIncident: (list(said, 'fixesIncident') ?? []).length > 0,
    planned: truth(said, 'planned') ?? false,
    actor: text(said, 'actor') ?? '',
    url: text(said, 'url') ?? '',
    commits: list(said, 'commits'),
    flags: list(said, 'flags') ?? [],
    trigger: text(said, 'trigger'),
    steps: stepsIn(said['steps']),
    marks,
  };
}

/** A commit of a repository that holds configuration is its version, and tells nothing of the application's. */
function versionOf(said: Attributes, repository: string | null, catalogue: Catalogue) {
  const version = text(said, 'version');
  const named = [...(list(said, 'artifacts') ?? []), ...(version === null ? [] : [version])];
  const artifacts = [...new Set(named.flatMap(artifactNames))];
  const packaged = version === null ? null : commitInPackage(version);
  const components = componentsIn(said['components']);
  const own =
    components.find((one) => one.repository === repository) ?? (repository === null ? components[0] : undefined);
  const sha = text(said, 'sha') ?? own?.sha ?? packaged?.sha ?? null;
  const configVersion = text(said, 'configVersion');
  const names = {
    ...(artifacts.length > 0 && { artifacts }),
    ...withOthers(components.filter((one) => one.sha !== sha)),
  };
  if (isConfiguration(catalogue, text(said, 'source'), repository)) {
    return { sha: null, repository: null, configVersion: sha ?? configVersion, ...names };
  }
  return { sha, repository: repository ?? own?.repository ?? packaged?.repository ?? null, configVersion, ...names };
}

function stepsIn(said: unknown): AttemptState['steps'] {
  if (typeof said !== 'object' || said === null) return null;
  const { automated, manual } = said as { automated?: unknown; manual?: unknown };
  return typeof automated === 'number' && typeof manual === 'number' ? { automated, manual } : null;
}

function marksOf(applied: readonly Patch[]): Mark[] {
  return applied
    .filter(({ kind }) => kind === 'mark')
    .map((patch) => ({
      verdict: patch.data['verdict'] as Verdict,
      by: String(patch.data['by']),
      at: Math.max(Date.parse(String(patch.data['at'])), knownAt(patch)),
      hash: patch.hash,
    }));
}
