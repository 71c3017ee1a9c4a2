import type { TestEvents, TestOccasion } from './test-event.js';

/** Bodies by the sender's name for the event, of an instant (RFC 3339) and an id that no other has. */
export type TestBodies = Readonly<Record<string, (at: string, id: string) => object>>;

/** Headers that prove who sends a body, with a live secret. */
export type Prove = (body: Uint8Array, occasion: TestOccasion) => Readonly<Record<string, string>>;

/** Headers that say which event it is, by its name, for senders that do not say it in the body alone. */
export type TestHeaders = (name: string, id: string, at: string) => Readonly<Record<string, string>>;

/** Test events of senders that send a JSON body. */
export const jsonTestEvents = (bodies: TestBodies, prove: Prove, headers: TestHeaders = () => ({})): TestEvents => ({
  names: Object.keys(bodies),
  make: (name, occasion) => {
    const make = Object.hasOwn(bodies, name) ? bodies[name] : undefined;
    if (make === undefined) return undefined;
    const { id, now } = occasion;
    const at = new Date(now).toISOString();
    const body = Buffer.from(JSON.stringify(make(at, id)));
    const said = { 'content-type': 'application/json', ...headers(name, id, at) };
    return { headers: { ...said, ...prove(body, occasion) }, body };
  },
});

/** Of senders that sign nothing: the endpoint's secret as a bearer token. */
export function byToken(_: Uint8Array, { secret }: TestOccasion): Readonly<Record<string, string>> {
  if (secret === '') return {};
  return { authorization: `Bearer ${secret}` };
}
