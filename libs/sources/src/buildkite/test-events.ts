import type { TestBodies } from '../json-test-events.js';

/** A build of a pipeline that nobody has. */
export const bodies: TestBodies = {
  'build.running': (at, id) => body('build.running', 'running', at, id),
  'build.finished': (at, id) => body('build.finished', 'passed', at, id),
};

/** Buildkite writes instants as "2026-03-02 10:30:10 UTC". */
const written = (at: string): string => at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');

const body = (event: string, state: string, at: string, id: string): object => ({
  event,
  build: {
    id,
    number: 1,
    state,
    blocked: false,
    commit: '2'.repeat(40),
    branch: 'main',
    message: 'Try the hook',
    web_url: 'https://buildkite.com/leadline/leadline-test/builds/1',
    source: 'webhook',
    created_at: written(at),
    scheduled_at: written(at),
    started_at: written(at),
    finished_at: state === 'passed' ? written(at) : null,
  },
  pipeline: {
    id: 'leadline-test',
    slug: 'leadline-test',
    name: 'Leadline test',
    repository: 'git@example.org:leadline/leadline-test.git',
  },
});

/** Headers that say what is sent. */
export const headers = (name: string, id: string): Readonly<Record<string, string>> => ({
  'x-buildkite-event': name,
  'x-buildkite-request': id,
});
