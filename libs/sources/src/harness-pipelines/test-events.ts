import type { TestBodies } from '../json-test-events.js';

/** Runs of a pipeline that nobody has. */
export const bodies: TestBodies = {
  PipelineStart: (at, id) => body('PipelineStart', 'running', at, id),
  PipelineSuccess: (at, id) => body('PipelineSuccess', 'success', at, id),
};

const seconds = (at: string): string => String(Math.floor(Date.parse(at) / 1000));

const body = (eventType: string, nodeStatus: string, at: string, planExecutionId: string): object => ({
  eventData: {
    accountIdentifier: 'leadline',
    orgIdentifier: 'default',
    projectIdentifier: 'leadline-test',
    pipelineIdentifier: 'leadline_test',
    pipelineName: 'Leadline test',
    planExecutionId,
    nodeStatus,
    startTs: seconds(at),
    ...(eventType === 'PipelineSuccess' && { endTs: seconds(at) }),
    triggeredBy: { name: 'leadline-test' },
    eventType,
  },
});
