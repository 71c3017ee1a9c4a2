import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { picked } from '../../history.js';
import { listedTexts } from '../../linked-issues.js';
import type { HookRequest } from '../../source.js';
import { LISTED } from '../hook.js';
import type { deploymentFields, RepositoryFields, statusFields } from './steps.js';

type Fields = Readonly<Record<string, unknown>>;

/** A body under the name GitHub gives the event. The same content has the same delivery id, whenever it is read. */
function hook(event: string, repository: RepositoryFields, body: Fields): HookRequest {
  const text = JSON.stringify({ action: LISTED, ...body, repository });
  const id = createHash('sha256').update(`${event}\n${text}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': `listed-${id.slice(0, 40)}`,
  };
  return { headers, body: Buffer.from(text) };
}

/** An account without what nobody reads of it. */
const account = (user: unknown): Fields | null =>
  typeof user === 'object' && user !== null ? picked({ ...user }, ['id', 'login', 'type']) : null;

const names = (labels: unknown): Fields[] =>
  Array.isArray(labels) ? labels.map((label: unknown) => picked(Object(label) as Fields, ['name'])) : [];

/** A pull request or an issue as it is listed. */
export interface Listed {
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at?: string | null | undefined;
}

interface Moment<T> {
  readonly fields: T & Listed;
  /** It was as yet only opened. */
  readonly isOpening: boolean;
}

/** The moments a list tells of something that is opened and closed, in order: its opening, its end, its last update. */
function moments<T extends Listed>(listed: T): Moment<T>[] {
  const { created_at, updated_at, closed_at } = listed;
  const end = typeof closed_at === 'string' ? [closed_at] : [];
  const isUpdatedLater = [created_at, ...end].every((at) => Date.parse(at) < Date.parse(updated_at));
  const later = [...end, ...(isUpdatedLater ? [updated_at] : [])];
  const opening = { fields: { ...listed, updated_at: created_at, closed_at: null }, isOpening: later.length > 0 };
  return [opening, ...later.map((at) => ({ fields: { ...listed, updated_at: at }, isOpening: false }))];
}

export type ListedPullRequest = Listed & Fields;

/** What is of today, its tip before all, is not said of its opening: then it was another. */
export function pullRequestHooks(repository: RepositoryFields, listed: ListedPullRequest): HookRequest[] {
  const steady = ['number', 'title', 'html_url', 'created_at', 'updated_at', 'closed_at'];
  const later = ['merged_at', 'merge_commit_sha'];
  const head = Object(listed['head']) as Fields;
  const texts = listedTexts(listed['body'], head['ref']);
  return moments(listed).map(({ fields, isOpening }) => {
    const pull_request = {
      ...picked(fields, isOpening ? steady : [...steady, ...later]),
      user: account(listed['user']),
      labels: names(listed['labels']),
      base: picked(Object(listed['base']) as Fields, isOpening ? ['ref'] : ['ref', 'sha']),
      ...(!isOpening && {
        ...(texts.body !== undefined && { body: texts.body }),
        head: { ...picked(head, ['sha']), ...(texts.branch !== undefined && { ref: texts.branch }) },
      }),
    };
    return hook('pull_request', repository, { pull_request });
  });
}

export function issueHooks(repository: RepositoryFields, listed: Listed & Fields): HookRequest[] {
  const told = ['id', 'number', 'title', 'html_url', 'created_at', 'updated_at', 'closed_at', 'state_reason'];
  return moments(listed).map(({ fields }) =>
    hook('issues', repository, { issue: { ...picked(fields, told), labels: names(listed['labels']) } }),
  );
}

export function reviewHook(
  repository: RepositoryFields,
  of: { readonly number: number; readonly author: number | null },
  review: Fields,
): HookRequest {
  return hook('pull_request_review', repository, {
    review: { ...picked(review, ['id', 'state', 'submitted_at']), user: account(review['user']) },
    pull_request: { number: of.number, user: of.author === null ? null : { id: of.author } },
  });
}

/** The run of a workflow that a status links to: lists do not name it otherwise. */
const RUN_ADDRESS = /\/actions\/runs\/(\d{1,15})(?:\/|$)/;

/** A deployment and each of its statuses, oldest first. */
export function deploymentHooks(
  repository: RepositoryFields,
  deployment: z.infer<typeof deploymentFields>,
  statuses: readonly z.infer<typeof statusFields>[],
): HookRequest[] {
  const addresses = statuses.flatMap(({ log_url, target_url }) => [log_url ?? '', target_url ?? '']);
  const run = addresses.flatMap((address) => RUN_ADDRESS.exec(address)?.[1] ?? [])[0];
  const workflow = run === undefined ? {} : { workflow_run: { id: Number(run) } };
  return [
    hook('deployment', repository, { deployment, ...workflow }),
    ...statuses
      .toReversed()
      .map((status) => hook('deployment_status', repository, { deployment_status: status, deployment, ...workflow })),
  ];
}

export function workflowRunHook(repository: RepositoryFields, run: Fields): HookRequest {
  const told = ['id', 'run_attempt', 'name', 'path', 'status', 'conclusion', 'head_sha', 'head_branch', 'html_url'];
  const times = ['created_at', 'run_started_at', 'updated_at'];
  const people = { actor: account(run['actor']), triggering_actor: account(run['triggering_actor']) };
  return hook('workflow_run', repository, { workflow_run: { ...picked(run, [...told, ...times]), ...people } });
}

export function releaseHook(repository: RepositoryFields, release: Fields): HookRequest {
  const told = ['id', 'tag_name', 'target_commitish', 'draft', 'prerelease', 'html_url'];
  const times = ['created_at', 'published_at', 'updated_at'];
  return hook('release', repository, {
    release: { ...picked(release, [...told, ...times]), author: account(release['author']) },
  });
}

/** A tag stands on the commit it was released from, as the push of it said. */
export function tagHook(repository: RepositoryFields, tag: string, sha: string, committedAt: string): HookRequest {
  return hook('push', repository, {
    ref: `refs/tags/${tag}`,
    before: '0'.repeat(sha.length),
    after: sha,
    created: true,
    commits: [],
    head_commit: { id: sha, timestamp: committedAt },
  });
}

/** A commit as it is listed, without what nobody reads of it. */
export function commitFields(listed: Fields): Fields {
  const commit = Object(listed['commit']) as Fields;
  const person = (who: unknown, told: readonly string[]): Fields => picked(Object(who) as Fields, told);
  const parents = Array.isArray(listed['parents']) ? listed['parents'] : [];
  return {
    sha: listed['sha'],
    commit: {
      message: commit['message'],
      author: person(commit['author'], ['name', 'date']),
      committer: person(commit['committer'], ['date']),
    },
    author: listed['author'] === null ? null : person(listed['author'], ['login', 'type']),
    parents: parents.map((parent: unknown) => picked(Object(parent) as Fields, ['sha'])),
  };
}

export function commitsHook(
  repository: RepositoryFields,
  commits: readonly unknown[],
  of?: { readonly number: number; readonly head: string },
): HookRequest {
  const pull_request = of && { pull_request: { number: of.number, head: { sha: of.head } } };
  return hook('commits', repository, { commits, ...pull_request });
}
