import { builtCommit, runEvent, type RunStatus } from '../ci-run.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';
import {
  ignored,
  type JsonHook,
  memberOf,
  quoted,
  rejected,
  says,
  type Understood,
  understandJson,
} from '../json-hook.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Delivery, Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies, headers } from './test-events.js';

/** https://circleci.com/docs/outbound-webhooks/#validate-webhooks: several versions may be listed; v1 is the newest known. */
const signature: HmacScheme = {
  header: 'circleci-signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'v1=',
  separator: ',',
};

/** CircleCI: outbound webhooks of a project. */
export const circleci: Source = {
  id: 'circleci',
  title: 'CircleCI',
  deliveryId: (request) => memberOf(request, 'id') || null,
  eventName: (request) => request.headers['circleci-event-type'] ?? memberOf(request, 'type'),
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, (hook) => understand(delivery, hook)),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret), headers),
};

function understand({ headers }: Delivery, { body, reading }: JsonHook): Understood {
  const type = reading.text(body, 'type');
  if (type === undefined) return rejected('unknown_type', 'no type says what it is', '/type');
  const named = headers['circleci-event-type'];
  if (named !== undefined && named !== type) {
    return rejected('type_mismatch', `the header says ${quoted(named)}, the body is of ${quoted(type)}`, '/type');
  }
  switch (type) {
    case 'workflow-completed':
      return workflow(body, reading);
    case 'job-completed':
      return ignored('a job is read from the workflow it belongs to');
    case 'ping':
      return ignored('ping: CircleCI tried whether the hook works');
    default:
      return ignored(`${quoted(type)} is nothing that Leadline measures`);
  }
}

/** https://circleci.com/docs/outbound-webhooks-reference/#workflow-completed */
function workflow(body: Place, reading: BodyReading): Understood {
  const place = reading.requiredObject(body, 'workflow');
  const state = reading.requiredText(place, 'status');
  const checkout = checkoutOf(reading.object(body, 'pipeline'), reading);
  const run = runEvent({
    source: 'circleci',
    key: reading.requiredText(place, 'id'),
    pipeline: reading.requiredText(place, 'name'),
    repo: checkout.repo,
    sha: checkout.sha,
    branch: checkout.branch,
    state,
    status: outcomeOf(state),
    startedAt: reading.requiredMoment(place, 'created_at'),
    finishedAt: reading.moment(place, 'stopped_at') ?? reading.moment(body, 'happened_at'),
    url: reading.link(place, 'url'),
  });
  return says(run, ...builtCommit('circleci', checkout));
}

function outcomeOf(state: string): RunStatus {
  switch (state) {
    case 'success':
      return 'succeeded';
    case 'failed':
    case 'error':
      return 'failed';
    default:
      return 'cancelled';
  }
}

interface Checkout {
  readonly repo: string | undefined;
  readonly sha: string | undefined;
  readonly branch: string | undefined;
  readonly title: string | undefined;
  readonly committedAt: string | undefined;
  readonly authoredAt?: string | undefined;
}

/** Pipelines of GitHub OAuth and Bitbucket have `vcs`; those of the GitHub App and of GitLab their trigger's parameters. */
function checkoutOf(pipeline: Place | null, reading: BodyReading): Checkout {
  const vcs = pipeline && reading.object(pipeline, 'vcs');
  if (vcs !== null) {
    const commit = reading.object(vcs, 'commit');
    const url = reading.text(vcs, 'target_repository_url') ?? reading.text(vcs, 'origin_repository_url');
    return {
      repo: repositoryNameOf(url),
      sha: fullShaOf(reading.text(vcs, 'revision')),
      branch: reading.text(vcs, 'branch'),
      title: reading.text(commit, 'subject'),
      committedAt: reading.moment(commit, 'committed_at'),
      authoredAt: reading.moment(commit, 'authored_at'),
    };
  }
  const parameters = pipeline && reading.object(pipeline, 'trigger_parameters');
  const git = parameters && reading.object(parameters, 'git');
  const forge = parameters && (reading.object(parameters, 'gitlab') ?? reading.object(parameters, 'github_app'));
  const either = (...names: readonly string[]): string | undefined =>
    names.flatMap((name) => reading.text(forge, name) ?? reading.text(git, name) ?? [])[0];
  return {
    repo: repositoryNameOf(either('web_url', 'repo_url', 'checkout_url')) ?? either('repo_full_name', 'full_ref'),
    sha: fullShaOf(either('commit_sha', 'checkout_sha')),
    branch: either('branch'),
    title: either('commit_title'),
    committedAt: reading.moment(forge, 'commit_timestamp'),
  };
}
