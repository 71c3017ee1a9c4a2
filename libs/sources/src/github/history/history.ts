import { answered, historyOf, isSuccess, messageOf, tokenRefused } from '../../api-reading.js';
import { type ApiAnswer, type History, read, type Read, rest, type Step, type Wanted } from '../../history.js';
import * as details from './details.js';
import * as lists from './lists.js';
import { type GithubStep, githubStepOf } from './steps.js';

/**
 * GitHub's past by its REST API (version 2022-11-28), of a repository ("owner/name") or of all of an account ("acme").
 * https://docs.github.com/rest
 */
export const githubHistory: History = historyOf({
  about: "GitHub's history",
  begin,
  stepOf: githubStepOf,
  question: (step) => ({ method: 'GET', path: lists.listPath(step) ?? details.detailPath(step) }),
  read: (step, answer) => refusalOf(step, answer) ?? readBody(step, answer),
});

function begin({ target, since, until }: Wanted): readonly GithubStep[] {
  const isRepository = target.includes('/');
  return isRepository
    ? [{ kind: 'repository', name: target, since, until }]
    : [{ kind: 'account', name: target, owner: 'orgs', page: 1, since, until }];
}

function readBody(step: GithubStep, answer: ApiAnswer): Read {
  switch (step.kind) {
    case 'repository':
      return lists.readRepository(step, answer);
    case 'account':
      return lists.readAccount(step, answer);
    case 'pull_requests':
      return lists.readPullRequests(step, answer);
    case 'reviews':
      return details.readReviews(step, answer);
    case 'pull_request_commits':
      return details.readPullRequestCommits(step, answer);
    case 'deployments':
      return lists.readDeployments(step, answer);
    case 'deployment_statuses':
      return details.readStatuses(step, answer);
    case 'releases':
      return lists.readReleases(step, answer);
    case 'tagged_commits':
      return details.readTaggedCommit(step, answer);
    case 'workflow_runs':
      return lists.readWorkflowRuns(step, answer);
    case 'run_attempts':
      return details.readAttempt(step, answer);
    case 'issues':
      return lists.readIssues(step, answer);
    case 'commits':
      return lists.readCommits(step, answer);
  }
}

/** What each part takes: the permission of a fine-grained token or an App. A classic token has the scope "repo" for all. */
const parts: Readonly<Record<GithubStep['kind'], readonly [what: string, permission: string]>> = {
  repository: ['the repository', 'Metadata: read'],
  account: ['the repositories', 'Metadata: read'],
  pull_requests: ['pull requests', 'Pull requests: read'],
  reviews: ['reviews', 'Pull requests: read'],
  pull_request_commits: ['commits of pull requests', 'Pull requests: read'],
  deployments: ['deployments', 'Deployments: read'],
  deployment_statuses: ['statuses of deployments', 'Deployments: read'],
  releases: ['releases', 'Contents: read'],
  tagged_commits: ['commits of releases', 'Contents: read'],
  workflow_runs: ['workflow runs', 'Actions: read'],
  run_attempts: ['attempts of workflow runs', 'Actions: read'],
  issues: ['issues', 'Issues: read'],
  commits: ['commits', 'Contents: read'],
};

/** What an answer other than 2xx means; undefined: its reader knows. */
function refusalOf(step: GithubStep, answer: ApiAnswer): Read | undefined {
  const { status } = answer;
  if (isSuccess(answer)) return undefined;
  const [what, permission] = parts[step.kind];
  const subject = 'repository' in step ? `${what} of ${step.repository.full_name}` : `"${step.name}"`;
  if (status === 401) return tokenRefused('GitHub');
  if (step.kind === 'tagged_commits' && (status === 404 || status === 422)) return undefined;
  if (step.kind === 'run_attempts' && status === 404) return undefined;
  // An empty repository has no commits (409), one without issues answers 410.
  if ((step.kind === 'commits' && status === 409) || (step.kind === 'issues' && status === 410)) {
    return read();
  }
  // A pull request or deployment that is gone since it was listed is no reason to leave out the others.
  if ('of' in step && status === 404) {
    return read({ next: rest<Step & { of: readonly unknown[] }>({ ...step, page: 1, commits: [], statuses: [] }) });
  }
  if (step.kind === 'account' && step.owner === 'orgs' && status === 404) {
    return read({ next: [{ ...step, owner: 'users' }] });
  }
  const fix = `The token needs the permission "${permission}" (a classic token: the scope "repo").`;
  if (step.kind === 'repository' || step.kind === 'account') {
    const reason =
      status === 404 ? 'there is none, or the token may not see it' : `GitHub answered ${status} ${messageOf(answer)}`;
    return { outcome: 'refused', message: `${subject}: ${reason}`, fix };
  }
  return {
    outcome: 'left_out',
    what: subject,
    reason: answered('GitHub', answer),
    fix,
  };
}
