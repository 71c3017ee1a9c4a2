import { type EventData, eventOf } from '@leadline/events';
import { cancelled, type DeploymentState, failed, inProgress, succeeded } from '../deployment-state.js';
import { fullShaOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
import { textOf } from '../json-body.js';
import {
  ignored,
  type JsonHook,
  memberOf,
  quoted,
  says,
  rejected,
  understandJson,
  type Understood,
} from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Delivery, Normalized, Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies } from './test-events.js';

/** https://devcenter.heroku.com/articles/app-webhooks#securing-webhook-requests */
const signature: HmacScheme = {
  header: 'heroku-webhook-hmac-sha256',
  algorithm: 'sha256',
  encoding: 'base64',
  prefix: '',
};

/** Heroku: app webhooks, and the form of the older Deploy Hooks, which nothing signs. */
export const heroku: Source = {
  id: 'heroku',
  title: 'Heroku',
  deliveryId: () => null,
  eventName: (request) => [memberOf(request, 'resource'), memberOf(request, 'action')].filter(Boolean).join('.'),
  verify: (request, secrets) =>
    request.headers[signature.header] === undefined
      ? verifyHookToken(request, secrets)
      : verifyHmac(signature, request, secrets),
  normalize,
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

function normalize(delivery: Delivery): Normalized {
  const isForm = delivery.headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded');
  return isForm === true
    ? deployHook(new URLSearchParams(textOf(delivery.body)))
    : understandJson(delivery, understand);
}

const states: ReadonlyMap<string, DeploymentState> = new Map([
  ['pending', inProgress(2)],
  ['failed', failed],
  ['expired', cancelled],
  ['succeeded', succeeded],
]);

/** https://devcenter.heroku.com/articles/webhook-events#api-release */
function understand({ body, reading }: JsonHook): Understood {
  const resource = reading.requiredText(body, 'resource');
  if (reading.misfit === null && resource !== 'release') return ignored(`a ${quoted(resource)} is no release`);
  const release = reading.requiredObject(body, 'data');
  const word = reading.requiredText(release, 'status');
  const state = states.get(word);
  if (reading.misfit === null && state === undefined) return ignored(`the status ${quoted(word)} tells no outcome`);
  const app = reading.requiredText(reading.requiredObject(release, 'app'), 'name');
  const id = reading.requiredText(release, 'id');
  const startedAt = reading.requiredInstant(release, 'created_at');
  const at = reading.instant(release, 'updated_at') ?? startedAt;
  const { status, rank } = state ?? cancelled;
  const number = reading.integer(release, 'version');
  return says(
    eventOf(
      'deployment',
      { id: `heroku:${id}:${word}`, source: 'heroku', time: at },
      {
        id: `heroku/${id}`,
        // An app is a service in one environment, and Heroku has but one name for both.
        service: app,
        environment: app,
        source: 'heroku',
        status,
        startedAt,
        finishedAt: status === 'in_progress' ? null : at,
        sha: fullShaOf(reading.text(reading.object(release, 'slug'), 'commit')),
        version: number === undefined ? undefined : `v${number}`,
        ...kindOf(reading.text(release, 'description') ?? ''),
        occurredAt: at,
        revision: revisionOf(at, rank),
      },
    ),
  );
}

/** Every change of an app's settings is a release too; Heroku says in words what made it. */
function kindOf(description: string): Pick<EventData<'deployment'>, 'kind'> {
  if (/^rollback\b/i.test(description)) return { kind: 'rollback' };
  return /^(set|remove|update|add|attach|detach|enable|disable)\b/i.test(description) ? { kind: 'config' } : {};
}

/** https://devcenter.heroku.com/articles/deploy-hooks: it says what was deployed, and not when. */
function deployHook(form: URLSearchParams): Normalized {
  const field = (name: string): string => (form.get(name) ?? '').trim();
  const [app, release] = [field('app'), field('release')];
  if (app === '') return rejected('invalid_body', 'expected text', '/app');
  if (release === '') return rejected('invalid_body', 'expected text', '/release');
  const id = `${field('app_uuid') || app}/${release}`;
  return says(
    eventOf(
      'deployment',
      { id: `heroku:${id}`, source: 'heroku' },
      {
        id: `heroku/${id}`,
        service: app,
        environment: app,
        source: 'heroku',
        status: 'succeeded',
        sha: fullShaOf(field('head_long')),
        version: release,
      },
    ),
  );
}
