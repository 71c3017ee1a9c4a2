import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { verifyHookToken } from '../hook-token.js';
import {
  ignored,
  type JsonHook,
  memberOf,
  quoted,
  rejected,
  says,
  understandJson,
  type Understood,
} from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Octopus Deploy: subscriptions with a webhook. It sends a header whose name and value the user chooses. */
export const octopus: Source = {
  id: 'octopus',
  title: 'Octopus Deploy',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'Payload', 'Event', 'Category'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

interface State {
  readonly status: NonNullable<EventData<'deployment'>['status']>;
  readonly rank: number;
}

const states: ReadonlyMap<string, State> = new Map([
  ['DeploymentQueued', { status: 'in_progress', rank: 0 }],
  ['DeploymentStarted', { status: 'in_progress', rank: 2 }],
  ['DeploymentResumed', { status: 'in_progress', rank: 3 }],
  ['DeploymentFailed', { status: 'failed', rank: 6 }],
  ['DeploymentCanceled', { status: 'cancelled', rank: 7 }],
  ['DeploymentSucceeded', { status: 'succeeded', rank: 8 }],
]);

/** https://octopus.com/docs/administration/managing-infrastructure/subscriptions */
function understand({ body, reading }: JsonHook): Understood {
  const payload = reading.requiredObject(body, 'Payload');
  const event = reading.requiredObject(payload, 'Event');
  const category = reading.requiredText(event, 'Category');
  const state = states.get(category);
  if (reading.misfit === null && state === undefined) {
    return ignored(`${quoted(category)} tells no outcome of a deployment`);
  }
  const { status, rank } = state ?? { status: 'in_progress', rank: 0 };
  const at = reading.requiredInstant(event, 'Occurred');
  const named = documentsOf(reading, event);
  const deployment = named.get('Deployments');
  const [project, environment] = [named.get('Projects'), named.get('Environments')];
  for (const [kind, document] of [
    ['Deployments', deployment],
    ['Projects', project],
    ['Environments', environment],
  ] as const) {
    if (reading.misfit === null && document === undefined) {
      return rejected('invalid_body', `no document of ${kind} is named`, `${event.pointer}/RelatedDocumentIds`);
    }
  }
  return says(
    eventOf(
      'deployment',
      { id: `octopus:${reading.requiredText(event, 'Id')}`, source: 'octopus', time: at },
      {
        id: `octopus/${serverOf(reading, payload)}${deployment?.id ?? ''}`,
        // Names stand only inside the message; without them the ids do.
        service: project?.name ?? project?.id,
        source: 'octopus',
        environment: environment?.name ?? environment?.id,
        ...(named.get('Tenants') !== undefined && { target: named.get('Tenants')?.name ?? named.get('Tenants')?.id }),
        status,
        startedAt: category === 'DeploymentStarted' ? at : undefined,
        finishedAt: status === 'in_progress' ? null : at,
        version: named.get('Releases')?.name,
        trigger: reading.text(event, 'UserId') === 'users-system' ? 'auto' : 'manual',
        occurredAt: at,
        revision: revisionOf(at, rank),
      },
    ),
  );
}

interface Document {
  readonly id: string;
  readonly name: string | undefined;
}

/** Servers and their spaces count documents from 1: the server's address tells them apart. */
function serverOf(reading: BodyReading, payload: Place): string {
  const host = /^https?:\/\/([^/]+)/i.exec(reading.text(payload, 'ServerUri') ?? '')?.[1]?.toLowerCase();
  return host === undefined ? '' : `${host}/`;
}

/** What the event is about, by the kind in its id ("Projects-670"); the name is cut out of the message. */
function documentsOf(reading: BodyReading, event: Place): Map<string, Document> {
  const message = reading.text(event, 'Message') ?? '';
  const names = new Map<string, string>();
  for (const reference of reading.objects(event, 'MessageReferences')) {
    const id = reading.text(reference, 'ReferencedDocumentId');
    const [start, length] = [reading.integer(reference, 'StartIndex'), reading.integer(reference, 'Length')];
    if (id === undefined || start === undefined || length === undefined || start < 0 || length <= 0) continue;
    const name = message.slice(start, start + length).trim();
    if (name !== '') names.set(id, name);
  }
  const documents = new Map<string, Document>();
  for (const id of reading.texts(event, 'RelatedDocumentIds') ?? []) {
    const kind = id.slice(0, Math.max(id.lastIndexOf('-'), 0));
    if (!documents.has(kind)) documents.set(kind, { id, name: names.get(id) });
  }
  return documents;
}
