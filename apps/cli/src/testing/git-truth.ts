import { execFileSync } from 'node:child_process';

/** What git itself says about one tag taken as a deployment. */
export interface TagLeadTimes {
  /** Without "refs/tags/". */
  readonly tag: string;
  readonly sha: string;
  /** Epoch seconds: tagger date of an annotated tag, else committer date of the commit. */
  readonly at: number;
  /**
   * A tag on the commit that is live already deploys nothing new (redeploy); one on a commit that was live before that
   * one goes back (rollback). Only changes count (metrics.md 2, "Kind" and "Counted C").
   */
  readonly kind: 'change' | 'redeploy' | 'rollback';
  /** Commits, merges left out, that the tag contains and no earlier tag does. */
  readonly newCommits: readonly string[];
  /** Why the tag gives no samples, or null. */
  readonly excluded: 'first' | 'no_common_history' | null;
  /**
   * Seconds from committer date to `at`, ascending, one per new commit; empty when excluded. Up to 300 s below zero is
   * clock skew and counts as 0, more is dropped (metrics.md 2.1, `clockSkewToleranceS`).
   */
  readonly leadTimes: readonly number[];
  readonly count: number;
  /** Quantile of type 7; null without samples. */
  readonly median: number | null;
}

export interface ExpectedLeadTimes {
  /** In the order of (instant, deployment id). */
  readonly tags: readonly TagLeadTimes[];
  /** Tags that are deployments of a change. */
  readonly deployments: number;
  /** Over the samples of all tags. */
  readonly count: number;
  readonly median: number | null;
}

const CLOCK_SKEW_TOLERANCE_S = 300;

/**
 * The change lead time that Leadline must show after importing a repository with every tag as a deployment, computed
 * by `git rev-list` alone and sharing no code with the product: of each tag in the order of (instant, id) the new commits
 * are `git rev-list --no-merges <tag> --not <all earlier tags>`.
 *
 * @param repository Folder of a repository with its whole history.
 * @param tagGlob Which tags are deployments; as `git tag --list` understands it.
 */
export function expectedLeadTimes(repository: string, tagGlob = '*'): ExpectedLeadTimes {
  const committedAt = committerDates(repository);
  const ordered = tagsInOrder(repository, tagGlob);
  const kinds = kindsOf(ordered.map(({ sha }) => sha));
  const tags = ordered.map(({ tag, sha, at }, index): TagLeadTimes => {
    const earlier = ordered.slice(0, index).map((previous) => previous.sha);
    const newCommits = revisions(repository, ['--no-merges'], sha, earlier);
    const sharesHistory = revisions(repository, [], sha, earlier).length < revisions(repository, [], sha, []).length;
    const excluded = index === 0 ? 'first' : sharesHistory ? null : 'no_common_history';
    const leadTimes =
      excluded === null ? samples(newCommits.map((commit) => at - (committedAt.get(commit) ?? NaN))) : [];
    const kind = kinds[index] ?? 'change';
    return {
      tag,
      sha,
      at,
      kind,
      newCommits,
      excluded,
      leadTimes,
      count: leadTimes.length,
      median: medianOf(leadTimes),
    };
  });
  const pooled = tags.flatMap(({ leadTimes }) => leadTimes);
  const deployments = tags.filter(({ kind }) => kind === 'change').length;
  return { tags, deployments, count: pooled.length, median: medianOf(pooled) };
}

/** Of commits as they went live one after the other. */
function kindsOf(shas: readonly string[]): TagLeadTimes['kind'][] {
  return shas.map((sha, index) => {
    const live = shas[index - 1];
    if (sha === live) return 'redeploy';
    const first = shas.indexOf(sha);
    return live !== undefined && first < shas.indexOf(live) ? 'rollback' : 'change';
  });
}

function tagsInOrder(repository: string, glob: string): { tag: string; sha: string; at: number }[] {
  const refs = git(repository, ['tag', '--list', '--format=%(refname)', '--', glob]).split('\n').filter(Boolean);
  const tags = refs.flatMap((ref) => {
    const sha = git(repository, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { mayFail: true }).trim();
    if (sha === '') return [];
    const tagged = git(repository, ['for-each-ref', '--format=%(taggerdate:unix)', ref]).trim();
    const at = Number(tagged || git(repository, ['show', '-s', '--format=%ct', sha]).trim());
    return [{ tag: ref.slice('refs/tags/'.length), sha, at }];
  });
  // The ids differ by the tag's name alone, so names order as ids do.
  return tags.sort((a, b) => a.at - b.at || (a.tag < b.tag ? -1 : 1));
}

function revisions(repository: string, options: readonly string[], sha: string, except: readonly string[]): string[] {
  const input = [sha, ...except.map((other) => `^${other}`)].join('\n');
  return git(repository, ['rev-list', ...options, '--stdin'], { input })
    .split('\n')
    .filter(Boolean);
}

function committerDates(repository: string): ReadonlyMap<string, number> {
  const lines = git(repository, ['log', '--all', '--format=%H %ct']).split('\n').filter(Boolean);
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), Number(line.slice(line.indexOf(' ') + 1))]));
}

function samples(durations: readonly number[]): number[] {
  return durations
    .filter((seconds) => seconds >= -CLOCK_SKEW_TOLERANCE_S)
    .map((seconds) => Math.max(0, seconds))
    .sort((a, b) => a - b);
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function git(repository: string, args: readonly string[], { input = '', mayFail = false } = {}): string {
  try {
    return execFileSync('git', ['--no-pager', '--no-replace-objects', '-c', 'log.showSignature=false', ...args], {
      cwd: repository,
      encoding: 'utf8',
      input,
      maxBuffer: 1 << 30,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    if (mayFail) return '';
    throw error;
  }
}
