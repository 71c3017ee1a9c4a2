import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
import { parseJson } from '../json-body.js';
import { isRecord } from '../body-reading.js';
import {
  ignored,
  insideOf,
  type JsonHook,
  memberOf,
  quoted,
  says,
  understandJson,
  type Understood,
} from '../json-hook.js';
import { jsonOf } from '../once-parsed.js';
import { revisionOf } from '../revision.js';
import type { Delivery, HookRequest, Normalized, Source } from '../source.js';
import { deployedIn } from './stages.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Spinnaker: what Echo passes on by its `rest` settings, wrapped or not, flattened or not. */
export const spinnaker: Source = {
  id: 'spinnaker',
  title: 'Spinnaker',
  deliveryId: () => null,
  eventName,
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize,
  testEvents: jsonTestEvents(bodies, byToken),
};

/** It stands in the details of the event, which is wrapped or not; they are JSON in a text where Echo flattens. */
function eventName(request: HookRequest): string {
  const json = jsonOf(request);
  const body = json.outcome === 'json' && isRecord(json.value) ? json.value : {};
  const { details } = isRecord(body['payload']) ? body['payload'] : body;
  const opened = typeof details === 'string' ? parseJson(details) : ({ outcome: 'json', value: details } as const);
  return memberOf({ ...request, json: opened }, 'type');
}

/** A place inside of a text is none of the body. */
function normalize(delivery: Delivery): Normalized {
  const understood = understandJson(delivery, understand);
  if (understood.outcome !== 'rejected') return understood;
  const [, text = '', inside = ''] = /^((?:\/payload)?\/(?:details|content))(\/.+)$/.exec(understood.pointer) ?? [];
  const isText = text !== '' && memberOf(delivery, ...text.slice(1).split('/')) !== '';
  return isText ? insideOf({ ...understood, pointer: inside }, 'its JSON', text) : understood;
}

type Status = NonNullable<EventData<'deployment'>['status']>;

/** States of an execution: https://spinnaker.io/docs/guides/user/pipeline/managing-pipelines/ */
const statuses: ReadonlyMap<string, { readonly status: Status; readonly rank: number }> = new Map([
  ['NOT_STARTED', { status: 'in_progress', rank: 0 }],
  ['RUNNING', { status: 'in_progress', rank: 2 }],
  ['PAUSED', { status: 'in_progress', rank: 3 }],
  ['SUSPENDED', { status: 'in_progress', rank: 3 }],
  ['TERMINAL', { status: 'failed', rank: 6 }],
  ['FAILED_CONTINUE', { status: 'failed', rank: 6 }],
  ['STOPPED', { status: 'cancelled', rank: 7 }],
  ['CANCELED', { status: 'cancelled', rank: 7 }],
  ['SUCCEEDED', { status: 'succeeded', rank: 8 }],
]);

function understand({ body, reading }: JsonHook): Understood {
  const event = reading.object(body, 'payload') ?? body;
  const details = opened(reading, event, 'details');
  const type = reading.requiredText(details, 'type');
  if (reading.misfit === null && !/^orca:pipeline:(starting|complete|failed)$/.test(type)) {
    return ignored(`${quoted(type)} is no pipeline of Spinnaker that started or ended`);
  }
  const content = opened(reading, event, 'content');
  const execution = reading.requiredObject(content, 'execution');
  const status = reading.requiredText(execution, 'status');
  const known = statuses.get(status);
  if (reading.misfit === null && known === undefined) return ignored(`the status ${quoted(status)} tells no outcome`);
  return says(...factsOf(reading, execution, status, known ?? { status: 'in_progress', rank: 0 }));
}

/** A member that is an object, or its JSON where Echo flattens. */
function opened(reading: BodyReading, event: Place, name: string): Place {
  const text = reading.text(event, name);
  const json = text === undefined ? undefined : parseJson(text);
  if (json?.outcome !== 'json' || !isRecord(json.value)) return reading.requiredObject(event, name);
  return { fields: json.value, pointer: `${event.pointer}/${name}` };
}

/** The execution as a run, and what it deployed where. */
function factsOf(
  reading: BodyReading,
  execution: Place,
  word: string,
  { status, rank }: { readonly status: Status; readonly rank: number },
): LeadlineEvent[] {
  const id = reading.requiredText(execution, 'id');
  const service = reading.requiredText(execution, 'application');
  const startedAt = reading.moment(execution, 'startTime') ?? reading.requiredMoment(execution, 'buildTime');
  const finishedAt = status === 'in_progress' ? null : reading.requiredMoment(execution, 'endTime');
  const at = finishedAt ?? startedAt;
  const common = { service, source: 'spinnaker', startedAt, finishedAt, sha: commitOf(reading, execution) };
  const known = { occurredAt: at, revision: revisionOf(at, rank) };
  const envelope = (name: string) => ({ id: `spinnaker:${id}:${name}:${word}`, source: 'spinnaker', time: at });
  const run = eventOf('pipeline_run', envelope('run'), {
    run: `spinnaker/${id}`,
    pipeline: reading.text(execution, 'name'),
    role: 'deployment',
    status,
    ...common,
    ...known,
  });
  const deployments = deployedIn(reading, execution).map(
    ({ status: ofStage, startedAt: from, finishedAt: to, ...stage }) =>
      eventOf('deployment', envelope(`deployment:${stage.environment}`), {
        id: `spinnaker/${id}/${stage.environment}`,
        group: `spinnaker/${id}`,
        ...common,
        ...stage,
        // A stage may have deployed well in an execution that failed later.
        status: ofStage ?? status,
        startedAt: from ?? startedAt,
        finishedAt: (ofStage ?? status) === 'in_progress' ? null : (to ?? finishedAt),
        ...known,
      }),
  );
  return [run, ...deployments];
}

/** The commit of the build that triggered it, where the trigger names exactly one. */
function commitOf(reading: BodyReading, execution: Place): string | undefined {
  const trigger = reading.object(execution, 'trigger');
  const own = fullShaOf(reading.text(trigger, 'hash'));
  const build = trigger && reading.object(trigger, 'buildInfo');
  const commits = build === null ? [] : reading.objects(build, 'scm').map((scm) => reading.text(scm, 'sha1'));
  const [only, ...others] = [...new Set(commits.filter((sha) => sha !== undefined))];
  return own ?? (others.length === 0 ? fullShaOf(only) : undefined);
}
