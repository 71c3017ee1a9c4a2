import { chanceOf, uuidOf } from './chance.js';
import type { DemoDelivery, Fact } from './delivery.js';
import { DAY, HOUR, MINUTE, SECOND } from './time.js';

const LATE = 0.015;
const REPEATED = 0.02;

export interface Arrival {
  readonly at: number;
  readonly fact: Fact;
  readonly deliveryId: string;
}

/**
 * In what order the facts up to an instant arrive: nearly that in which they happened. A few are late by minutes or hours,
 * a few arrive twice (GitHub keeps the id of a delivery it sends again).
 */
export function arrivalsOf(facts: readonly Fact[], seed: number, until: number): Arrival[] {
  const chance = chanceOf(seed, 'arrival');
  const arrivals: Arrival[] = [];
  const happened = facts.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
  happened.forEach((fact, index) => {
    const deliveryId = uuidOf(`${seed}/delivery/${index}`);
    const delay = chance.happens(LATE) ? chance.between(MINUTE, 5 * HOUR) : chance.between(0.2, 2.5) * SECOND;
    const at = Math.min(until, Math.round(fact.at + delay));
    arrivals.push({ at, fact, deliveryId });
    if (!chance.happens(REPEATED)) return;
    const again = Math.round(at + chance.between(SECOND, DAY));
    if (again <= until) arrivals.push({ at: again, fact, deliveryId });
  });
  return arrivals.sort((a, b) => a.at - b.at);
}

export function deliveryOf({ at, fact, deliveryId }: Arrival): DemoDelivery {
  switch (fact.kind) {
    case 'event':
      return { at, kind: 'event', body: fact.body };
    case 'hook':
      return { at, kind: 'hook', event: fact.event, deliveryId, body: JSON.stringify(fact.body()) };
  }
}
