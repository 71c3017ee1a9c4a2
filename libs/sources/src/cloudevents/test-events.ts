import { type EventKind, kinds } from '@leadline/events';
import type { TestEvents } from '../test-event.js';

const SERVICE = 'leadline-test';
const SHA = '2'.repeat(40);

/** Data of events with all that their kinds need. */
const data: Partial<Readonly<Record<EventKind, (id: string, at: string) => object>>> = {
  commit: (_, at) => ({ sha: SHA, committedAt: at, repo: `leadline/${SERVICE}`, parents: [] }),
  deployment: (id, at) => ({
    id,
    service: SERVICE,
    environment: 'production',
    status: 'succeeded',
    startedAt: at,
    finishedAt: at,
    sha: SHA,
  }),
  incident: (id, at) => ({ id, service: SERVICE, severity: 'sev4', startedAt: at, title: 'Try the way' }),
  flag_change: (id, at) => ({ id, flag: SERVICE, environment: 'production', at, exposure: 0, services: [SERVICE] }),
};

/** CloudEvents of Leadline's own kinds, one at a time, as `POST /events` and hooks take them. */
export const cloudeventsTestEvents: TestEvents = {
  names: Object.keys(data),
  make: (name, { secret, id, now }) => {
    const kind = Object.keys(data).find((known): known is EventKind => known === name);
    const make = kind === undefined ? undefined : data[kind];
    if (kind === undefined || make === undefined) return undefined;
    const at = new Date(now).toISOString();
    const event = {
      specversion: '1.0',
      id,
      source: SERVICE,
      type: kinds[kind].type,
      time: at,
      data: make(`${SERVICE}/${id}`, at),
    };
    const headers = {
      'content-type': 'application/cloudevents+json',
      ...(secret === '' ? {} : { authorization: `Bearer ${secret}` }),
    };
    return { headers, body: Buffer.from(JSON.stringify(event)) };
  },
};
