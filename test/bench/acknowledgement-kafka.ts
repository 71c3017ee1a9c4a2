import { startKafka } from '@leadline/testing';
import { measureAcknowledgement } from './acknowledgement-rounds.js';
import type { Bench } from './bench.js';

const goal = { atLeast: 0.4 };

/** The same through Kafka with acknowledgement by all replicas. Broker and generator share the machine. */
export const acknowledgementThroughKafka: Bench = {
  name: 'acknowledgement-kafka',
  about: 'the hook route with Kafka as its log, as a share of B',
  async run(size, say) {
    say('starting a broker');
    const kafka = await startKafka();
    if ('unavailable' in kafka) throw new Error(kafka.unavailable);
    try {
      const rounds = await measureAcknowledgement(['kafka'], { size, brokers: kafka.brokers, say });
      const { compared, parameters } = rounds;
      const { throughputOfB, processorOfB, measured } = compared.kafka;
      return {
        parameters: { ...parameters, brokers: kafka.brokers.length },
        figures: [
          { figure: 'requests/s, Kafka', measured: throughputOfB, unit: 'of B', goal },
          { figure: 'requests per processor second, Kafka', measured: processorOfB, unit: 'of B', goal },
          { figure: 'processor time, Kafka', measured: measured.processorUsPerRequest, unit: 'µs/request' },
        ],
      };
    } finally {
      await kafka.stop();
    }
  },
};
