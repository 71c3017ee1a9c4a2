import type { TestBodies } from '../json-test-events.js';

/** Builds of a repository that nobody has. */
export const bodies: TestBodies = {
  build: (at) => body('push', at),
  promote: (at) => body('promote', at),
};

const body = (event: string, at: string): object => {
  const seconds = Math.floor(Date.parse(at) / 1000);
  return {
    event: 'build',
    action: 'completed',
    repo: {
      id: 1,
      slug: 'leadline/leadline-test',
      namespace: 'leadline',
      name: 'leadline-test',
      git_http_url: 'https://example.org/leadline/leadline-test.git',
      link: 'https://example.org/leadline/leadline-test',
      default_branch: 'main',
      config_path: '.drone.yml',
    },
    build: {
      id: 1,
      repo_id: 1,
      number: 1,
      status: 'success',
      event,
      message: 'Try the hook',
      before: '1'.repeat(40),
      after: '2'.repeat(40),
      ref: 'refs/heads/main',
      source: 'main',
      target: 'main',
      author_login: 'leadline-test',
      created: seconds,
      started: seconds,
      finished: seconds,
      updated: seconds,
      ...(event === 'promote' && { deploy_to: 'production' }),
    },
  };
};

/** Headers that say what is sent. */
export const headers = (): Readonly<Record<string, string>> => ({ 'x-drone-event': 'build' });
