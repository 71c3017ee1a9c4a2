import { commits } from './commits.js';
import { deployment, deploymentStatus } from './deployment.js';
import type { Hook, Understood } from './hook.js';
import { issue } from './issue.js';
import { containerImage } from './package.js';
import { pullRequestReview } from './pull-request-review.js';
import { pullRequest } from './pull-request.js';
import { push } from './push.js';
import { create, remove } from './ref.js';
import { release } from './release.js';
import { repository } from './repository.js';
import { workflowRun } from './workflow-run.js';

interface EventShape {
  readonly understand: (hook: Hook) => Understood;
  /** Members that every body of the event has. */
  readonly has: readonly string[];
  /** Members that tell bodies of other events apart from it. */
  readonly lacks: readonly string[];
}

const shape = (
  understand: EventShape['understand'],
  has: readonly string[],
  lacks: readonly string[] = [],
): EventShape => ({
  understand,
  has,
  lacks,
});

/** Events that say something Leadline measures. */
const measured: ReadonlyMap<string, EventShape> = new Map([
  ['push', shape(push, ['ref', 'before', 'after'])],
  ['create', shape(create, ['ref', 'ref_type', 'master_branch'])],
  ['delete', shape(remove, ['ref', 'ref_type'], ['master_branch'])],
  ['pull_request', shape(pullRequest, ['pull_request'], ['review', 'comment', 'thread'])],
  ['pull_request_review', shape(pullRequestReview, ['review', 'pull_request'], ['comment'])],
  ['deployment_status', shape(deploymentStatus, ['deployment_status', 'deployment'])],
  ['deployment', shape(deployment, ['deployment'], ['deployment_status'])],
  ['workflow_run', shape(workflowRun, ['workflow_run'], ['deployment'])],
  ['release', shape(release, ['release'])],
  ['registry_package', shape(containerImage, ['registry_package'])],
  ['package', shape(containerImage, ['package'])],
  [
    'repository',
    shape(
      repository,
      ['repository', 'action'],
      ['ref', 'pull_request', 'deployment', 'workflow_run', 'release', 'issue', 'check_run', 'check_suite'],
    ),
  ],
  ['issues', shape(issue, ['issue'], ['comment', 'pull_request'])],
  // Made of what the API lists; nobody sends it.
  ['commits', shape(commits, ['commits'], ['ref', 'review', 'deployment'])],
]);

const reasons: ReadonlyMap<string, string> = new Map([
  ['ping', 'ping: GitHub tried whether the hook works'],
  ['check_run', 'the outcome of a check is read from the workflow run it belongs to'],
  ['check_suite', 'the outcome of checks is read from the workflow run they belong to'],
  ['workflow_job', 'a job is read from the workflow run it belongs to'],
  ['status', 'a commit status names no run'],
  ['deployment_review', 'who approved a deployment is not measured'],
]);

export type Dispatch =
  | { readonly outcome: 'measured'; readonly understand: (hook: Hook) => Understood }
  | { readonly outcome: 'mismatch'; readonly message: string }
  | { readonly outcome: 'incomplete'; readonly missing: string };

/** Why nothing is made of an event, or null where something is. */
export function reasonToIgnore(event: string): string | null {
  if (measured.has(event)) return null;
  return reasons.get(event) ?? `"${event.slice(0, 64)}" is nothing that Leadline measures`;
}

/**
 * Whoever understands a body of the event named by the header. The header is not part of what GitHub signs, so a body
 * that is plainly of another event is not taken for what the header says.
 */
export function dispatch(event: string, body: Readonly<Record<string, unknown>>): Dispatch {
  const named = measured.get(event);
  if (named === undefined) return { outcome: 'mismatch', message: `the header names no event that is measured` };
  if (fits(named, body)) return { outcome: 'measured', understand: named.understand };
  const other = [...measured].find(([, candidate]) => fits(candidate, body));
  if (other !== undefined)
    return { outcome: 'mismatch', message: `the header says ${event}, the body is of ${other[0]}` };
  const missing = named.has.find((name) => !Object.hasOwn(body, name));
  if (missing === undefined) return { outcome: 'mismatch', message: `the header says ${event}, the body is not of it` };
  return { outcome: 'incomplete', missing };
}

function fits({ has, lacks }: EventShape, body: Readonly<Record<string, unknown>>): boolean {
  return has.every((name) => Object.hasOwn(body, name)) && !lacks.some((name) => (body[name] ?? null) !== null);
}
