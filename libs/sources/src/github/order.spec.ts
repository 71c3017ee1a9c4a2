import type { LeadlineEvent } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import { github } from './github.js';

/** What GitHub's hooks say of one entity within one second must fall in the order in which it happened. */
const repository = { id: 1, name: 'shop', full_name: 'acme/shop', default_branch: 'main', pushed_at: 1_772_445_600 };
const noon = '2026-03-02T12:00:00Z';
const sha = (digit: string): string => digit.repeat(40);

function eventsOf(event: string, body: object): readonly LeadlineEvent[] {
  const normalized = github.normalize({
    endpoint: 'github',
    receivedAt: Date.parse(noon) + 60_000,
    headers: { 'x-github-event': event },
    body: new TextEncoder().encode(JSON.stringify({ repository, ...body })),
  });
  if (normalized.outcome !== 'events') throw new Error(`expected events, got ${JSON.stringify(normalized)}`);
  return normalized.events;
}

const revisionsOf = (events: readonly LeadlineEvent[]): number[] =>
  events.map(({ data }) => data.revision ?? Number.NaN);
const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

describe('deployments', () => {
  const deployment = { id: 5, sha: sha('a'), ref: 'main', environment: 'production', created_at: noon };

  test('the states of one second', () => {
    const states = ['waiting', 'queued', 'pending', 'in_progress', 'failure', 'success'];
    const revisions = [
      ...revisionsOf(eventsOf('deployment', { action: 'created', deployment })),
      ...states.flatMap((state, index) => {
        const deployment_status = { id: 100 + index, state, environment: 'production', created_at: noon };
        return revisionsOf(eventsOf('deployment_status', { action: 'created', deployment_status, deployment }));
      }),
    ];
    expect(revisions).toEqual(ascending(revisions));
    expect(new Set(revisions).size).toBe(7);
    expect(revisions[0]).toBe(Date.parse(noon) * 10);
  });
});

describe('issues and pull requests', () => {
  const labels = ['a', 'b', 'c'].map((name, id) => ({ id, name }));
  const base = { number: 9, title: 'Down', created_at: noon, updated_at: noon, closed_at: null };

  test('three labels that were added at once: the longest list is the last', () => {
    const events = [1, 2, 3].flatMap((count) => {
      const issue = { ...base, id: 3, labels: labels.slice(0, count) };
      return eventsOf('issues', { action: 'labeled', label: labels[count - 1], issue });
    });
    expect(revisionsOf(events)).toEqual(ascending(revisionsOf(events)));
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
    expect(new Set(revisionsOf(events)).size).toBe(3);
  });

  test('from opening to deletion within one second', () => {
    const issue = { ...base, id: 3, labels };
    const closed = { ...issue, closed_at: noon, state_reason: 'completed' };
    const steps = [
      eventsOf('issues', { action: 'opened', issue }),
      eventsOf('issues', { action: 'labeled', label: labels[2], issue }),
      eventsOf('issues', { action: 'closed', issue: closed }),
      eventsOf('issues', { action: 'deleted', issue: closed }),
    ];
    expect(revisionsOf(steps.flat())).toEqual(ascending(revisionsOf(steps.flat())));
  });

  test('whatever happens to a merged pull request in the second of the merge leaves it merged', () => {
    const open = { ...base, labels: [] };
    const merged = { ...open, closed_at: noon, merged_at: noon, merge_commit_sha: sha('b') };
    const [opened, synchronized, closed, labeled] = [
      eventsOf('pull_request', { action: 'opened', pull_request: open }),
      eventsOf('pull_request', { action: 'synchronize', pull_request: open }),
      eventsOf('pull_request', { action: 'closed', pull_request: merged }),
      eventsOf('pull_request', { action: 'labeled', label: labels[0], pull_request: { ...merged, labels } }),
    ].map(([event]) => event);
    expect(closed?.data).toMatchObject({ mergedAt: noon, mergeSha: sha('b') });
    expect(labeled?.data).toMatchObject({ mergedAt: noon, mergeSha: sha('b') });
    expect(opened?.data.revision).toBeLessThan(synchronized?.data.revision ?? 0);
    expect(synchronized?.data.revision).toBeLessThan(closed?.data.revision ?? 0);
  });

  test('an unmerged pull request has no merge commit: what GitHub names is a trial', () => {
    const pull_request = { ...base, labels: [], merged_at: null, merge_commit_sha: sha('b') };
    const [event] = eventsOf('pull_request', { action: 'opened', pull_request });
    expect(event?.data.mergeSha).toBeUndefined();
    expect(event?.data.mergedAt).toBeUndefined();
  });
});

describe('commits', () => {
  const commit = { id: sha('c'), message: 'Fix', timestamp: noon };
  const pushed = (ref: string, before: string, pushedAt: number) =>
    eventsOf('push', {
      ref,
      before,
      after: sha('c'),
      commits: [commit],
      repository: { ...repository, pushed_at: pushedAt },
    })[0];

  test('what the default branch says of a commit outranks every other branch, whichever came later', () => {
    const merged = pushed('refs/heads/main', sha('a'), 1_772_445_600);
    const backported = pushed('refs/heads/stable', sha('b'), 1_772_445_600 + 3_600);
    expect(merged?.subject).toBe(backported?.subject);
    expect(merged?.id).not.toBe(backported?.id);
    expect(merged?.data).toMatchObject({ landedAfter: sha('a'), pushedAt: '2026-03-02T10:00:00.000Z' });
    expect(backported?.data).toMatchObject({ landedAfter: sha('b') });
    expect(backported?.data['pushedAt']).toBeUndefined();
    expect(backported?.data.revision).toBeLessThan(merged?.data.revision ?? 0);
  });

  test('the order holds for all times that are accepted: the earliest on the default branch, the latest elsewhere', () => {
    const first = pushed('refs/heads/main', sha('a'), Date.UTC(1990, 0, 1) / 1000);
    const last = pushed('refs/heads/stable', sha('a'), Date.parse(noon) / 1000);
    expect(first?.data.revision).toBeGreaterThan(last?.data.revision ?? 0);
  });

  test('the same push by two hooks gives the same event', () => {
    expect(pushed('refs/heads/main', sha('a'), 1_772_445_600)).toEqual(
      pushed('refs/heads/main', sha('a'), 1_772_445_600),
    );
  });
});

describe('runs', () => {
  test('a second attempt opens a run that had finished', () => {
    const run = { id: 8, head_sha: sha('a'), created_at: noon, run_started_at: noon, updated_at: noon };
    const failed = { ...run, run_attempt: 1, status: 'completed', conclusion: 'failure' };
    const again = { ...run, run_attempt: 2, status: 'queued', updated_at: '2026-03-02T12:00:01Z' };
    const [first] = eventsOf('workflow_run', { action: 'completed', workflow_run: failed });
    const [second] = eventsOf('workflow_run', { action: 'requested', workflow_run: again });
    expect(first).toMatchObject({
      id: 'github:workflow_run:8:1:completed',
      data: { status: 'failed', finishedAt: noon },
    });
    expect(second).toMatchObject({
      id: 'github:workflow_run:8:2:queued',
      data: { status: 'in_progress', finishedAt: null },
    });
    expect(first?.subject).toBe(second?.subject);
    expect(first?.data.revision).toBeLessThan(second?.data.revision ?? 0);
  });

  test.each([
    ['success', 'succeeded'],
    ['neutral', 'succeeded'],
    ['failure', 'failed'],
    ['timed_out', 'failed'],
    ['startup_failure', 'failed'],
    ['cancelled', 'cancelled'],
    ['skipped', 'cancelled'],
    ['stale', 'cancelled'],
    ['action_required', 'in_progress'],
  ])('%s is %s', (conclusion, status) => {
    const workflow_run = { id: 8, status: 'completed', conclusion, created_at: noon, updated_at: noon };
    expect(eventsOf('workflow_run', { workflow_run })[0]?.data).toMatchObject({ status });
  });
});
