import { runEvent, type RunStatus } from '../ci-run.js';
import { fullShaOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
import { type JsonHook, memberOf, rejected, says, type Understood, understandJson } from '../json-hook.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Codeship: custom webhooks of a project. */
export const codeship: Source = {
  id: 'codeship',
  title: 'Codeship',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'build', 'status'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** https://docs.cloudbees.com/docs/cloudbees-codeship/latest/general-projects/notifications. It tells no times. */
function understand({ body, reading }: JsonHook): Understood {
  if (!Object.hasOwn(body.fields, 'build')) return rejected('unknown_type', 'no build', '/build');
  const place = reading.requiredObject(body, 'build');
  const state = reading.requiredText(place, 'status');
  const status = outcomeOf(state);
  return says(
    runEvent({
      source: 'codeship',
      key: reading.requiredKey(place, 'build_id'),
      pipeline: reading.text(place, 'project_name'),
      repo: reading.text(place, 'project_full_name'),
      sha: fullShaOf(reading.text(place, 'commit_id')),
      branch: reading.text(place, 'branch'),
      state,
      status,
      startedAt: undefined,
      finishedAt: undefined,
      url: reading.link(place, 'build_url'),
    }),
  );
}

function outcomeOf(state: string): RunStatus {
  switch (state) {
    case 'success':
      return 'succeeded';
    case 'error':
    case 'infrastructure_failure':
      return 'failed';
    case 'stopped':
    case 'ignored':
    case 'blocked':
      return 'cancelled';
    default:
      return 'in_progress';
  }
}
