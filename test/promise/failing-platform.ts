import type { EventLog, Facts } from '@leadline/ports';

/** What dies: nothing is done, or everything was done and nobody was told. */
class Died extends Error {}

/** Whether the next step dies, and when: before it is done, or after. */
export type Fate = 'lives' | 'dies_before' | 'dies_after';

async function fated<T>(fate: Fate, step: () => Promise<T>): Promise<T> {
  if (fate === 'dies_before') throw new Died('before the step');
  const result = await step();
  if (fate === 'dies_after') throw new Died('after the step');
  return result;
}

/** Facts whose writes die as `next` says. */
export function failingFacts(facts: Facts, next: () => Fate): Facts {
  return { find: (query) => facts.find(query), store: (rows) => fated(next(), () => facts.store(rows)) };
}

/** A log whose appends die as `next` says. */
export function failingLog(log: EventLog, next: () => Fate): EventLog {
  return {
    append: (topic, records) => fated(next(), () => log.append(topic, records)),
    subscribe: (subscription) => log.subscribe(subscription),
    read: (topic, range) => log.read(topic, range),
    positions: (topic, group) => log.positions(topic, group),
    seek: (topic, group, positions) => log.seek(topic, group, positions),
    head: (topic) => log.head(topic),
    partitions: (topic) => log.partitions(topic),
    rewrite: (topic, change) => log.rewrite(topic, change),
    drop: (topic) => log.drop(topic),
    close: () => log.close(),
  };
}
