import type { TestBodies } from '../json-test-events.js';

/** Executions of a pipeline that nobody has. */
export const bodies: TestBodies = {
  'orca:pipeline:starting': (at, id) => body('orca:pipeline:starting', 'RUNNING', at, id),
  'orca:pipeline:complete': (at, id) => body('orca:pipeline:complete', 'SUCCEEDED', at, id),
};

const body = (type: string, status: string, at: string, id: string): object => ({
  eventName: 'spinnaker_events',
  payload: {
    details: { source: 'orca', type, created: String(Date.parse(at)), application: 'leadline-test' },
    content: {
      execution: {
        id,
        type: 'PIPELINE',
        application: 'leadline-test',
        name: 'Try the hook',
        status,
        buildTime: Date.parse(at),
        startTime: Date.parse(at),
        endTime: status === 'RUNNING' ? null : Date.parse(at),
        trigger: { type: 'manual' },
        stages: [{ type: 'deployManifest', status, context: { account: 'leadline-test' } }],
      },
      executionId: id,
    },
    insertedTime: Date.parse(at),
  },
});
