import type { TestBodies } from '../json-test-events.js';

/** Executions of a job that nobody has. */
export const bodies: TestBodies = {
  start: (at) => body('start', 'running', at),
  success: (at) => body('success', 'succeeded', at),
};

const instant = (date: string): object => ({ unixtime: Date.parse(date), date });

const body = (trigger: string, status: string, at: string): object => ({
  trigger,
  status,
  executionId: 1,
  execution: {
    id: 1,
    href: 'https://rundeck.example.org/project/leadline-test/execution/show/1',
    permalink: null,
    status,
    project: 'leadline-test',
    user: 'leadline-test',
    'date-started': instant(at),
    ...(trigger === 'success' && { 'date-ended': instant(at) }),
    job: { id: 'leadline-test', name: 'Try the hook', group: '', project: 'leadline-test' },
  },
});
