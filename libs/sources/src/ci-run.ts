import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import { revisionOf } from './revision.js';

export type RunStatus = NonNullable<EventData<'pipeline_run'>['status']>;

/** A run of a pipeline as a CI server tells of it. */
export interface CiRun {
  /** Id of the source, e.g. "jenkins". */
  readonly source: string;
  /** The server's own id of the run, with its host where servers are one's own. */
  readonly key: string;
  /** What people call the pipeline, and what a service's `workflow` glob and aliases match. */
  readonly pipeline: string | undefined;
  /** "owner/name". */
  readonly repo: string | undefined;
  readonly repositoryId?: string | undefined;
  readonly attempt?: number | undefined;
  readonly sha: string | undefined;
  readonly branch: string | undefined;
  /** The server's own word for its state: tells apart what is said of one run. */
  readonly state: string;
  readonly status: RunStatus;
  readonly startedAt: string | undefined;
  readonly finishedAt: string | undefined;
  /** The account of the person who started it; undefined: the server names none. */
  readonly actor?: string | undefined;
  /** When it came into that state, where that is neither of the two. */
  readonly at?: string | undefined;
  /** 0 to 9: order of the state among those of one instant; default: 1 while it runs, 8 when it is over. */
  readonly rank?: number;
  readonly url: string | undefined;
}

/** The event of a run. A server that tells no times orders its states by rank alone. */
export function runEvent(run: CiRun): LeadlineEvent<'pipeline_run'> {
  const { source, key, state, status, startedAt } = run;
  const isOver = status !== 'in_progress';
  const finishedAt = isOver ? run.finishedAt : undefined;
  const at = run.at ?? finishedAt ?? startedAt;
  const rank = run.rank ?? (isOver ? 8 : 1);
  const head = {
    id: `${source}:run:${key}:${state}:${at ?? 'untimed'}`,
    source: `${source}:${run.repo ?? key}`,
    time: at,
  };
  return eventOf('pipeline_run', head, {
    run: `${source}/${key}`,
    attempt: run.attempt,
    pipeline: run.pipeline,
    repo: run.repo,
    repositoryId: run.repositoryId,
    source,
    sha: run.sha,
    branch: run.branch,
    status,
    startedAt,
    // Another attempt of the same run has not finished, whatever the one before it said.
    finishedAt: isOver ? finishedAt : null,
    actor: run.actor,
    url: run.url,
    occurredAt: at,
    revision: at === undefined ? rank : revisionOf(at, rank),
  });
}

/** What a CI server knows of the commit it built: less than a push tells, so it yields to every push. */
export function builtCommit(
  source: string,
  commit: {
    readonly sha: string | undefined;
    readonly repo: string | undefined;
    readonly title: string | undefined;
  } & {
    readonly committedAt: string | undefined;
    readonly authoredAt?: string | undefined;
  },
): LeadlineEvent<'commit'>[] {
  const { sha, repo, committedAt, authoredAt, title } = commit;
  if (sha === undefined || committedAt === undefined) return [];
  const head = { id: `${source}:commit:${sha}`, source: `${source}:${repo ?? sha}`, time: committedAt };
  return [eventOf('commit', head, { sha, repo, committedAt, title, revision: 0, authoredAt })];
}
