import { z } from 'zod';
import { answered, bodyOf, historyOf, isSuccess, time, tokenRefused } from '../../api-reading.js';
import {
  type ApiAnswer,
  type ApiQuestion,
  type History,
  parameterOfNextPage,
  query,
  read,
  type Read,
  rest,
} from '../../history.js';
import { type Attempt, followed, isOurs, looked, lookedAt, noWebhook } from '../../redelivery.js';

const at = z.number().int();
const ofHook = { owner: z.enum(['repos', 'orgs']), name: z.string() };

const stepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hooks'), ...ofHook, since: at, until: at, endpoint: z.string(), hook: at.optional() }),
  z.object({
    kind: z.literal('hook_deliveries'),
    ...ofHook,
    hook: at,
    since: at,
    until: at,
    cursor: z.string(),
    ...looked,
  }),
  z.object({ kind: z.literal('redeliveries'), ...ofHook, hook: at, of: z.array(z.string()) }),
]);
type HookStep = z.infer<typeof stepSchema>;
type StepOf<K extends HookStep['kind']> = Extract<HookStep, { kind: K }>;

/**
 * Deliveries of a webhook that nobody took, sent again: GitHub keeps them for three days.
 * https://docs.github.com/rest/repos/webhooks, https://docs.github.com/rest/orgs/webhooks
 */
export const githubRedelivery: History = historyOf({
  about: "GitHub's redeliveries",
  begin: ({ target, since, until, endpoint, hook }) => [
    { kind: 'hooks', owner: target.includes('/') ? 'repos' : 'orgs', name: target, since, until, endpoint, hook },
  ],
  question: questionOf,
  read: readAnswer,
  stepOf: (kept) => stepSchema.safeParse(kept).data,
});

function questionOf(step: HookStep): ApiQuestion {
  const hooks = `/${step.owner}/${step.name}/hooks`;
  switch (step.kind) {
    case 'hooks':
      return { method: 'GET', path: `${hooks}?per_page=100` };
    case 'hook_deliveries': {
      const cursor: Record<string, string> = step.cursor === '' ? {} : { cursor: step.cursor };
      return { method: 'GET', path: `${hooks}/${step.hook}/deliveries?${query({ per_page: 100, ...cursor })}` };
    }
    case 'redeliveries':
      return { method: 'POST', path: `${hooks}/${step.hook}/deliveries/${step.of[0] ?? ''}/attempts` };
  }
}

function readAnswer(step: HookStep, answer: ApiAnswer): Read {
  // One that is too old by now is no reason to leave the others.
  const isGone = step.kind === 'redeliveries' && [400, 404, 422].includes(answer.status);
  if (!isSuccess(answer) && !isGone) return refusalOf(step, answer);
  switch (step.kind) {
    case 'hooks':
      return readHooks(step, answer);
    case 'hook_deliveries':
      return readDeliveries(step, answer);
    case 'redeliveries':
      return read({ next: rest(step), found: isGone ? { 'not sent again': 1 } : { 'sent again': 1 } });
  }
}

const listedHook = z.looseObject({ id: z.number().int(), config: z.looseObject({ url: z.string().optional() }) });

function readHooks(step: StepOf<'hooks'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedHook), answer);
  const ours = listed.filter(({ id, config }) => isOurs({ id, url: config.url ?? '' }, step));
  if (ours.length === 0) {
    const fix =
      'Name its endpoint (--endpoint) or its number (--hook); that of an organisation is asked by the organisation.';
    return noWebhook(step.name, step, fix);
  }
  const { owner, name, since, until } = step;
  const common = { kind: 'hook_deliveries', owner, name, since, until, cursor: '', taken: [], missed: [] };
  return read({ next: ours.map(({ id }) => ({ ...common, hook: id })) });
}

const listedDelivery = z.looseObject({
  // Beyond 2^53 as text.
  id: z.union([z.number().int(), z.string().regex(/^\d+$/)]),
  guid: z.string(),
  delivered_at: time,
  status_code: z.number().int(),
  event: z.string(),
});

function readDeliveries(step: StepOf<'hook_deliveries'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedDelivery), answer);
  const recent = listed.filter(({ delivered_at }) => Date.parse(delivered_at) >= step.since);
  const attempts = recent
    .filter(({ event }) => event !== 'ping')
    .map(({ id, guid, delivered_at, status_code }): Attempt => ({
      id: String(id),
      delivery: guid,
      wasTaken: status_code >= 200 && status_code < 300,
      at: Date.parse(delivered_at),
    }));
  const cursor = recent.length < listed.length ? undefined : parameterOfNextPage(answer.link, 'cursor');
  const { owner, name, hook } = step;
  return followed(
    lookedAt(step, attempts, step.until),
    attempts,
    cursor === undefined ? undefined : { ...step, cursor },
    (of) => ({ kind: 'redeliveries', owner, name, hook, of }),
  );
}

function refusalOf(step: HookStep, answer: ApiAnswer): Read {
  if (answer.status === 401) return tokenRefused('GitHub');
  const scope = step.owner === 'repos' ? 'admin:repo_hook' : 'admin:org_hook';
  return {
    outcome: 'refused',
    message: `webhooks of ${step.name}: ${answered('GitHub', answer)}`,
    fix: `The token needs the permission "Webhooks: write" (a classic token: the scope "${scope}").`,
  };
}
