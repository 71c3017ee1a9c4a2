import { createHash } from 'node:crypto';
import { canonicalJson } from '@leadline/events';
import { Failure } from '../failure.js';
import { type CommitRange, countCommits } from '../git/commits.js';
import type { Repository } from '../git/repository.js';
import type { Io } from '../io.js';
import { type GitTag, readTags } from '../git/tags.js';
import { printable } from '../terminal/printable.js';

/** What a person asked to import, and under which names. */
export interface ImportRequest {
  readonly tagGlobs: readonly string[];
  /** "owner/name". */
  readonly repository: string;
  readonly service: string;
  readonly environment: string;
  /** Epoch seconds: leave out what was deployed before. */
  readonly since: number | undefined;
  /** Epoch seconds: what is dated later cannot have happened yet. */
  readonly latest: number;
  readonly patchIds: boolean;
}

/** What will be sent: the same for the same state of the repository, so that a stopped import can go on. */
export interface ImportPlan extends ImportRequest {
  /** In the order of (instant, id): the order in which they were deployed. */
  readonly tags: readonly GitTag[];
  readonly range: CommitRange;
  readonly commits: number;
  /** Commits that may have a patch id; 0 unless asked for. */
  readonly patches: number;
  /** Names of matching tags that lead to no commit, or have a date that no calendar has. */
  readonly unusable: readonly string[];
  /** Hash of everything the events are made from. */
  readonly fingerprint: string;
}

/** Id of the deployment a tag stands for. */
export function deploymentId(repository: string, tag: string): string {
  return `git/${repository}/tag/${tag}`;
}

/** Looks through the repository. Fails (refused) when there is nothing to import, and says what would help. */
export async function planImport(repository: Repository, request: ImportRequest): Promise<ImportPlan> {
  if (repository.isShallow) {
    throw new Failure(
      'refused',
      `${repository.path} is a shallow clone: commits are missing, and lead times would be wrong`,
      ['Fetch the rest: git fetch --unshallow --tags', 'In GitHub Actions: actions/checkout with fetch-depth: 0'],
    );
  }
  const { tags: matching, withoutCommit } = await readTags(repository.git, request.tagGlobs);
  if (matching.length === 0) throw await nothingMatches(repository, request);
  const { usable, timeless } = withInstants(matching, request.latest);
  const deployments = inPeriod(inOrder(usable, request.repository), request.since);
  const range = await commitRange(repository, deployments);
  return {
    ...request,
    tags: deployments.tags,
    range,
    commits: await countCommits(repository.git, range),
    patches: request.patchIds ? await countCommits(repository.git, range, { noMerges: true }) : 0,
    unusable: [...withoutCommit, ...timeless],
    fingerprint: fingerprintOf(request, deployments, range),
  };
}

/** Not of `since` itself: "90d" is another instant in each run, and what it leaves out shows in the rest. */
function fingerprintOf(request: ImportRequest, { tags }: Deployments, range: CommitRange): string {
  const asked = { ...request, since: undefined, latest: undefined };
  return createHash('sha256')
    .update(canonicalJson({ ...asked, tags, range }))
    .digest('hex');
}

/** By the instant, then by the deployment's id: as Leadline orders them. */
export function inOrder(tags: readonly GitTag[], repository: string): readonly GitTag[] {
  const id = ({ name }: GitTag): string => deploymentId(repository, name);
  return [...tags].sort((a, b) => a.at - b.at || (id(a) < id(b) ? -1 : 1));
}

/** An instant as RFC 3339, or undefined outside the years that can be written so. */
export function isoSeconds(seconds: number): string | undefined {
  const isWritable = Number.isFinite(seconds) && seconds >= -62_135_596_800 && seconds <= 253_402_300_799;
  return isWritable ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') : undefined;
}

const EARLIEST = Date.UTC(1990, 0, 1) / 1000;
const HALF_A_DAY = 43_200;

/** The latest instant that can be meant, in epoch seconds: a clock may be ahead of ours, and a server takes a day. */
export function latestBelievable({ now }: Pick<Io, 'now'>): number {
  return Math.floor(now() / 1000) + HALF_A_DAY;
}

/**
 * An instant that can be meant, as RFC 3339. Repositories hold others, made by clocks that were never set and by
 * conversions that lost the date; a server refuses events with them.
 */
export function believable(seconds: number, latest: number): string | undefined {
  return seconds >= EARLIEST && seconds <= latest ? isoSeconds(seconds) : undefined;
}

function withInstants(tags: readonly GitTag[], latest: number): { usable: GitTag[]; timeless: string[] } {
  const usable = tags.filter(({ at }) => believable(at, latest) !== undefined);
  return { usable, timeless: tags.filter((tag) => !usable.includes(tag)).map(({ name }) => name) };
}

interface Deployments {
  readonly tags: readonly GitTag[];
  /** Deployments that are left out: what they carried is not news to those that are not. */
  readonly before: readonly GitTag[];
}

/** Those since an instant, and the last one before it, which the first one since is compared with. */
function inPeriod(tags: readonly GitTag[], since: number | undefined): Deployments {
  if (since === undefined) return { tags, before: [] };
  const first = tags.findIndex(({ at }) => at >= since);
  if (first < 0) {
    const newest = isoSeconds(tags.at(-1)?.at ?? NaN) ?? 'unknown';
    throw new Failure('refused', 'no tag is as new as --since', [`The newest is of ${newest}.`]);
  }
  const baseline = Math.max(0, first - 1);
  return { tags: tags.slice(baseline), before: tags.slice(0, baseline) };
}

/** What deployments and branches (here and of remotes) contain, less what was deployed before the period. */
async function commitRange({ git }: Repository, { tags, before }: Deployments): Promise<CommitRange> {
  const branches = await git.text(['for-each-ref', '--format=%(objectname)', 'refs/heads', 'refs/remotes']);
  const tips = branches.split('\n').filter((line) => line !== '');
  const distinct = (shas: readonly string[]): string[] => [...new Set(shas)].sort();
  return {
    from: distinct([...tags.map(({ sha }) => sha), ...tips]),
    excluding: distinct(before.map(({ sha }) => sha)),
  };
}

async function nothingMatches({ git, path }: Repository, { tagGlobs }: ImportRequest): Promise<Failure> {
  const { tags } = await readTags(git, ['*']);
  if (tags.length === 0) {
    return new Failure('refused', `${path} has no tags, so nothing says what was deployed when`, [
      'If the clone left them out: git fetch --tags',
      'If deployments are not tagged, tell them as they happen: leadline report deployment --help',
    ]);
  }
  const newest = [...tags].sort((a, b) => b.at - a.at).slice(0, 10);
  return new Failure('refused', `no tag matches ${tagGlobs.map((glob) => `"${printable(glob)}"`).join(' or ')}`, [
    `There are ${tags.length}, the newest: ${newest.map(({ name }) => printable(name)).join(', ')}`,
  ]);
}
