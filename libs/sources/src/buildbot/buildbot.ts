import { runEvent, type RunStatus } from '../ci-run.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, type Understood, understandJson } from '../json-hook.js';
import { keyOn } from '../repository.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Buildbot: a reporter that posts builds as chat integrations read them. */
export const buildbot: Source = {
  id: 'buildbot',
  title: 'Buildbot',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'event'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** https://docs.buildbot.net/latest/developer/results.html: success, warnings, failure, skipped, exception, retry, cancelled. */
const outcomes: readonly RunStatus[] = [
  'succeeded',
  'succeeded',
  'failed',
  'cancelled',
  'failed',
  'cancelled',
  'cancelled',
];

function understand({ body, reading }: JsonHook): Understood {
  const event = reading.requiredText(body, 'event');
  if (event !== 'new' && event !== 'finished') return ignored(`${quoted(event)} is nothing that Leadline measures`);
  const at = reading.requiredMoment(body, 'timestamp');
  const results = event === 'finished' ? reading.requiredInteger(body, 'results') : 0;
  return says(
    runEvent({
      source: 'buildbot',
      key: keyOn(reading.text(body, 'url'), null, reading.requiredKey(body, 'buildid')),
      pipeline: reading.requiredText(body, 'buildername'),
      repo: reading.text(body, 'project'),
      sha: undefined,
      branch: undefined,
      state: event,
      status: event === 'new' ? 'in_progress' : (outcomes[results] ?? 'cancelled'),
      startedAt: event === 'new' ? at : undefined,
      finishedAt: at,
      url: reading.link(body, 'url'),
    }),
  );
}
