import { measureAcknowledgement } from './acknowledgement-rounds.js';
import type { Bench } from './bench.js';

const goal = { atLeast: 0.75, wanted: 0.8 };

/** What a durable acknowledgement costs beside the same work without one. */
export const acknowledgement: Bench = {
  name: 'acknowledgement',
  about: 'the hook route with the segment log, as a share of the same work that stores nothing (B)',
  async run(size, say) {
    const rounds = await measureAcknowledgement(['no_log', 'segment'], { size, brokers: [], say });
    const { baseline, compared, parameters } = rounds;
    const { segment, no_log: route } = compared;
    return {
      parameters,
      figures: [
        { figure: 'requests/s, segment log', measured: segment.throughputOfB, unit: 'of B', goal },
        { figure: 'requests per processor second, segment log', measured: segment.processorOfB, unit: 'of B', goal },
        { figure: 'requests/s, route alone', measured: route.throughputOfB, unit: 'of B' },
        { figure: 'requests per processor second, route alone', measured: route.processorOfB, unit: 'of B' },
        { figure: 'requests/s of B', measured: baseline.requestsPerSecond, unit: 'requests/s' },
        { figure: 'processor time of B', measured: baseline.processorUsPerRequest, unit: 'µs/request' },
        { figure: 'processor time, segment log', measured: segment.measured.processorUsPerRequest, unit: 'µs/request' },
      ],
    };
  },
};
