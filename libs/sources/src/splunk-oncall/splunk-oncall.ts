import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Splunk On-Call (VictorOps): outgoing webhooks with the default body. They sign nothing. */
export const splunkOncall: Source = {
  id: 'splunk-oncall',
  title: 'Splunk On-Call',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'INCIDENT.CURRENT_PHASE'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

const ranks: ReadonlyMap<string, number> = new Map([
  ['UNACKED', 0],
  ['ACKED', 4],
  ['RESOLVED', 8],
]);

/** https://help.splunk.com/en/splunk-on-call: names with dots are one name each, the body is flat. */
function understand({ body, reading }: JsonHook): Understood {
  const phase = reading.requiredText(body, 'INCIDENT.CURRENT_PHASE');
  const rank = ranks.get(phase);
  if (reading.misfit === null && rank === undefined) return ignored(`the phase ${quoted(phase)} is unknown`);
  const number = reading.requiredKey(body, 'INCIDENT.INCIDENT_ID');
  const organisation = reading.text(body, 'ALERT.VO_ORGANIZATION_ID');
  const id = organisation === undefined ? number : `${organisation}/${number}`;
  const openedAt = reading.requiredMoment(body, 'INCIDENT.INCIDENT_TIMESTAMP');
  const at = momentOf(reading, body, phase) ?? openedAt;
  const state = reading.text(body, 'INCIDENT.ENTITY_STATE');
  return says(
    eventOf(
      'incident',
      { id: `splunk-oncall:${id}:${phase}:${at}`, source: 'splunk-oncall', time: at },
      {
        id: `splunk-oncall/${id}`,
        service: reading.text(body, 'INCIDENT.SERVICE') ?? reading.text(body, 'INCIDENT.ENTITY_DISPLAY_NAME'),
        // A recovery takes the place of how bad it was.
        ...(state !== undefined && !/^(recovery|ok)$/i.test(state) && { severity: state }),
        startedAt: openedAt,
        detectedAt: openedAt,
        ...transitionOf(phase, at),
        title: reading.text(body, 'INCIDENT.ENTITY_DISPLAY_NAME') ?? reading.text(body, 'ALERT.state_message'),
        source: 'splunk-oncall',
        occurredAt: at,
        revision: revisionOf(at, rank ?? 0),
      },
    ),
  );
}

/** When the phase began; 0 stands for never. */
function momentOf(reading: BodyReading, body: Place, phase: string): string | undefined {
  const first = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const at = reading.moment(body, name);
      if (at !== undefined) return at;
    }
    return undefined;
  };
  switch (phase) {
    case 'ACKED':
      return first('STATE.ACKED_AT', 'STATE.ACK_TIMESTAMP', 'INCIDENT.SEQUENCING.SERVICE_TIME', 'STATE.LAST_TIMESTAMP');
    case 'RESOLVED':
      return first('STATE.RESOLVED_AT', 'INCIDENT.SEQUENCING.SERVICE_TIME', 'STATE.LAST_TIMESTAMP');
    default:
      return undefined;
  }
}

function transitionOf(phase: string, at: string): Partial<EventData<'incident'>> {
  switch (phase) {
    case 'ACKED':
      return { acknowledgedAt: at, resolvedAt: null };
    case 'RESOLVED':
      return { resolvedAt: at };
    default:
      return { resolvedAt: null };
  }
}
