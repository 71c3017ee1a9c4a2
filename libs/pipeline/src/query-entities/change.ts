import type { Analytics } from '@leadline/ports';
import { commitsOf, type FoundCommit, type FoundRequest, requestsOf, shasBeginningWith } from './find-commits.js';
import type { ChangeCommit, ChangeDetail, FindChange, FoundChange, PullRequestSummary } from './types.js';
import { whereaboutsOf } from './whereabouts.js';

/** A commit or pull request, and where it is. `repository`: "owner/name", with or without its source before a colon. */
export const change: FindChange = async (analytics, { repository: said, revision: asked, asOf }) => {
  const repository = said.replace(/^[a-z][\w-]*:/, '');
  const revision = asked.trim().toLowerCase();
  const number = /^#?(\d{1,9})$/.exec(revision)?.[1];
  const isSha = /^[0-9a-f]{7,64}$/.test(revision);
  const scope = { repository, asOf };
  if (isSha) {
    const shas = await shasBeginningWith(analytics, repository, revision);
    const sha = shas.find((candidate) => candidate === revision) ?? shas[0];
    if (shas.length > 1 && sha !== revision) return { outcome: 'ambiguous', shas };
    if (sha !== undefined) return commitFound(analytics, sha, scope);
  }
  if (number !== undefined) return requestFound(analytics, number, scope);
  return isSha ? { outcome: 'unknown' } : { outcome: 'unreadable' };
};

interface Scope {
  readonly repository: string;
  readonly asOf: number;
}

async function commitFound(analytics: Analytics, sha: string, { repository, asOf }: Scope): Promise<FoundChange> {
  const commit = (await commitsOf(analytics, [sha], asOf)).get(sha);
  const request = (await requestsOf(analytics, { sha }, asOf)).find((candidate) => names(candidate, sha));
  const landing = request && closingSha(request);
  const seeds = [...new Set([sha, ...(landing && request?.mergedAt != null ? [landing] : [])])];
  const since = commit?.committedAt ?? null;
  const found: ChangeDetail = {
    change: `commit:${sha}`,
    repository: commit?.repository || repository,
    title: commit?.title || null,
    url: null,
    pullRequest: request ? requestIn(request) : null,
    commits: [commitIn(sha, commit)],
    whereabouts: await whereaboutsOf(analytics, { repository: commit?.repository || repository, seeds, since, asOf }),
  };
  return { outcome: 'found', change: found };
}

async function requestFound(analytics: Analytics, number: string, { repository, asOf }: Scope): Promise<FoundChange> {
  const [request] = await requestsOf(analytics, { repository, number }, asOf);
  if (!request) return { outcome: 'unknown' };
  const shas = [
    ...new Set([...(request.commits ?? []), ...request.landed, ...(request.mergeSha ? [request.mergeSha] : [])]),
  ];
  const commits = await commitsOf(analytics, shas, asOf);
  const seed = closingSha(request);
  const since = seed === undefined ? null : (commits.get(seed)?.committedAt ?? request.mergedAt);
  const found: ChangeDetail = {
    change: request.change,
    repository: request.repository,
    title: request.title || null,
    url: request.url || null,
    pullRequest: requestIn(request),
    commits: shas.map((sha) => commitIn(sha, commits.get(sha))),
    whereabouts: seed === undefined ? [] : await whereaboutsOf(analytics, { repository, seeds: [seed], since, asOf }),
  };
  return { outcome: 'found', change: found };
}

/** A pull request is deployed when this commit is (metrics.md 3.2, "Units"). */
const closingSha = ({ mergeSha, landed, commits }: FoundRequest): string | undefined =>
  mergeSha ?? landed.at(-1) ?? commits?.at(-1);

const names = ({ commits, landed, mergeSha, headSha }: FoundRequest, sha: string): boolean =>
  [...(commits ?? []), ...landed, mergeSha, headSha].includes(sha);

const commitIn = (sha: string, commit: FoundCommit | undefined): ChangeCommit => ({
  sha,
  title: commit?.title || null,
  committedAt: commit?.committedAt ?? null,
});

const requestIn = (request: FoundRequest): PullRequestSummary => ({
  entity: request.change,
  repository: request.repository,
  number: request.number,
  title: request.title,
  url: request.url || null,
  openedAt: request.openedAt,
  mergedAt: request.mergedAt,
  mergeSha: request.mergeSha,
});
