import type { Catalogue } from '@leadline/events';
import type { Analytics } from '@leadline/ports';
import { matchesGlob, reviewedAt } from '@leadline/tracking';
import { commitsOf, type FoundCommit, type FoundRequest, requestsOf, shasBeginningWith } from './find-commits.js';
import { closingSha, namesCommit } from './pull-request-of.js';
import type { ChangeCommit, ChangeDetail, FindChange, FoundChange, PullRequestSummary } from './types.js';
import { whereaboutsOf } from './whereabouts.js';

/** A commit or pull request, and where it is. `repository`: "owner/name", with or without its source before a colon. */
export const change: FindChange = async (analytics, { repository: said, revision: asked, asOf, catalogue }) => {
  const repository = said.replace(/^[a-z][\w-]*:/, '');
  const revision = asked.trim().toLowerCase();
  const number = /^#?(\d{1,9})$/.exec(revision)?.[1];
  const isSha = /^[0-9a-f]{7,64}$/.test(revision);
  const scope = { repository, asOf, catalogue };
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
  readonly catalogue: Catalogue | undefined;
}

async function commitFound(analytics: Analytics, sha: string, scope: Scope): Promise<FoundChange> {
  const { repository, asOf } = scope;
  const commit = (await commitsOf(analytics, [sha], asOf)).get(sha);
  const request = (await requestsOf(analytics, { sha }, asOf)).find((candidate) => namesCommit(candidate, sha));
  const landing = request && closingSha(request);
  const seeds = [...new Set([sha, ...(landing && request?.mergedAt != null ? [landing] : [])])];
  const since = commit?.committedAt ?? null;
  const found: ChangeDetail = {
    change: `commit:${sha}`,
    repository: commit?.repository || repository,
    title: commit?.title || null,
    url: null,
    pullRequest: request ? requestIn(request, asOf) : null,
    commits: [commitIn(sha, commit)],
    ...(await whereaboutsOf(analytics, {
      repository: commit?.repository || repository,
      seeds,
      since,
      asOf,
      concerns: concernedBy([commit], scope),
    })),
  };
  return { outcome: 'found', change: found };
}

async function requestFound(analytics: Analytics, number: string, scope: Scope): Promise<FoundChange> {
  const { repository, asOf } = scope;
  const [request] = await requestsOf(analytics, { repository, number }, asOf);
  if (!request) return { outcome: 'unknown' };
  const shas = [
    ...new Set([...(request.commits ?? []), ...request.landed, ...(request.mergeSha ? [request.mergeSha] : [])]),
  ];
  const commits = await commitsOf(analytics, shas, asOf);
  const seed = closingSha(request);
  const since = seed === undefined ? null : (commits.get(seed)?.committedAt ?? request.mergedAt);
  const concerns = concernedBy(
    shas.map((sha) => commits.get(sha)),
    scope,
  );
  const found: ChangeDetail = {
    change: request.change,
    repository: request.repository,
    title: request.title || null,
    url: request.url || null,
    pullRequest: requestIn(request, asOf),
    commits: shas.map((sha) => commitIn(sha, commits.get(sha))),
    ...(seed === undefined
      ? nowhere
      : await whereaboutsOf(analytics, { repository, seeds: [seed], since, asOf, concerns })),
  };
  return { outcome: 'found', change: found };
}

const nowhere = { whereabouts: [], carriedBy: null } as const;

/** Whether commits concern a service: it has no paths, or they touched one, or it is not known what they touched. */
function concernedBy(
  commits: readonly (FoundCommit | undefined)[],
  { catalogue }: Scope,
): (service: string) => boolean {
  const changed = commits.flatMap((commit): readonly (string | null)[] => commit?.paths ?? [null]);
  return (service) => {
    const globs = catalogue?.services.find(({ name }) => name === service)?.paths ?? [];
    return globs.length === 0 || changed.some((path) => path === null || globs.some((glob) => matchesGlob(glob, path)));
  };
}

const commitIn = (sha: string, commit: FoundCommit | undefined): ChangeCommit => ({
  sha,
  title: commit?.title || null,
  committedAt: commit?.committedAt ?? null,
});

const requestIn = (request: FoundRequest, asOf: number): PullRequestSummary => ({
  entity: request.change,
  repository: request.repository,
  number: request.number,
  title: request.title,
  url: request.url || null,
  openedAt: request.openedAt,
  ...reviewedAt({ state: { ...request, mergedAt: request.mergedAt ?? asOf }, openedAt: request.openedAt }),
  mergedAt: request.mergedAt,
  mergeSha: request.mergeSha,
});
