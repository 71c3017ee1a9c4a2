import type { LeadlineEvent } from '@leadline/events';
import { event, history } from './history.js';

/** Shares of all deliveries. */
export interface Troubles {
  /** Came before, with every byte of it. */
  readonly repeated: number;
  /** A person puts right what was said of a deployment or an incident. */
  readonly corrected: number;
  /** Comes behind what happened up to a thousand deliveries later. */
  readonly late: number;
}

const BEGIN = Date.parse('2025-01-01T00:00:00Z');
const LATEST = 1_000;
const CORRECTED_SERVICES = 20;
const CORRECTED_ROUNDS = 40;

/**
 * History as it arrives in life: some of it twice, some too late, some put right by people. The same numbers give the
 * same deliveries.
 */
export function* troubledHistory(services: number, troubles: Troubles): Generator<LeadlineEvent> {
  const chance = chances(services);
  const recent: LeadlineEvent[] = [];
  const held: { readonly event: LeadlineEvent; left: number }[] = [];
  for (const next of history({ services, begin: BEGIN, deploymentEveryMs: 8 * 3_600_000 })) {
    for (const one of held) one.left -= 1;
    for (let due = held.findIndex(({ left }) => left <= 0); due >= 0; due = held.findIndex(({ left }) => left <= 0)) {
      for (const { event: late } of held.splice(due, 1)) yield late;
    }
    if (chance() < troubles.late) held.push({ event: next, left: Math.ceil(chance() * LATEST) });
    else yield next;
    recent[Math.floor(chance() * LATEST)] = next;
    const earlier = recent[Math.floor(chance() * LATEST)];
    if (earlier === undefined) continue;
    if (chance() < troubles.repeated) yield earlier;
    if (chance() < troubles.corrected) yield saidOf(next, chance);
  }
}

/** What a person says when something has happened, of a deployment or an incident of the first weeks. */
function saidOf(happened: LeadlineEvent, chance: () => number): LeadlineEvent {
  const service = Math.floor(chance() * CORRECTED_SERVICES);
  const name = `service-${service}`;
  const at = happened.time ?? '';
  const said = { by: 'ana', at, reason: 'Looked at once more' };
  const deployment = `${name}/${Math.floor(chance() * CORRECTED_ROUNDS)}`;
  // The round in which the service's first incident was: see history.ts.
  const incident = `${name}/incident/${(20 - (service % 20)) % 20}`;
  const kind = Math.floor(chance() * 5);
  switch (kind) {
    case 0:
      return event('mark', at, { ...said, deployment, verdict: chance() < 0.5 ? 'excluded' : 'failed' });
    case 1:
      return event('mark', at, { ...said, deployment, verdict: 'ok' });
    case 2:
      return event('correction', at, { ...said, entity: `deployment:${deployment}`, set: { status: 'failed' } });
    case 3:
      return event('correction', at, { ...said, entity: `deployment:${deployment}`, set: { environment: 'staging' } });
    default:
      return event('correction', at, { ...said, entity: `incident:${incident}`, set: { notCausedByChange: true } });
  }
}

/** Numbers from 0 up to 1 that look like chance and are the same each time (Mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
