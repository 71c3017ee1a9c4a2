import type { PullRequestState } from '@leadline/tracking';

type Shas = Pick<PullRequestState, 'mergeSha' | 'landed' | 'commits'>;

/** A pull request is deployed when this commit is (metrics.md 3.2, "Units"). */
export const closingSha = ({ mergeSha, landed, commits }: Shas): string | undefined =>
  mergeSha ?? landed.at(-1) ?? commits?.at(-1);

/** Whether it names the commit as one of its own, original or landed. */
export const namesCommit = ({ commits, landed, mergeSha, headSha }: PullRequestState, sha: string): boolean =>
  [...(commits ?? []), ...landed, mergeSha, headSha].includes(sha);
