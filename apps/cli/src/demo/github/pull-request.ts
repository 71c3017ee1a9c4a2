import type { Account } from '../company/people.js';
import type { Repository } from '../company/repositories.js';
import { instantText } from '../time.js';
import { contextBody, nodeId, repositoryUrl, SITE, userBody } from './common.js';

/** A pull request as it was at one moment. */
export interface PullRequestView {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly author: Account;
  readonly branch: string;
  readonly headSha: string;
  readonly baseSha: string;
  readonly commits: number;
  readonly labels: readonly string[];
  readonly isDraft: boolean;
  readonly openedAt: number;
  readonly updatedAt: number;
  readonly closedAt: number | null;
  readonly merge: { readonly sha: string; readonly by: Account } | null;
}

export type PullRequestAction = 'opened' | 'ready_for_review' | 'synchronize' | 'closed';

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request */
export function pullRequestBody(
  repository: Repository,
  action: PullRequestAction,
  view: PullRequestView,
  sender: Account,
  before?: string,
): object {
  return {
    action,
    number: view.number,
    ...(before === undefined ? {} : { before, after: view.headSha }),
    pull_request: { ...summary(repository, view), ...outcome(view) },
    ...contextBody(repository, sender, view.updatedAt),
  };
}

export interface Review {
  readonly id: number;
  readonly at: number;
  readonly by: Account;
  readonly state: 'approved' | 'changes_requested' | 'commented';
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request_review */
export function reviewBody(repository: Repository, view: PullRequestView, review: Review): object {
  const url = `${SITE}/${repository.fullName}/pull/${view.number}`;
  return {
    action: 'submitted',
    review: {
      id: review.id,
      node_id: nodeId('PRR', review.id),
      user: userBody(review.by),
      body: null,
      commit_id: view.headSha,
      submitted_at: instantText(review.at),
      state: review.state,
      html_url: `${url}#pullrequestreview-${review.id}`,
      author_association: 'MEMBER',
    },
    pull_request: summary(repository, view),
    ...contextBody(repository, review.by, view.updatedAt),
  };
}

function summary(repository: Repository, view: PullRequestView): object {
  const { id, number, title, author, branch, headSha, baseSha, labels } = view;
  const url = `${repositoryUrl(repository)}/pulls/${number}`;
  const side = (ref: string, sha: string): object => ({
    label: `${repository.fullName.split('/')[0]}:${ref}`,
    ref,
    sha,
    user: { login: repository.fullName.split('/')[0], type: 'Organization' },
    repo: {
      id: repository.id,
      name: repository.name,
      full_name: repository.fullName,
      url: repositoryUrl(repository),
      default_branch: 'main',
    },
  });
  return {
    url,
    id,
    node_id: nodeId('PR', id),
    html_url: `${SITE}/${repository.fullName}/pull/${number}`,
    issue_url: url.replace('/pulls/', '/issues/'),
    number,
    state: view.closedAt === null ? 'open' : 'closed',
    locked: false,
    title,
    user: userBody(author),
    body: null,
    created_at: instantText(view.openedAt),
    updated_at: instantText(view.updatedAt),
    closed_at: view.closedAt === null ? null : instantText(view.closedAt),
    merged_at: view.merge === null || view.closedAt === null ? null : instantText(view.closedAt),
    merge_commit_sha: view.merge?.sha ?? null,
    assignees: [],
    requested_reviewers: [],
    labels: labels.map((name, index) => ({ id: id + index, name, color: 'ededed', default: false, description: null })),
    milestone: null,
    draft: view.isDraft,
    head: side(branch, headSha),
    base: side('main', baseSha),
    author_association: author.type === 'Bot' ? 'CONTRIBUTOR' : 'MEMBER',
    auto_merge: null,
  };
}

function outcome({ merge, commits }: PullRequestView): object {
  return {
    merged: merge !== null,
    mergeable: merge === null ? null : true,
    merged_by: merge === null ? null : userBody(merge.by),
    comments: 0,
    review_comments: 0,
    commits,
    additions: 12 * commits,
    deletions: 5 * commits,
    changed_files: commits + 1,
  };
}
