import { workflowRunBody } from '../github/workflow-run.js';
import { MINUTE, SECOND } from '../time.js';
import type { Landed } from './pull-requests.js';
import type { World } from './world.js';

/** Runs CI of what landed on main; one in sixteen runs fails and passes when it is run again. When it passed. */
export function runCi({ repository, chance, record, nextId }: World, { version, at, author }: Landed): number {
  const takes = (): number => chance.skewed(7, 0.3) * MINUTE;
  const run = { id: nextId(), number: version.order, sha: version.sha, title: version.title, actor: author };
  const createdAt = at + 5 * SECOND;
  const first = { startedAt: createdAt, finishedAt: createdAt + takes() };
  const isFlaky = chance.happens(0.06);
  const repeatedAt = first.finishedAt + chance.between(4, 25) * MINUTE;
  const attempts = isFlaky ? [first, { startedAt: repeatedAt, finishedAt: repeatedAt + takes() }] : [first];
  attempts.forEach(({ startedAt, finishedAt }, index) => {
    const conclusion = index === attempts.length - 1 ? 'success' : 'failure';
    const view = { ...run, attempt: index + 1, conclusion, createdAt, startedAt, finishedAt } as const;
    record({ at: finishedAt, kind: 'hook', event: 'workflow_run', body: () => workflowRunBody(repository, view) });
  });
  return attempts.at(-1)?.finishedAt ?? createdAt;
}
