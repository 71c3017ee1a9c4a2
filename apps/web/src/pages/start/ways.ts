/** A way by which deployments get in, and the command that opens it. */
export interface Way {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly before: string;
  readonly command: (origin: string) => string;
  /** Where it arrives: what is listened to. */
  readonly listensOn: string;
}

const github: Way = {
  id: 'github',
  title: 'GitHub',
  what: 'deployments, pushes, pull requests, issues',
  before:
    'Start Leadline with LEADLINE_SECRET_GITHUB_FILE naming a file with a secret, and let GitHub reach /hooks/github through a proxy with TLS. Then, where gh is signed in:',
  command: () =>
    [
      'gh api repos/OWNER/REPOSITORY/hooks --method POST \\',
      '  --field name=web --field active=true \\',
      "  --field 'events[]=push' --field 'events[]=pull_request' \\",
      "  --field 'events[]=pull_request_review' --field 'events[]=issues' \\",
      "  --field 'events[]=deployment' --field 'events[]=deployment_status' \\",
      '  --field config[url]=https://YOUR-HOST/hooks/github \\',
      '  --field config[content_type]=json \\',
      '  --field "config[secret]=$(cat ~/leadline-secrets/github)"',
    ].join('\n'),
  listensOn: '/hooks/github',
};

const pipeline: Way = {
  id: 'pipeline',
  title: 'Any pipeline',
  what: 'one command at the end of a deployment',
  before: 'At the end of the pipeline, in the checkout that was deployed; --previous is what was live before:',
  command: () =>
    'leadline report deployment --service shop --environment production --previous v1.3.0 --version v1.4.0',
  listensOn: '/events',
};

const http: Way = {
  id: 'http',
  title: 'HTTP',
  what: 'one POST, from anything that has curl',
  before: 'Choose an id that is the same when it is sent again; it counts once. This one works as it stands:',
  command: (origin) =>
    [
      `curl --fail-with-body --silent --show-error ${origin}/events \\`,
      "  --header 'Content-Type: application/cloudevents+json' \\",
      "  --data '{",
      '    "specversion": "1.0", "id": "shop-run-1", "source": "pipeline",',
      '    "type": "dev.leadline.deployment.recorded",',
      '    "data": { "id": "shop/run-1", "service": "shop", "environment": "production", "status": "succeeded",',
      `      "startedAt": "${new Date(Date.now() - 240_000).toISOString().slice(0, 19)}Z", "finishedAt": "${new Date().toISOString().slice(0, 19)}Z" }`,
      "  }'",
    ].join('\n'),
  listensOn: '/events',
};

const history: Way = {
  id: 'git',
  title: 'History in git',
  what: 'tags as deployments, now, without network',
  before: 'In the checkout of a repository in which releases are tagged; every tag becomes a deployment to production:',
  command: () => 'leadline import git . --tags "v*"',
  listensOn: '/events',
};

export const ways: readonly Way[] = [github, pipeline, http, history];
