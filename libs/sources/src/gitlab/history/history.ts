import { answered, historyOf, isSuccess, tokenRefused } from '../../api-reading.js';
import { type ApiAnswer, type History, read, type Read, rest, type Step } from '../../history.js';
import * as details from './details.js';
import * as lists from './lists.js';
import { type GitlabStep, gitlabStepOf } from './steps.js';

/**
 * GitLab's past by its REST API (v4), of a project or of all of a group, by their paths.
 * https://docs.gitlab.com/api/rest/
 */
export const gitlabHistory: History = historyOf({
  about: "GitLab's history",
  begin: ({ target, since, until }) => [{ kind: 'project', path: target, since, until }],
  stepOf: gitlabStepOf,
  question: (step) => ({ method: 'GET', path: lists.listPath(step) ?? details.detailPath(step) }),
  read: (step, answer) => refusalOf(step, answer) ?? readBody(step, answer),
});

function readBody(step: GitlabStep, answer: ApiAnswer): Read {
  switch (step.kind) {
    case 'project':
      return lists.readProject(step, answer);
    case 'group':
      return lists.readGroup(step, answer);
    case 'commits':
      return lists.readCommits(step, answer);
    case 'merge_requests':
      return lists.readMergeRequests(step, answer);
    case 'notes':
      return details.readNotes(step, answer);
    case 'merge_request_commits':
      return details.readMergeRequestCommits(step, answer);
    case 'environments':
      return lists.readEnvironments(step, answer);
    case 'deployments':
      return lists.readDeployments(step, answer);
    case 'pipelines':
      return lists.readPipelines(step, answer);
    case 'pipeline_details':
      return details.readPipeline(step, answer);
    case 'releases':
      return lists.readReleases(step, answer);
    case 'issues':
      return lists.readIssues(step, answer);
  }
}

const parts: Readonly<Record<GitlabStep['kind'], string>> = {
  project: 'the project',
  group: 'the group',
  commits: 'commits',
  merge_requests: 'merge requests',
  notes: 'notes of merge requests',
  merge_request_commits: 'commits of merge requests',
  environments: 'environments and deployments',
  deployments: 'deployments',
  pipelines: 'pipelines',
  pipeline_details: 'pipelines',
  releases: 'releases',
  issues: 'issues',
};

const NEEDED = 'The token needs the scope "read_api", and its owner the role Reporter in the project.';

/** What an answer other than 2xx means; undefined: it is to be read. */
function refusalOf(step: GitlabStep, answer: ApiAnswer): Read | undefined {
  const { status } = answer;
  if (isSuccess(answer)) return undefined;
  if (status === 401) return tokenRefused('GitLab');
  const reason = answered('GitLab', answer);
  if (step.kind === 'project') {
    const { path, since, until } = step;
    if (status === 404) return read({ next: [{ kind: 'group', path, page: 1, since, until }] });
    return { outcome: 'refused', message: `"${path}": ${reason}`, fix: NEEDED };
  }
  if (step.kind === 'group') {
    const none = 'there is no project and no group of that path, or the token may not see it';
    return { outcome: 'refused', message: `"${step.path}": ${status === 404 ? none : reason}`, fix: NEEDED };
  }
  // What is gone since it was listed is no reason to leave out the others; no repository has no commits.
  if (status === 404 && 'of' in step) return read({ next: withoutFirst(step) });
  if (status === 404 && step.kind === 'commits') return read();
  return {
    outcome: 'left_out',
    what: `${parts[step.kind]} of ${step.project.path_with_namespace}`,
    reason,
    fix: NEEDED,
  };
}

function withoutFirst(step: Extract<GitlabStep, { of: unknown }>): readonly Step[] {
  switch (step.kind) {
    case 'notes':
      return rest({ ...step, page: 1 });
    case 'merge_request_commits':
      return rest({ ...step, page: 1, commits: [] });
    case 'pipeline_details':
      return rest(step);
  }
}
