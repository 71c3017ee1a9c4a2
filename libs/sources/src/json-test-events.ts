import type { TestEvents } from './test-event.js';

/** Bodies by the sender's name for the event, of an instant (RFC 3339) and an id that no other has. */
export type TestBodies = Readonly<Record<string, (at: string, id: string) => object>>;

/** Headers that prove who sends a body, with a live secret. */
export type Prove = (body: Uint8Array, secret: string) => Readonly<Record<string, string>>;

/** Test events of senders that say everything in a JSON body. */
export const jsonTestEvents = (bodies: TestBodies, prove: Prove): TestEvents => ({
  names: Object.keys(bodies),
  make: (name, { secret, id, now }) => {
    const make = Object.hasOwn(bodies, name) ? bodies[name] : undefined;
    if (make === undefined) return undefined;
    const body = Buffer.from(JSON.stringify(make(new Date(now).toISOString(), id)));
    return { headers: { 'content-type': 'application/json', ...prove(body, secret) }, body };
  },
});

/** Of senders that sign nothing: the endpoint's secret as a bearer token. */
export function byToken(_: Uint8Array, secret: string): Readonly<Record<string, string>> {
  if (secret === '') return {};
  return { authorization: `Bearer ${secret}` };
}
