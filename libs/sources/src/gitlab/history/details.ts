import { z } from 'zod';
import { bodyOf, time } from '../../api-reading.js';
import { type ApiAnswer, goesOn, query, read, type Read, rest } from '../../history.js';
import { commitFields, commitsHook, noteHook, pipelineHook } from './bodies.js';
import { listedCommit, PAGE } from './lists.js';
import type { GitlabStep, StepOf } from './steps.js';

const listedNote = z.looseObject({
  id: z.number().int(),
  body: z.string(),
  system: z.boolean(),
  created_at: time,
  author: z.looseObject({ id: z.number().int(), username: z.string() }),
});

export function readNotes(step: StepOf<'notes'>, answer: ApiAnswer): Read {
  const [request] = step.of;
  if (request === undefined) return read();
  const notes = bodyOf(z.array(listedNote), answer);
  const deliveries = notes.flatMap((note) => noteHook(step.project, request, note) ?? []);
  return read({
    deliveries,
    next: goesOn(notes, answer) ? [{ ...step, page: step.page + 1 }] : rest({ ...step, page: 1 }),
    found: { 'comments and approvals': deliveries.length },
  });
}

/** Newest first; which were its own is said at the end of the list. */
export function readMergeRequestCommits(step: StepOf<'merge_request_commits'>, answer: ApiAnswer): Read {
  const [request] = step.of;
  if (request === undefined) return read();
  const listed = bodyOf(z.array(listedCommit), answer);
  const commits = [...step.commits, ...listed.map(commitFields)];
  if (goesOn(listed, answer)) return read({ next: [{ ...step, page: step.page + 1, commits }] });
  return read({
    deliveries: commits.length > 0 ? [commitsHook(step.project, commits.toReversed(), request)] : [],
    next: rest({ ...step, page: 1, commits: [] }),
  });
}

const pipeline = z.looseObject({
  id: z.number().int(),
  status: z.string(),
  created_at: time,
  finished_at: time.nullish(),
});

export function readPipeline(step: StepOf<'pipeline_details'>, answer: ApiAnswer): Read {
  return read({ deliveries: [pipelineHook(step.project, bodyOf(pipeline, answer))], next: rest(step) });
}

/** Path of what is asked of the first one in a step. */
export function detailPath(step: GitlabStep): string {
  switch (step.kind) {
    case 'notes': {
      const which = { per_page: PAGE, page: step.page, sort: 'asc', order_by: 'created_at' };
      return below(step, `merge_requests/${step.of[0]?.iid ?? 0}/notes?${query(which)}`);
    }
    case 'merge_request_commits':
      return below(
        step,
        `merge_requests/${step.of[0]?.iid ?? 0}/commits?${query({ per_page: PAGE, page: step.page })}`,
      );
    case 'pipeline_details':
      return below(step, `pipelines/${step.of[0] ?? 0}`);
    default:
      return '';
  }
}

const below = ({ project }: { readonly project: { readonly id: number } }, path: string): string =>
  `/projects/${project.id}/${path}`;
