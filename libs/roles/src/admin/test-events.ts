import type { AdminAnswer, AdminCommand, ServedEndpoint } from '@leadline/http';
import { acceptEvents, acceptHook, EVENTS_ENDPOINT, type HookOutcome, type IngestDeps } from '@leadline/pipeline';
import { type HookRequest, type Source, sourceById, validateEvents } from '@leadline/sources';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { command, done } from './command.js';

export interface TestEventDeps {
  readonly ingest: IngestDeps;
  /** The endpoints that are on, by name. */
  readonly endpoints: () => ReadonlyMap<string, ServedEndpoint>;
}

const EVENTS_SOURCE = 'cloudevents';

/** Without `event`: the first that the source has. */
const asked = z.strictObject({ source: z.string(), event: z.string().optional() });

/**
 * Sends a request made by hand through an endpoint as its sender would, signed with the endpoint's own secret, so that
 * no secret leaves the server, and unsigned where only the sender can sign. It is marked, and counts nowhere.
 */
export function testEventCommand(deps: TestEventDeps): AdminCommand {
  return command(asked, async ({ source, event: wanted }) => {
    const target = targetOf(source, deps.endpoints());
    if (target === undefined) return problem('/source', unknownEndpoint(source, deps.endpoints()));
    if (target.endpoint?.topic !== undefined)
      return problem('/source', readsTopic(target.endpoint.name, target.endpoint.topic));
    const { testEvents } = target.source;
    if (testEvents === undefined) {
      return problem('/source', `${target.source.title} has no test events yet; send one from there`);
    }
    const event = wanted ?? testEvents.names[0] ?? '';
    const id = `leadline-test-${randomUUID()}`;
    const secret = target.endpoint?.unsigned === false ? (target.endpoint.secrets[0] ?? '') : '';
    const request = testEvents.make(event, { secret, id, now: deps.ingest.clock.now() });
    if (request === undefined) return problem('/event', `there is none; there are ${testEvents.names.join(', ')}`);
    return target.endpoint === undefined
      ? sentAsEvent(deps, request, event)
      : answerOf(await acceptHook(deps.ingest, proofless(target.endpoint), request, 'to_try'), target.endpoint, event);
  });
}

const readsTopic = (name: string, topic: string): string =>
  `${name} is sent no hooks: it reads the topic ${topic} of Kafka. Write an event there, and look for it with leadline sources`;

/** Where only the sender can sign, the rest of the way is tried. */
function proofless(endpoint: ServedEndpoint): ServedEndpoint {
  return endpoint.source.testEvents?.unsigned ? { ...endpoint, unsigned: true } : endpoint;
}

interface Target {
  readonly source: Source;
  /** undefined: `POST /events`. */
  readonly endpoint: ServedEndpoint | undefined;
}

/** The endpoint of that name, else the first of that source; "events" is `POST /events`, which is always on. */
function targetOf(asked: string, endpoints: ReadonlyMap<string, ServedEndpoint>): Target | undefined {
  const endpoint = endpoints.get(asked) ?? [...endpoints.values()].find(({ source }) => source.id === asked);
  if (endpoint !== undefined) return { source: endpoint.source, endpoint };
  const source = asked === EVENTS_ENDPOINT || asked === EVENTS_SOURCE ? sourceById(EVENTS_SOURCE) : undefined;
  return source === undefined ? undefined : { source, endpoint: undefined };
}

function unknownEndpoint(asked: string, endpoints: ReadonlyMap<string, ServedEndpoint>): string {
  const names = [EVENTS_ENDPOINT, ...endpoints.keys()].join(', ');
  return sourceById(asked) === undefined
    ? `there is no endpoint and no source of that name; on are ${names}`
    : `no endpoint of it is on (an endpoint is on when it has a secret); on are ${names}`;
}

async function sentAsEvent({ ingest }: TestEventDeps, request: HookRequest, event: string): Promise<AdminAnswer> {
  const outcome = await acceptEvents(ingest, request, validateEvents, 'to_try');
  switch (outcome.outcome) {
    case 'accepted':
      return done({ id: outcome.ids[0] ?? '', position: outcome.position, endpoint: EVENTS_ENDPOINT, event });
    case 'problems':
      return { outcome: 'problems', problems: outcome.problems };
    case 'too_large':
    case 'not_durable':
      return notStored;
  }
}

function answerOf(outcome: HookOutcome, endpoint: ServedEndpoint, event: string): AdminAnswer {
  switch (outcome.outcome) {
    case 'accepted':
      return done({ id: outcome.id, position: outcome.position, endpoint: endpoint.name, event });
    case 'unauthorized':
    case 'stale':
      return {
        outcome: 'conflict',
        message: `The endpoint ${endpoint.name} refused what its own secret signed`,
        fix: `Its secret has not the form that ${endpoint.source.title} gives; see libs/sources/src/${endpoint.source.id}/setup.md`,
      };
    case 'too_large':
    case 'not_durable':
      return notStored;
  }
}

const notStored: AdminAnswer = {
  outcome: 'conflict',
  message: 'The log takes nothing at the moment; nothing was stored',
  fix: 'Try again; leadline doctor says more',
};

const problem = (pointer: string, message: string): AdminAnswer => ({
  outcome: 'problems',
  problems: [{ pointer, message }],
});
