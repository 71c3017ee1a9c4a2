import type { Account } from '../company/people.js';
import type { Repository } from '../company/repositories.js';
import { instantText } from '../time.js';
import { contextBody, nodeId, repositoryUrl, SITE, userBody } from './common.js';

export interface RunView {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  readonly sha: string;
  readonly title: string;
  readonly actor: Account;
  readonly conclusion: 'success' | 'failure';
  readonly createdAt: number;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** The CI run of a push to main, completed: https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run */
export function workflowRunBody(repository: Repository, view: RunView): object {
  const url = `${repositoryUrl(repository)}/actions/runs/${view.id}`;
  const workflow = repository.firstId + 1;
  return {
    action: 'completed',
    workflow_run: {
      id: view.id,
      name: 'CI',
      node_id: nodeId('WFR', view.id),
      head_branch: 'main',
      head_sha: view.sha,
      path: '.github/workflows/ci.yml',
      display_title: view.title,
      run_number: view.number,
      run_attempt: view.attempt,
      event: 'push',
      status: 'completed',
      conclusion: view.conclusion,
      workflow_id: workflow,
      url,
      html_url: `${SITE}/${repository.fullName}/actions/runs/${view.id}`,
      pull_requests: [],
      created_at: instantText(view.createdAt),
      updated_at: instantText(view.finishedAt),
      run_started_at: instantText(view.startedAt),
      actor: userBody(view.actor),
      triggering_actor: userBody(view.actor),
      head_commit: { id: view.sha, message: view.title, timestamp: instantText(view.createdAt) },
      repository: { id: repository.id, name: repository.name, full_name: repository.fullName, private: true },
    },
    workflow: { id: workflow, name: 'CI', path: '.github/workflows/ci.yml', state: 'active' },
    ...contextBody(repository, view.actor, view.createdAt),
  };
}
