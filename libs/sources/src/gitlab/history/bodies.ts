import { createHash } from 'node:crypto';
import { isoSecond, picked } from '../../history.js';
import { listedTexts } from '../../linked-issues.js';
import type { HookRequest } from '../../source.js';
import { LISTED } from '../project.js';
import type { ProjectFields } from './steps.js';

type Fields = Readonly<Record<string, unknown>>;

/** A body under the kind GitLab gives the event. The same content has the same delivery id, whenever it is read. */
function hook(kind: string, project: ProjectFields, body: Fields): HookRequest {
  const text = JSON.stringify({ object_kind: kind, [LISTED]: true, ...body, project });
  const id = createHash('sha256').update(text).digest('hex');
  return {
    headers: { 'content-type': 'application/json', 'idempotency-key': `${LISTED}-${id.slice(0, 40)}` },
    body: Buffer.from(text),
  };
}

/** Hooks stamp whole seconds, lists milliseconds. */
const second = (instant: string | null | undefined): string | null | undefined =>
  typeof instant === 'string' ? isoSecond(Date.parse(instant)) : instant;

const labelled = (labels: unknown): Fields[] =>
  Array.isArray(labels) ? labels.map((label: unknown) => ({ title: String(label) })) : [];

export interface ListedTimes {
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at?: string | null | undefined;
  readonly merged_at?: string | null | undefined;
}

interface Moment {
  readonly updated_at: string;
  /** It was as yet only opened. */
  readonly isOpening: boolean;
}

/** The moments a list tells of something that is opened and closed, in order: its opening, its end, its last update. */
function moments({ created_at, updated_at, closed_at, merged_at }: ListedTimes): Moment[] {
  const [created, updated] = [second(created_at) ?? '', second(updated_at) ?? ''];
  const end = second(merged_at ?? closed_at);
  const ends = typeof end === 'string' ? [end] : [];
  const later = [...ends, ...([created, ...ends].every((at) => at < updated) ? [updated] : [])];
  const opening = { updated_at: created, isOpening: later.length > 0 };
  return [opening, ...later.map((at) => ({ updated_at: at, isOpening: false }))];
}

export type ListedMergeRequest = ListedTimes & {
  readonly author: { readonly id: number; readonly username: string };
} & Fields;

/** What is of today, its tip before all, is not said of its opening: then it was another. */
export function mergeRequestHooks(project: ProjectFields, listed: ListedMergeRequest): HookRequest[] {
  const { author, created_at, merged_at, closed_at } = listed;
  const texts = listedTexts(listed['description'], listed['source_branch']);
  return moments(listed).map(({ updated_at, isOpening }) =>
    hook('merge_request', project, {
      user: picked(author, ['id', 'username']),
      labels: labelled(listed['labels']),
      object_attributes: {
        ...picked(listed, ['id', 'iid', 'title', 'target_branch']),
        url: listed['web_url'],
        author_id: author.id,
        action: LISTED,
        created_at: second(created_at),
        updated_at,
        ...(isOpening
          ? { state: 'opened' }
          : {
              ...picked(listed, ['state', 'merge_commit_sha', 'squash_commit_sha']),
              merged_at: second(merged_at),
              closed_at: second(closed_at),
              last_commit: { id: listed['sha'] },
              ...(texts.body !== undefined && { description: texts.body }),
              ...(texts.branch !== undefined && { source_branch: texts.branch }),
            }),
      },
    }),
  );
}

export function issueHooks(project: ProjectFields, listed: ListedTimes & Fields): HookRequest[] {
  const { created_at, closed_at } = listed;
  return moments({ ...listed, merged_at: null }).map(({ updated_at, isOpening }) =>
    hook('issue', project, {
      labels: labelled(listed['labels']),
      object_attributes: {
        ...picked(listed, ['id', 'iid', 'title', 'severity', 'moved_to_id']),
        url: listed['web_url'],
        type: listed['issue_type'],
        action: LISTED,
        created_at: second(created_at),
        updated_at,
        ...(isOpening ? { state: 'opened' } : { state: listed['state'], closed_at: second(closed_at) }),
      },
    }),
  );
}

export interface ListedNote extends Fields {
  readonly id: number;
  readonly body: string;
  readonly system: boolean;
  readonly created_at: string;
  readonly author: { readonly id: number; readonly username: string };
}

interface Noted {
  readonly iid: number;
  readonly author: number;
  readonly title: string;
  readonly created_at: string;
}

/** How GitLab notes down that somebody approved, or no longer does. */
const decisions: ReadonlyMap<string, string> = new Map([
  ['approved this merge request', 'approved'],
  ['unapproved this merge request', 'unapproved'],
]);

/** A comment, or an approval, which its list tells by a note of GitLab's own; undefined: any other of those. */
export function noteHook(project: ProjectFields, of: Noted, note: ListedNote): HookRequest | undefined {
  const user = picked(note.author, ['id', 'username']);
  const at = second(note.created_at);
  if (!note.system) {
    return hook('note', project, {
      user,
      object_attributes: { id: note.id, author_id: note.author.id, created_at: at, system: false },
      merge_request: { iid: of.iid, author_id: of.author },
    });
  }
  const action = decisions.get(note.body.trim());
  if (action === undefined) return undefined;
  const object_attributes = {
    iid: of.iid,
    title: of.title,
    author_id: of.author,
    state: 'opened',
    action,
    created_at: second(of.created_at),
    updated_at: at,
  };
  return hook('merge_request', project, { user, object_attributes });
}

export interface ListedDeployment extends Fields {
  readonly id: number;
  readonly sha: string;
  readonly ref?: string | undefined;
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly finished_at?: string | null | undefined;
  readonly environment: { readonly name: string };
  readonly deployable?:
    | {
        readonly id: number;
        readonly status: string;
        readonly started_at?: string | null | undefined;
        readonly finished_at?: string | null | undefined;
        readonly web_url?: string | undefined;
        readonly pipeline?: { readonly id: number } | null | undefined;
      }
    | null
    | undefined;
}

/** That it began and how it ended, each also by the job it is, which names its pipeline. */
export function deploymentHooks(
  project: ProjectFields,
  { id, sha, ref, status, created_at, updated_at, finished_at, environment, deployable }: ListedDeployment,
  tier: string | undefined,
): HookRequest[] {
  const common = {
    deployment_id: id,
    ...(deployable && { deployable_id: deployable.id, deployable_url: deployable.web_url }),
    environment: environment.name,
    environment_tier: tier,
    short_sha: sha.slice(0, 8),
    commit_url: `${project.web_url}/-/commit/${sha}`,
    ref,
  };
  const said = (state: string, at: string): HookRequest =>
    hook('deployment', project, { ...common, status: state, status_changed_at: second(at) });
  const job = (state: string, finishedAt: string | null | undefined): HookRequest[] =>
    deployable == null
      ? []
      : [
          hook('build', project, {
            project_id: project.id,
            build_id: deployable.id,
            build_status: state,
            build_started_at: second(deployable.started_at),
            build_finished_at: second(finishedAt),
            pipeline_id: deployable.pipeline?.id,
            environment: { name: environment.name, action: 'start', deployment_tier: tier },
            sha,
            ref,
          }),
        ];
  const began = [said('running', deployable?.started_at ?? created_at), ...job('running', null)];
  if (status === 'running') return began;
  if (!['success', 'failed', 'canceled'].includes(status)) return [];
  const ended = said(status, finished_at ?? deployable?.finished_at ?? updated_at);
  return [...began, ended, ...job(deployable?.status ?? status, deployable?.finished_at)];
}

export function pipelineHook(
  project: ProjectFields,
  listed: Fields & { readonly created_at: string; readonly finished_at?: string | null | undefined },
): HookRequest {
  return hook('pipeline', project, {
    object_attributes: {
      ...picked(listed, ['id', 'iid', 'name', 'ref', 'tag', 'sha', 'source', 'status']),
      created_at: second(listed.created_at),
      finished_at: second(listed.finished_at),
      url: listed['web_url'],
    },
    builds: [],
  });
}

/** Lists give releases no id: their tag is it, of which there is one at a time. */
export function releaseHook(project: ProjectFields, listed: Fields & { readonly tag_name: string }): HookRequest {
  const time = (name: string): string | null | undefined => second(listed[name] as string | null | undefined);
  const commit = Object(listed['commit']) as Fields;
  return hook('release', project, {
    id: `${project.id}/${listed.tag_name}`,
    tag: listed.tag_name,
    action: LISTED,
    created_at: time('created_at'),
    released_at: time('released_at'),
    commit: picked(commit, ['id']),
    url: (Object(listed['_links']) as Fields)['self'],
  });
}

export const commitFields = (listed: Fields): Fields =>
  picked(listed, ['id', 'parent_ids', 'committed_date', 'authored_date', 'title', 'message', 'author_name']);

/** Commits oldest first. */
export function commitsHook(
  project: ProjectFields,
  commits: readonly unknown[],
  of?: { readonly iid: number; readonly sha: string },
): HookRequest {
  return hook('commits', project, { commits, ...(of && { merge_request: of }) });
}
