import type { TestBodies } from '../json-test-events.js';

/** Runs of a pipeline that nobody has. */
export const bodies: TestBodies = {
  'dev.tekton.event.pipelinerun.started.v1': (at, id) => body('Unknown', at, id),
  'dev.tekton.event.pipelinerun.successful.v1': (at, id) => body('True', at, id),
};

const body = (status: string, at: string, uid: string): object => ({
  pipelineRun: {
    metadata: {
      name: 'leadline-test-1',
      generateName: 'leadline-test-',
      namespace: 'leadline-test',
      uid,
      creationTimestamp: at,
      labels: { 'tekton.dev/pipeline': 'leadline-test' },
      annotations: {
        'pipelinesascode.tekton.dev/repo-url': 'https://example.org/leadline/leadline-test',
        'pipelinesascode.tekton.dev/sha': '2'.repeat(40),
        'pipelinesascode.tekton.dev/branch': 'main',
      },
    },
    spec: { params: [] },
    status: {
      startTime: at,
      conditions: [{ type: 'Succeeded', status, reason: status === 'True' ? 'Succeeded' : 'Started' }],
      ...(status === 'True' && { completionTime: at }),
    },
  },
});

/** CloudEvents in binary mode: what the body is about stands in headers. */
export const headers = (name: string, id: string, at: string): Readonly<Record<string, string>> => ({
  'ce-id': id,
  'ce-source': '/apis/tekton.dev/v1/namespaces/leadline-test/pipelineruns/leadline-test-1',
  'ce-specversion': '1.0',
  'ce-type': name,
  'ce-time': at,
});
