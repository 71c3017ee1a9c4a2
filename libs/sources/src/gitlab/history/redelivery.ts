import { createHash } from 'node:crypto';
import { z } from 'zod';
import { answered, bodyOf, historyOf, isSuccess, time, tokenRefused } from '../../api-reading.js';
import { type ApiAnswer, type ApiQuestion, goesOn, type History, query, read, type Read, rest } from '../../history.js';
import { type Attempt, followed, isOurs, looked, lookedAt, noWebhook } from '../../redelivery.js';

const at = z.number().int();
const ofHook = { owner: z.enum(['projects', 'groups']), path: z.string() };

const stepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hooks'), ...ofHook, since: at, until: at, endpoint: z.string(), hook: at.optional() }),
  z.object({
    kind: z.literal('hook_events'),
    ...ofHook,
    hook: at,
    since: at,
    until: at,
    page: z.number().int().positive(),
    ...looked,
  }),
  z.object({ kind: z.literal('resends'), ...ofHook, hook: at, of: z.array(z.string()) }),
]);
type HookStep = z.infer<typeof stepSchema>;
type StepOf<K extends HookStep['kind']> = Extract<HookStep, { kind: K }>;

/**
 * Deliveries of a webhook that nobody took, sent again: GitLab keeps them for seven days (since 17.3).
 * https://docs.gitlab.com/api/project_webhooks/#list-all-events-for-a-project-webhook
 */
export const gitlabRedelivery: History = historyOf({
  about: "GitLab's redeliveries",
  begin: ({ target, since, until, endpoint, hook }) => [
    { kind: 'hooks', owner: 'projects', path: target, since, until, endpoint, hook },
  ],
  question: questionOf,
  read: readAnswer,
  stepOf: (kept) => stepSchema.safeParse(kept).data,
});

function questionOf(step: HookStep): ApiQuestion {
  const hooks = `/${step.owner}/${encodeURIComponent(step.path)}/hooks`;
  switch (step.kind) {
    case 'hooks':
      return { method: 'GET', path: `${hooks}?per_page=100` };
    case 'hook_events':
      return { method: 'GET', path: `${hooks}/${step.hook}/events?${query({ per_page: 20, page: step.page })}` };
    case 'resends':
      return { method: 'POST', path: `${hooks}/${step.hook}/events/${step.of[0] ?? ''}/resend` };
  }
}

function readAnswer(step: HookStep, answer: ApiAnswer): Read {
  const isGone = step.kind === 'resends' && [400, 404, 422].includes(answer.status);
  if (!isSuccess(answer) && !isGone) return refusalOf(step, answer);
  switch (step.kind) {
    case 'hooks':
      return readHooks(step, answer);
    case 'hook_events':
      return readEvents(step, answer);
    case 'resends':
      return read({ next: rest(step), found: isGone ? { 'not sent again': 1 } : { 'sent again': 1 } });
  }
}

const listedHook = z.looseObject({ id: z.number().int(), url: z.string() });

function readHooks(step: StepOf<'hooks'>, answer: ApiAnswer): Read {
  const ours = bodyOf(z.array(listedHook), answer).filter((hook) => isOurs(hook, step));
  if (ours.length === 0) {
    const fix = 'Name its endpoint (--endpoint) or its number (--hook); that of a group is asked by the group.';
    return noWebhook(step.path, step, fix);
  }
  const { owner, path, since, until } = step;
  const common = { kind: 'hook_events', owner, path, since, until, page: 1, taken: [], missed: [] };
  return read({ next: ours.map(({ id }) => ({ ...common, hook: id })) });
}

const listedEvent = z.looseObject({
  id: z.union([z.number().int(), z.string().regex(/^\d+$/)]),
  /** The status as text, or "internal error" where nothing answered. */
  response_status: z.string().nullish(),
  request_data: z.unknown().optional(),
  created_at: time.nullish(),
});

/**
 * What is sent again is listed under a number of its own: the body says that it is the same. One that is listed without
 * its body is known by its number alone, or all of those would be one.
 */
const deliveryOf = (id: string, body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(body) ?? id)
    .digest('hex')
    .slice(0, 24);

function readEvents(step: StepOf<'hook_events'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedEvent), answer);
  const timeOf = (instant: string | null | undefined): number => (instant == null ? step.since : Date.parse(instant));
  const recent = listed.filter(({ created_at }) => timeOf(created_at) >= step.since);
  const attempts = recent.map(({ id, response_status, request_data, created_at }): Attempt => ({
    id: String(id),
    delivery: deliveryOf(String(id), request_data),
    wasTaken: /^2\d\d$/.test(response_status ?? ''),
    at: timeOf(created_at),
  }));
  const isOver = recent.length < listed.length || !goesOn(listed, answer);
  const { owner, path, hook } = step;
  return followed(
    lookedAt(step, attempts, step.until),
    attempts,
    isOver ? undefined : { ...step, page: step.page + 1 },
    (of) => ({ kind: 'resends', owner, path, hook, of }),
  );
}

function refusalOf(step: HookStep, answer: ApiAnswer): Read {
  const { status } = answer;
  if (status === 401) return tokenRefused('GitLab');
  if (status === 404 && step.kind === 'hooks' && step.owner === 'projects') {
    return read({ next: [{ ...step, owner: 'groups' }] });
  }
  const reason = answered('GitLab', answer);
  const fix = 'The token needs the scope "api", and its owner the role Maintainer.';
  // Versions before 17.3 do not list what they sent.
  if (status === 404 && step.kind === 'hook_events') return { outcome: 'left_out', what: 'sent hooks', reason, fix };
  return { outcome: 'refused', message: `webhooks of ${step.path}: ${reason}`, fix };
}
