import type { Bench } from './bench.js';
import { answerOf } from './child.js';
import type { Troubles } from './troubled-history.js';

/** What incremental-process.ts answers. */
export interface IncrementalAnswer {
  readonly incremental: Work;
  /** Without the comparison of rows, which the processor time holds. */
  readonly full: Work;
  /** Of all tables together. */
  readonly rows: number;
  /** Rows that are in one generation only; a row with another content counts in both. */
  readonly differences: number;
  readonly peakRssBytes: number;
}

interface Work {
  readonly seconds: number;
  /** Of all threads of the process. */
  readonly processorSeconds: number;
}

export const troubles: Troubles = { repeated: 0.05, corrected: 0.01, late: 0.05 };

const sizes = {
  full: { deliveries: 100_000, services: 200 },
  quick: { deliveries: 3_000, services: 20 },
} as const;

const nodeOptions = ['--max-old-space-size=1024'];
const MB = 2 ** 20;

/** Deliveries of 2 KB as life sends them, through the running stages; then everything is made anew and compared. */
export const incremental: Bench = {
  name: 'incremental',
  about: 'whether deliveries processed as they came give the rows that a rebuild gives, and how fast both are',
  async run(size, say, { events }) {
    const { services } = sizes[size];
    const deliveries = events ?? sizes[size].deliveries;
    say(`${deliveries.toLocaleString('en')} deliveries through the running stages, and everything made anew`);
    const module = new URL('incremental-process.ts', import.meta.url);
    const args = [String(deliveries), String(services)];
    const answer = await answerOf<IncrementalAnswer>({ module, args, nodeOptions });
    const { incremental: asTheyCame, full, rows, differences, peakRssBytes } = answer;
    return {
      parameters: { deliveries, services, rows, ...troubles, node: nodeOptions.join(' ') },
      figures: [
        { figure: 'rows that differ', measured: differences, unit: 'rows', goal: { atMost: 0 } },
        { figure: 'as they came', measured: deliveries / asTheyCame.seconds, unit: 'per second' },
        { figure: 'as they came, processor time', measured: asTheyCame.processorSeconds, unit: 's' },
        { figure: 'made anew', measured: deliveries / full.seconds, unit: 'per second' },
        { figure: 'made anew and compared, processor time', measured: full.processorSeconds, unit: 's' },
        { figure: 'peak resident memory', measured: peakRssBytes / MB, unit: 'MB' },
      ],
    };
  },
};
