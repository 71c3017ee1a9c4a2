import type { Bench } from './bench.js';
import { answerOf } from './child.js';

/** What rebuild-process.ts answers. */
export interface RebuildAnswer {
  /** Until everything is derived. */
  readonly seconds: number;
  /** Of all threads of the process. */
  readonly processorSeconds: number;
  /**
   * Seconds from the start until a stage had done everything. Normalize and fold work at the same time, derive begins
   * when both are done.
   */
  readonly secondsTo: { readonly normalized: number; readonly folded: number; readonly derived: number };
  readonly peakRssBytes: number;
  readonly heapBytes: number;
}

const sizes = {
  full: { events: 1_000_000, services: 200 },
  quick: { events: 20_000, services: 50 },
} as const;

/** A heap that a million events would burst if all of them were held. */
const nodeOptions = ['--max-old-space-size=1024'];
const MB = 2 ** 20;

/** Everything is made from the log anew: deliveries of 2 KB with one event each. */
export const rebuild: Bench = {
  name: 'rebuild',
  about: 'events a second when all rows are made from the log anew',
  async run(size, say, { events = sizes[size].events }) {
    const { services } = sizes[size];
    say(`filling a log with ${events.toLocaleString('en')} deliveries, and deriving everything from it`);
    const module = new URL('rebuild-process.ts', import.meta.url);
    const args = [String(events), String(services)];
    const answer = await answerOf<RebuildAnswer>({ module, args, nodeOptions });
    const { seconds, processorSeconds, secondsTo, peakRssBytes, heapBytes } = answer;
    return {
      parameters: { events, services, 'bytes a delivery': 2_048, node: nodeOptions.join(' ') },
      figures: [
        { figure: 'events', measured: events / seconds, unit: 'per second', goal: { atLeast: 5_000, wanted: 10_000 } },
        { figure: 'all time', measured: seconds, unit: 's' },
        { figure: 'processor time', measured: processorSeconds, unit: 's' },
        { figure: 'until all is normalized', measured: secondsTo.normalized, unit: 's' },
        { figure: 'from there until all is folded', measured: secondsTo.folded - secondsTo.normalized, unit: 's' },
        { figure: 'from there until all is derived', measured: secondsTo.derived - secondsTo.folded, unit: 's' },
        { figure: 'peak resident memory', measured: peakRssBytes / MB, unit: 'MB' },
        { figure: 'heap at the end', measured: heapBytes / MB, unit: 'MB' },
      ],
    };
  },
};
