import { z } from 'zod';
import { type ApiAnswer, goesOn, read, type Read, rest } from '../../history.js';
import { commitFields, commitsHook, deploymentHooks, reviewHook, tagHook, workflowRunHook } from './bodies.js';
import { listedCommit, PAGE } from './lists.js';
import { bodyOf, time } from '../../api-reading.js';
import { type GithubStep, statusFields, type StepOf } from './steps.js';

const listedReview = z.looseObject({ id: z.number().int(), state: z.string(), submitted_at: time.nullish() });

/** Reviews that were not submitted yet are their author's alone. */
export function readReviews(step: StepOf<'reviews'>, answer: ApiAnswer): Read {
  const [request] = step.of;
  if (request === undefined) return read();
  const listed = bodyOf(z.array(listedReview), answer);
  const submitted = listed.filter(({ submitted_at }) => submitted_at != null);
  return read({
    deliveries: submitted.map((review) => reviewHook(step.repository, request, review)),
    next: goesOn(listed, answer) ? [{ ...step, page: step.page + 1 }] : rest({ ...step, page: 1 }),
    found: { reviews: submitted.length },
  });
}

/** Oldest first, at most 250; which were its own is said at the end of the list. */
export function readPullRequestCommits(step: StepOf<'pull_request_commits'>, answer: ApiAnswer): Read {
  const [request] = step.of;
  if (request === undefined) return read();
  const listed = bodyOf(z.array(listedCommit), answer);
  const commits = [...step.commits, ...listed.map(commitFields)];
  if (goesOn(listed, answer)) return read({ next: [{ ...step, page: step.page + 1, commits }] });
  return read({
    deliveries: commits.length > 0 ? [commitsHook(step.repository, commits, request)] : [],
    next: rest({ ...step, page: 1, commits: [] }),
  });
}

/** Newest first. */
export function readStatuses(step: StepOf<'deployment_statuses'>, answer: ApiAnswer): Read {
  const [deployment] = step.of;
  if (deployment === undefined) return read();
  const listed = bodyOf(z.array(statusFields), answer);
  const statuses = [...step.statuses, ...listed];
  if (goesOn(listed, answer)) return read({ next: [{ ...step, page: step.page + 1, statuses }] });
  return read({
    deliveries: deploymentHooks(step.repository, deployment, statuses),
    next: rest({ ...step, page: 1, statuses: [] }),
  });
}

/** A tag that is gone leaves its release without a commit. */
export function readTaggedCommit(step: StepOf<'tagged_commits'>, answer: ApiAnswer): Read {
  const [tag] = step.of;
  if (tag === undefined) return read();
  if (answer.status === 404 || answer.status === 422) return read({ next: rest(step) });
  const { sha, commit } = bodyOf(listedCommit, answer);
  return read({ deliveries: [tagHook(step.repository, tag, sha, commit.committer.date)], next: rest(step) });
}

const listedRun = z.looseObject({ id: z.number().int(), run_attempt: z.number().int() });

/** Attempts of which GitHub keeps nothing any more are left out. */
export function readAttempt(step: StepOf<'run_attempts'>, answer: ApiAnswer): Read {
  if (answer.status === 404) return read({ next: rest(step) });
  return read({ deliveries: [workflowRunHook(step.repository, bodyOf(listedRun, answer))], next: rest(step) });
}

/** Path of what is asked of the first one in a step. */
export function detailPath(step: GithubStep): string {
  const page = 'page' in step ? `?per_page=${PAGE}&page=${step.page}` : '';
  switch (step.kind) {
    case 'reviews':
      return below(step, `pulls/${step.of[0]?.number ?? 0}/reviews${page}`);
    case 'pull_request_commits':
      return below(step, `pulls/${step.of[0]?.number ?? 0}/commits${page}`);
    case 'deployment_statuses':
      return below(step, `deployments/${step.of[0]?.id ?? 0}/statuses${page}`);
    case 'tagged_commits':
      return below(step, `commits/${encodeURIComponent(`refs/tags/${step.of[0] ?? ''}`)}`);
    case 'run_attempts':
      return below(step, `actions/runs/${step.of[0]?.run ?? 0}/attempts/${step.of[0]?.attempt ?? 0}`);
    default:
      return '';
  }
}

const below = ({ repository }: { readonly repository: { readonly full_name: string } }, path: string): string =>
  `/repos/${repository.full_name}/${path}`;
