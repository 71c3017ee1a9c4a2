import { runEvent } from '../ci-run.js';
import { fullShaOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
import {
  ignored,
  type JsonHook,
  memberOf,
  quoted,
  rejected,
  says,
  type Understood,
  understandJson,
} from '../json-hook.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** AppVeyor: webhook notifications, with a header of one's own. */
export const appveyor: Source = {
  id: 'appveyor',
  title: 'AppVeyor',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'eventName'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** https://www.appveyor.com/docs/notifications/#webhook-payload-default. Its times ("9/9/2018 7:04 PM") have no zone. */
function understand({ body, reading }: JsonHook): Understood {
  if (!Object.hasOwn(body.fields, 'eventData')) return rejected('unknown_type', 'no eventData', '/eventData');
  const event = reading.text(body, 'eventName');
  if (event !== undefined && !event.startsWith('build_')) {
    return ignored(`${quoted(event)} is nothing that Leadline measures`);
  }
  const place = reading.requiredObject(body, 'eventData');
  const state = reading.requiredText(place, 'status').toLowerCase();
  return says(
    runEvent({
      source: 'appveyor',
      key: reading.requiredKey(place, 'buildId'),
      pipeline: reading.requiredText(place, 'projectName'),
      repo: reading.text(place, 'repositoryName'),
      sha: fullShaOf(reading.text(place, 'commitId')),
      branch: reading.text(place, 'branch'),
      state,
      status: state === 'success' ? 'succeeded' : state === 'failed' ? 'failed' : 'cancelled',
      startedAt: undefined,
      finishedAt: undefined,
      url: reading.link(place, 'buildUrl'),
    }),
  );
}
