import type { Account } from '../company/people.js';
import type { Repository } from '../company/repositories.js';
import { instantText } from '../time.js';
import { contextBody, nodeId, repositoryUrl, SITE, userBody } from './common.js';

export interface IssueView {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly labels: readonly string[];
  readonly author: Account;
  readonly openedAt: number;
  readonly updatedAt: number;
  readonly closed: { readonly at: number; readonly as: 'completed' | 'not_planned' } | null;
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#issues */
export function issueBody(
  repository: Repository,
  action: 'opened' | 'labeled' | 'closed',
  view: IssueView,
  sender: Account,
): object {
  const { id, number, title, author, openedAt, updatedAt, closed } = view;
  const labels = view.labels.map((name, index) => ({
    id: repository.firstId + 100 + index,
    name,
    color: name === 'incident' ? 'b60205' : 'd4c5f9',
    default: false,
    description: null,
  }));
  return {
    action,
    issue: {
      url: `${repositoryUrl(repository)}/issues/${number}`,
      repository_url: repositoryUrl(repository),
      html_url: `${SITE}/${repository.fullName}/issues/${number}`,
      id,
      node_id: nodeId('I', id),
      number,
      title,
      user: userBody(author),
      labels,
      state: closed === null ? 'open' : 'closed',
      state_reason: closed?.as ?? null,
      locked: false,
      assignees: [],
      milestone: null,
      comments: 0,
      created_at: instantText(openedAt),
      updated_at: instantText(updatedAt),
      closed_at: closed === null ? null : instantText(closed.at),
      author_association: 'MEMBER',
      body: null,
    },
    ...(action === 'labeled' ? { label: labels.at(-1) } : {}),
    ...contextBody(repository, sender, openedAt),
  };
}
