import { type Account, bots } from '../company/people.js';
import type { Repository } from '../company/repositories.js';
import { instantText } from '../time.js';
import { contextBody, nodeId, repositoryUrl, SITE, userBody } from './common.js';

export interface DeploymentView {
  readonly id: number;
  readonly sha: string;
  /** "production-eu", "staging". */
  readonly environment: string;
  readonly isProduction: boolean;
  readonly createdAt: number;
  readonly creator: Account;
  /** Run of the workflow that deploys; regions of one release share it. */
  readonly run: number;
  readonly pushedAt: number;
}

export type DeploymentState = 'in_progress' | 'success' | 'failure' | 'inactive';

export interface StatusView {
  readonly id: number;
  readonly state: DeploymentState;
  readonly at: number;
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment */
export function deploymentBody(repository: Repository, view: DeploymentView): object {
  return {
    action: 'created',
    deployment: deployment(repository, view, view.createdAt),
    workflow: workflow(repository),
    workflow_run: workflowRun(repository, view),
    ...contextBody(repository, view.creator, view.pushedAt),
  };
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_status */
export function deploymentStatusBody(repository: Repository, view: DeploymentView, status: StatusView): object {
  const { id, state, at } = status;
  const url = `${repositoryUrl(repository)}/deployments/${view.id}`;
  return {
    action: 'created',
    deployment_status: {
      url: `${url}/statuses/${id}`,
      id,
      node_id: nodeId('DES', id),
      state,
      creator: userBody(bots.deployer),
      description: '',
      environment: view.environment,
      target_url: runUrl(repository, view.run),
      created_at: instantText(at),
      updated_at: instantText(at),
      deployment_url: url,
      repository_url: repositoryUrl(repository),
      environment_url: '',
      log_url: runUrl(repository, view.run),
    },
    deployment: deployment(repository, view, at),
    workflow: workflow(repository),
    workflow_run: workflowRun(repository, view),
    ...contextBody(repository, bots.deployer, view.pushedAt),
  };
}

function deployment(repository: Repository, view: DeploymentView, updatedAt: number): object {
  const { id, sha, environment, isProduction, createdAt, creator } = view;
  const url = `${repositoryUrl(repository)}/deployments/${id}`;
  return {
    url,
    id,
    node_id: nodeId('DE', id),
    sha,
    ref: 'main',
    task: 'deploy',
    payload: {},
    original_environment: environment,
    environment,
    description: null,
    creator: userBody(creator),
    created_at: instantText(createdAt),
    updated_at: instantText(updatedAt),
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(repository),
    transient_environment: false,
    production_environment: isProduction,
  };
}

const workflow = (repository: Repository): object => ({
  id: repository.firstId + 2,
  name: 'Deploy',
  path: '.github/workflows/deploy.yml',
  state: 'active',
});

function workflowRun(repository: Repository, { run, sha, createdAt, creator }: DeploymentView): object {
  return {
    id: run,
    name: 'Deploy',
    head_branch: 'main',
    head_sha: sha,
    path: '.github/workflows/deploy.yml',
    run_attempt: 1,
    event: 'workflow_dispatch',
    status: 'in_progress',
    conclusion: null,
    workflow_id: repository.firstId + 2,
    html_url: runUrl(repository, run),
    created_at: instantText(createdAt),
    run_started_at: instantText(createdAt),
    actor: { login: creator.login, id: creator.id, type: creator.type },
  };
}

const runUrl = ({ fullName }: Repository, run: number): string => `${SITE}/${fullName}/actions/runs/${run}`;
