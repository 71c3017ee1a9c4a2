import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { kindOfType, parseEvent } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../source.js';
import { github } from './github.js';

const secret = 'a secret of the test';
const receivedAt = Date.UTC(2026, 2, 2);

/** What becomes of bodies of one event, in their order: so many in a row become this. */
type Outcomes = readonly (readonly [count: number, outcome: string])[];

const nothing = 'ignored: nothing that Leadline measures';

const noImage = 'ignored: it is no image: what it was built of is not known';
const named = 'ignored: only the name of a repository is of interest';

const outcomesOfExamples: Readonly<Record<string, Outcomes>> = {
  branch_protection_rule: [[5, nothing]],
  check_run: [[9, 'ignored: the outcome of a check is read from the workflow run it belongs to']],
  check_suite: [[9, 'ignored: the outcome of checks is read from the workflow run they belong to']],
  code_scanning_alert: [[6, nothing]],
  commit_comment: [[5, nothing]],
  create: [[5, 'release']],
  delete: [[4, 'release']],
  dependabot_alert: [[3, nothing]],
  deploy_key: [[2, nothing]],
  deployment: [[4, 'deployment']],
  deployment_review: [[1, 'ignored: who approved a deployment is not measured']],
  deployment_status: [[4, 'deployment']],
  discussion: [[15, nothing]],
  discussion_comment: [[4, nothing]],
  fork: [[3, nothing]],
  github_app_authorization: [[2, nothing]],
  gollum: [[3, nothing]],
  installation: [[7, nothing]],
  installation_repositories: [[3, nothing]],
  issue_comment: [[9, nothing]],
  issues: [[29, 'issue']],
  label: [[6, nothing]],
  marketplace_purchase: [[4, nothing]],
  member: [[4, nothing]],
  membership: [[5, nothing]],
  merge_group: [[2, nothing]],
  meta: [[2, nothing]],
  milestone: [[5, nothing]],
  organization: [[5, nothing]],
  org_block: [[4, nothing]],
  package: [
    [1, noImage],
    [1, 'artifact'],
    [1, noImage],
  ],
  page_build: [[3, nothing]],
  ping: [[4, 'ignored: ping: GitHub tried whether the hook works']],
  project: [[3, nothing]],
  project_card: [[9, nothing]],
  project_column: [[4, nothing]],
  projects_v2_item: [[7, nothing]],
  public: [[3, nothing]],
  pull_request: [[29, 'pull_request']],
  pull_request_review: [[4, "ignored: the author's comments on their own pull request are no review"]],
  pull_request_review_comment: [[5, nothing]],
  pull_request_review_thread: [[3, nothing]],
  push: [
    [4, 'release'],
    [2, 'commit + branch'],
    [1, 'release'],
  ],
  release: [[13, 'release']],
  repository_dispatch: [[2, nothing]],
  repository: [
    [9, named],
    [4, 'repository'],
  ],
  repository_import: [[2, nothing]],
  repository_vulnerability_alert: [[4, nothing]],
  security_advisory: [[4, nothing]],
  sponsorship: [[4, nothing]],
  star: [[3, nothing]],
  status: [[4, 'ignored: a commit status names no run']],
  team: [[6, nothing]],
  team_add: [[3, nothing]],
  watch: [[3, nothing]],
  workflow_dispatch: [[2, nothing]],
  workflow_job: [[8, 'ignored: a job is read from the workflow run it belongs to']],
  workflow_run: [[5, 'pipeline_run']],
};

/** By the event in the names of the files, in the order of the names. */
const outcomesOfSharedPayloads: Readonly<Record<string, Outcomes>> = {
  check_run: [[6, 'ignored: the outcome of a check is read from the workflow run it belongs to']],
  check_suite: [[4, 'ignored: the outcome of checks is read from the workflow run they belong to']],
  create: [[4, 'release']],
  delete: [[4, 'release']],
  deployment: [[4, 'deployment']],
  deployment_review: [[1, 'ignored: who approved a deployment is not measured']],
  deployment_status: [[5, 'deployment']],
  issues: [[10, 'issue']],
  merge_group: [[2, nothing]],
  ping: [[4, 'ignored: ping: GitHub tried whether the hook works']],
  pull_request: [[12, 'pull_request']],
  pull_request_review: [[4, "ignored: the author's comments on their own pull request are no review"]],
  push: [
    [4, 'release'],
    [2, 'commit + branch'],
    [1, 'release'],
  ],
  release: [[7, 'release']],
  repository: [[3, named]],
  status: [[4, 'ignored: a commit status names no run']],
  workflow_dispatch: [[2, nothing]],
  workflow_job: [[8, 'ignored: a job is read from the workflow run it belongs to']],
  workflow_run: [[5, 'pipeline_run']],
};

function deliveryOf(event: string, body: Uint8Array): Delivery {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': 'd-1',
    'x-hub-signature-256': signature,
  };
  return { endpoint: 'github', receivedAt, headers, body };
}

/** The kinds of events made of a body, or why there are none. */
function outcomeOf(delivery: Delivery): string {
  const normalized = github.normalize(delivery);
  switch (normalized.outcome) {
    case 'events':
      return normalized.events.map(({ type }) => kindOfType(type)).join(' + ');
    case 'ignored':
      return `ignored: ${normalized.reason.replace(/^"\w+" is nothing/, 'nothing')}`;
    case 'rejected':
      return `rejected: ${normalized.code} at "${normalized.pointer}", ${normalized.message}`;
  }
}

/** How many in a row became what. */
function counted(outcomes: readonly string[]): Outcomes {
  const runs: [number, string][] = [];
  for (const outcome of outcomes) {
    const last = runs.at(-1);
    if (last?.[1] === outcome) last[0] += 1;
    else runs.push([1, outcome]);
  }
  return runs;
}

function expectOutcomes(deliveries: readonly Delivery[], expected: Outcomes | undefined): void {
  expect(counted(deliveries.map(outcomeOf))).toEqual(expected);
  for (const delivery of deliveries) {
    expect(github.verify(delivery, [secret], receivedAt)).toEqual({ outcome: 'verified' });
    const normalized = github.normalize(delivery);
    expect(github.normalize(delivery)).toEqual(normalized);
    const events = normalized.outcome === 'events' ? normalized.events : [];
    // What the log gives back is what was put in, and everything after it accepts it.
    for (const event of events) {
      expect(parseEvent(JSON.parse(JSON.stringify(event)))).toMatchObject({
        outcome: 'event',
        known: { event: { id: event.id, subject: event.subject } },
      });
    }
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  }
}

interface Definition {
  readonly name: string;
  readonly examples: readonly unknown[];
}

describe("GitHub's examples (@octokit/webhooks-examples)", () => {
  const path = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  const definitions = JSON.parse(readFileSync(path, 'utf8')) as Definition[];

  test.each(definitions)('$name', ({ name, examples }) => {
    const bodies = examples.map((example) => new TextEncoder().encode(JSON.stringify(example)));
    expectOutcomes(
      bodies.map((body) => deliveryOf(name, body)),
      outcomesOfExamples[name],
    );
  });

  test('are all there', () => {
    expect(definitions.map(({ name }) => name).sort()).toEqual(Object.keys(outcomesOfExamples).sort());
  });
});

/** The shared payloads stand beside the workspace; LEADLINE_PAYLOADS names another place. */
const payloads = join(
  process.env['LEADLINE_PAYLOADS'] ?? join(import.meta.dirname, '../../../../../shared/payloads'),
  'github',
);
/** Files are called <origin>.<event>[.<action>][.<n>].json, or <event> with other separators. */
const eventIn = (file: string): string =>
  file
    .split('.')[1]
    ?.replaceAll('-', '_')
    .replace(/_created$/, '') ?? '';

describe('shared payloads', () => {
  test.for(Object.keys(outcomesOfSharedPayloads))('%s', (event, context) => {
    if (!existsSync(payloads)) context.skip(`NOT READ: there are none in ${payloads} (set LEADLINE_PAYLOADS)`);
    const files = readdirSync(payloads).filter((file) => file.endsWith('.json') && eventIn(file) === event);
    expectOutcomes(
      files.sort().map((file) => deliveryOf(event, readFileSync(join(payloads, file)))),
      outcomesOfSharedPayloads[event],
    );
  });

  test('are all of events whose outcome is known', (context) => {
    if (!existsSync(payloads)) context.skip(`NOT READ: there are none in ${payloads} (set LEADLINE_PAYLOADS)`);
    const files = readdirSync(payloads).filter((file) => file.endsWith('.json'));
    const events: string[] = Array.from(new Set(files.map(eventIn)));
    expect(events.toSorted()).toEqual(Object.keys(outcomesOfSharedPayloads).toSorted());
  });
});
