import { z } from 'zod';
import { bodyOf, listedTimes, time, isSince } from '../../api-reading.js';
import {
  type ApiAnswer,
  goesOn,
  isoSecond,
  type ListedByUpdate,
  nextByUpdate,
  notSeen,
  query,
  read,
  type Read,
} from '../../history.js';
import { commitFields, commitsHook, deploymentHooks, issueHooks, mergeRequestHooks, releaseHook } from './bodies.js';
import { type GitlabStep, projectFields, type ProjectFields, type StepOf } from './steps.js';

/** As many as a page can hold. */
export const PAGE = 100;

/** Everything that is listed of a project. */
export function ofProject(project: ProjectFields, since: number, until: number): GitlabStep[] {
  const common = { project, since, until, page: 1 };
  const byUpdate = { ...common, after: since, seen: [] };
  const branch = project.default_branch ?? '';
  return [
    ...(branch === '' ? [] : [{ kind: 'commits' as const, ...common, tip: branch }]),
    { kind: 'merge_requests', ...byUpdate },
    { kind: 'environments', ...common, tiers: {} },
    { kind: 'pipelines', ...byUpdate },
    { kind: 'releases', ...common },
    { kind: 'issues', ...byUpdate },
  ];
}

export function readProject({ since, until }: StepOf<'project'>, answer: ApiAnswer): Read {
  return read({ next: ofProject(bodyOf(projectFields, answer), since, until), found: { projects: 1 } });
}

const listedProject = projectFields.extend({ last_activity_at: time.nullish() });

/** Of a group's projects, those of groups below it included, those in which something happened. */
export function readGroup(step: StepOf<'group'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedProject), answer);
  const live = listed.filter(
    ({ last_activity_at }) => last_activity_at == null || isSince(last_activity_at, step.since),
  );
  const following = goesOn(listed, answer) ? [{ ...step, page: step.page + 1 }] : [];
  const next = live.flatMap((project) => ofProject(projectFields.parse(project), step.since, step.until));
  return read({ next: [...following, ...next], found: { projects: live.length } });
}

/** The list from where this page ended. */
function following<S extends StepOf<'merge_requests' | 'deployments' | 'pipelines' | 'issues'>>(
  step: S,
  listed: readonly ListedByUpdate[],
  answer: ApiAnswer,
): S[] {
  const next = nextByUpdate(step, listed, answer, 1);
  return next === undefined ? [] : [{ ...step, ...next, seen: [...next.seen] }];
}

const person = z.looseObject({ id: z.number().int(), username: z.string() });
const listedMergeRequest = z.looseObject({
  id: z.number().int(),
  iid: z.number().int(),
  title: z.string(),
  ...listedTimes,
  merged_at: time.nullish(),
  author: person,
  sha: z.string().nullish(),
  state: z.string(),
});

export function readMergeRequests(step: StepOf<'merge_requests'>, answer: ApiAnswer): Read {
  const page = bodyOf(z.array(listedMergeRequest), answer);
  const listed = notSeen(page, step.seen);
  const { project } = step;
  const noted = listed.map(({ iid, author, title, created_at }) => ({ iid, author: author.id, title, created_at }));
  // One that was closed without a merge brought no commit anywhere.
  const commits = listed.flatMap(({ iid, sha, state }) => (state === 'closed' || !sha ? [] : [{ iid, sha }]));
  return read({
    deliveries: listed.flatMap((request) => mergeRequestHooks(project, request)),
    next: [
      ...following(step, page, answer),
      ...(noted.length > 0 ? [{ kind: 'notes', project, of: noted, page: 1 }] : []),
      ...(commits.length > 0 ? [{ kind: 'merge_request_commits', project, of: commits, page: 1, commits: [] }] : []),
    ],
    found: { 'merge requests': listed.length },
  });
}

const listedEnvironment = z.looseObject({ name: z.string(), tier: z.string().nullish() });

export function readEnvironments(step: StepOf<'environments'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedEnvironment), answer);
  const told = listed.flatMap(({ name, tier }): [string, string][] => (tier ? [[name, tier]] : []));
  const tiers = { ...step.tiers, ...Object.fromEntries(told) };
  if (goesOn(listed, answer)) return read({ next: [{ ...step, page: step.page + 1, tiers }] });
  const { project, since, until } = step;
  return read({ next: [{ kind: 'deployments', project, since, until, after: since, page: 1, seen: [], tiers }] });
}

const listedDeployment = z.looseObject({
  id: z.number().int(),
  sha: z.string(),
  ref: z.string().optional(),
  status: z.string(),
  created_at: time,
  updated_at: time,
  finished_at: time.nullish(),
  environment: z.looseObject({ name: z.string() }),
  deployable: z
    .looseObject({
      id: z.number().int(),
      status: z.string(),
      started_at: time.nullish(),
      finished_at: time.nullish(),
      web_url: z.string().optional(),
      pipeline: z.looseObject({ id: z.number().int() }).nullish(),
    })
    .nullish(),
});

export function readDeployments(step: StepOf<'deployments'>, answer: ApiAnswer): Read {
  const page = bodyOf(z.array(listedDeployment), answer);
  const listed = notSeen(page, step.seen);
  return read({
    deliveries: listed.flatMap((each) => deploymentHooks(step.project, each, step.tiers[each.environment.name])),
    next: following(step, page, answer),
    found: { deployments: listed.length },
  });
}

const listedPipeline = z.looseObject({ id: z.number().int(), updated_at: time });

export function readPipelines(step: StepOf<'pipelines'>, answer: ApiAnswer): Read {
  const page = bodyOf(z.array(listedPipeline), answer);
  const listed = notSeen(page, step.seen);
  const of = listed.map(({ id }) => id);
  return read({
    next: [
      ...following(step, page, answer),
      ...(of.length > 0 ? [{ kind: 'pipeline_details', project: step.project, of }] : []),
    ],
    found: { pipelines: of.length },
  });
}

const listedRelease = z.looseObject({ tag_name: z.string().min(1), created_at: time, released_at: time.nullish() });

/** Newest first. One that is still to come is listed too. */
export function readReleases(step: StepOf<'releases'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedRelease), answer);
  const wanted = listed.filter(({ released_at, created_at }) => isSince(released_at ?? created_at, step.since));
  const isOver = wanted.length < listed.length || !goesOn(listed, answer);
  return read({
    deliveries: wanted.map((release) => releaseHook(step.project, release)),
    next: isOver ? [] : [{ ...step, page: step.page + 1 }],
    found: { releases: wanted.length },
  });
}

const listedIssue = z.looseObject({ id: z.number().int(), iid: z.number().int(), ...listedTimes });

export function readIssues(step: StepOf<'issues'>, answer: ApiAnswer): Read {
  const page = bodyOf(z.array(listedIssue), answer);
  const listed = notSeen(page, step.seen);
  return read({
    deliveries: listed.flatMap((issue) => issueHooks(step.project, issue)),
    next: following(step, page, answer),
    found: { issues: listed.length },
  });
}

export const listedCommit = z.looseObject({ id: z.string(), committed_date: time });

/** Newest first. */
export function readCommits(step: StepOf<'commits'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedCommit), answer);
  const tip = step.page === 1 ? (listed[0]?.id ?? step.tip) : step.tip;
  return read({
    deliveries: listed.length > 0 ? [commitsHook(step.project, listed.map(commitFields).toReversed())] : [],
    next: goesOn(listed, answer) ? [{ ...step, tip, page: step.page + 1 }] : [],
    found: { commits: listed.length },
  });
}

/** Path of a list, in the order that its reader counts on. */
export function listPath(step: GitlabStep): string | undefined {
  switch (step.kind) {
    case 'project':
      return `/projects/${encodeURIComponent(step.path)}`;
    case 'group': {
      const which = { include_subgroups: 'true', archived: 'false', order_by: 'id', sort: 'asc' };
      return `/groups/${encodeURIComponent(step.path)}/projects?${query({ per_page: PAGE, page: step.page, ...which })}`;
    }
    case 'commits':
      return below(step, 'repository/commits', { ref_name: step.tip, since: isoSecond(step.since), page: step.page });
    case 'merge_requests':
      return below(step, 'merge_requests', { scope: 'all', state: 'all', ...sinceUpdate(step) });
    case 'environments':
      return below(step, 'environments', { page: step.page });
    case 'deployments':
      return below(step, 'deployments', sinceUpdate(step));
    case 'pipelines':
      return below(step, 'pipelines', sinceUpdate(step));
    case 'releases':
      return below(step, 'releases', { order_by: 'released_at', sort: 'desc', page: step.page });
    case 'issues':
      return below(step, 'issues', { scope: 'all', ...sinceUpdate(step) });
    default:
      return undefined;
  }
}

const sinceUpdate = ({ after, page }: { readonly after: number; readonly page: number }) => ({
  order_by: 'updated_at',
  sort: 'asc',
  updated_after: new Date(after).toISOString(),
  page,
});

function below(
  { project }: { readonly project: ProjectFields },
  path: string,
  parameters: Readonly<Record<string, string | number>>,
): string {
  return `/projects/${project.id}/${path}?${query({ per_page: PAGE, ...parameters })}`;
}
