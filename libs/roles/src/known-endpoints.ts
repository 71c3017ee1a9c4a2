import type { Config } from '@leadline/config';
import type { ServedEndpoint } from '@leadline/http';
import {
  type Control,
  EVENTS_ENDPOINT,
  type KnownEndpoint,
  reconciledOf,
  refusedOf,
  RefusalTally,
  withRefusal,
} from '@leadline/pipeline';
import { sourceById } from '@leadline/sources';

interface Known {
  /** Endpoints that are on, by name. */
  readonly on: ReadonlyMap<string, ServedEndpoint>;
  readonly config: Pick<Config, 'declaredEndpoints'>;
  readonly control: Pick<Control, 'state'>;
  readonly refused: Pick<RefusalTally, 'untold'>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * The endpoints that are on; those that leadline.yaml declares and that have no secret; and those of a known source that
 * somebody knocks at though nobody gave it a secret.
 */
export function knownEndpoints({ on, config, control, refused, now }: Known): KnownEndpoint[] {
  const { reconciliations, refusals: told } = control.state;
  const refusals = refused.untold.reduce(withRefusal, told);
  const refusedAt = (name: string) => refusedOf(refusals, name, now);
  const served = [...on.values()].map(({ name, source, topic }): KnownEndpoint => {
    const heard = { reconciled: reconciledOf(reconciliations, name), refused: refusedAt(name) };
    return { name, source: source.id, ...heard, ...(topic === undefined ? {} : { topic }) };
  });
  const declared = config.declaredEndpoints.map(({ name, source }) => ({ name, source }));
  const knockedAt = [...refusals.keys()].map((name) => ({ name, source: sourceById(name)?.id }));
  const off = [...declared, ...knockedAt].flatMap(({ name, source }): KnownEndpoint[] => {
    const isKnockedAt = declared.some((one) => one.name === name) || refusedAt(name) !== null;
    if (source === undefined || on.has(name) || !isKnockedAt) return [];
    return [{ name, source, isOff: true, refused: refusedAt(name) }];
  });
  const events = refusedAt(EVENTS_ENDPOINT);
  return [
    ...served,
    ...new Map(off.map((endpoint) => [endpoint.name, endpoint])).values(),
    ...(events === null ? [] : [{ name: EVENTS_ENDPOINT, source: 'cloudevents', refused: events }]),
  ];
}

/** Counts refusals at endpoints that are on or declared, at those of a known source, and at `POST /events`. */
export const refusalTally = (now: () => Pick<Known, 'on' | 'config'>): RefusalTally =>
  new RefusalTally((name) => {
    const { on, config } = now();
    const isDeclared = config.declaredEndpoints.some((declared) => declared.name === name);
    return on.has(name) || isDeclared || name === EVENTS_ENDPOINT || sourceById(name) !== undefined;
  });
