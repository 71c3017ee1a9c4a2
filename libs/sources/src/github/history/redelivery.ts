import { z } from 'zod';
import { bodyOf, messageOf, NotReadable, time } from '../../api-reading.js';
import {
  type ApiAnswer,
  type ApiQuestion,
  type History,
  parameterOfNextPage,
  query,
  read,
  type Read,
  rest,
  type Step,
  isDetail,
  weight,
} from '../../history.js';
import { type Attempt, isOurs, lookedAt, toRedeliver } from '../../redelivery.js';

const at = z.number().int();
const ofHook = { owner: z.enum(['repos', 'orgs']), name: z.string() };
const looked = {
  taken: z.array(z.string()),
  missed: z.array(z.object({ id: z.string(), delivery: z.string(), attempts: at })),
};

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
export const githubRedelivery: History = {
  begin: ({ target, since, until, endpoint, hook }) => [
    { kind: 'hooks', owner: target.includes('/') ? 'repos' : 'orgs', name: target, since, until, endpoint, hook },
  ],
  question: (step) => questionOf(known(step)),
  read: (step, answer) => readAnswer(known(step), answer),
  weight,
  isDetail,
  stepOf: (kept) => stepSchema.safeParse(kept).data,
};

function known(step: Step): HookStep {
  const own = stepSchema.safeParse(step);
  if (!own.success) throw new Error(`"${step.kind}" is no step of GitHub's redeliveries`);
  return own.data;
}

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
  const { status } = answer;
  // One that is too old by now is no reason to leave the others.
  const isGone = step.kind === 'redeliveries' && [400, 404, 422].includes(status);
  if ((status < 200 || status >= 300) && !isGone) return refusalOf(step, answer);
  try {
    switch (step.kind) {
      case 'hooks':
        return readHooks(step, answer);
      case 'hook_deliveries':
        return readDeliveries(step, answer);
      case 'redeliveries':
        return read({ next: rest(step), found: isGone ? { 'not sent again': 1 } : { 'sent again': 1 } });
    }
  } catch (error) {
    if (error instanceof NotReadable) return error.read;
    throw error;
  }
}

const listedHook = z.looseObject({ id: z.number().int(), config: z.looseObject({ url: z.string().optional() }) });

function readHooks(step: StepOf<'hooks'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedHook), answer);
  const ours = listed.filter(({ id, config }) => isOurs({ id, url: config.url ?? '' }, step));
  if (ours.length === 0) {
    const which =
      step.hook === undefined ? `whose address ends in /hooks/${step.endpoint}` : `of the number ${step.hook}`;
    return {
      outcome: 'refused',
      message: `${step.name} has no webhook ${which}`,
      fix: 'Name its endpoint (--endpoint) or its number (--hook); that of an organisation is asked by the organisation.',
    };
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
  const { taken, missed } = lookedAt(step, attempts, step.until);
  const cursor = recent.length < listed.length ? undefined : parameterOfNextPage(answer.link, 'cursor');
  if (cursor !== undefined) {
    return read({ next: [{ ...step, cursor, taken, missed }], found: { attempts: attempts.length } });
  }
  const { ids, givenUp } = toRedeliver({ taken, missed });
  const { owner, name, hook } = step;
  return read({
    next: ids.length === 0 ? [] : [{ kind: 'redeliveries', owner, name, hook, of: ids }],
    found: { attempts: attempts.length, missed: missed.length, 'given up': givenUp },
  });
}

function refusalOf(step: HookStep, answer: ApiAnswer): Read {
  if (answer.status === 401) {
    return { outcome: 'refused', message: 'GitHub does not accept the token', fix: 'It is wrong, expired or revoked.' };
  }
  const said = messageOf(answer);
  const scope = step.owner === 'repos' ? 'admin:repo_hook' : 'admin:org_hook';
  return {
    outcome: 'refused',
    message: `webhooks of ${step.name}: GitHub answered ${answer.status}${said === '' ? '' : `: ${said}`}`,
    fix: `The token needs the permission "Webhooks: write" (a classic token: the scope "${scope}").`,
  };
}
