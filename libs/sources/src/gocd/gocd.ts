import { runEvent, type RunStatus } from '../ci-run.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, type Understood, understandJson } from '../json-hook.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** GoCD: the webhook notification plugin, which signs nothing and writes times in the zone of the server. */
export const gocd: Source = {
  id: 'gocd',
  title: 'GoCD',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'type'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** https://github.com/gocd-contrib/gocd-webhook-notification-plugin. A stage is where GoCD deploys: a run, "pipeline/stage". */
function understand({ body, reading }: JsonHook): Understood {
  const type = reading.requiredText(body, 'type');
  if (type !== 'stage') return ignored(`${quoted(type)} is nothing that Leadline measures`);
  const pipeline = reading.requiredObject(reading.requiredObject(body, 'data'), 'pipeline');
  const stage = reading.requiredObject(pipeline, 'stage');
  const name = `${reading.requiredText(pipeline, 'name')}/${reading.requiredText(stage, 'name')}`;
  const counter = reading.requiredKey(pipeline, 'counter');
  const attempt = Number(/^\d{1,6}$/.exec(reading.requiredKey(stage, 'counter'))?.[0] ?? 1);
  const state = reading.requiredText(stage, 'state');
  const status = outcomeOf(state);
  return says(
    runEvent({
      source: 'gocd',
      key: `${name}/${counter}`,
      attempt,
      pipeline: name,
      ...materialOf(pipeline, reading),
      state: `${attempt}:${state}`,
      status,
      startedAt: timeOf(stage, 'create-time', reading),
      finishedAt: timeOf(stage, 'last-transition-time', reading),
      // Without times, attempts follow each other by their numbers.
      rank: Math.min(Math.max(attempt - 1, 0), 4) * 2 + (status === 'in_progress' ? 0 : 1),
      url: undefined,
    }),
  );
}

/** Times have no zone unless the server is set to write ISO 8601: "Feb 1, 2024, 1:58:13 AM" is no instant. */
const timeOf = (stage: Place, name: string, reading: BodyReading): string | undefined =>
  /^\d{4}-/.test(reading.text(stage, name) ?? '') ? reading.moment(stage, name) : undefined;

function materialOf(pipeline: Place, reading: BodyReading) {
  const [cause = null] = reading.objects(pipeline, 'build-cause');
  const material = cause && reading.object(cause, 'material');
  const git = material && reading.object(material, 'git-configuration');
  const [modification = null] = cause === null ? [] : reading.objects(cause, 'modifications');
  return {
    repo: repositoryNameOf(reading.text(git, 'url')),
    sha: fullShaOf(reading.text(modification, 'revision')),
    branch: reading.text(git, 'branch'),
  };
}

function outcomeOf(state: string): RunStatus {
  switch (state) {
    case 'Passed':
      return 'succeeded';
    case 'Failed':
      return 'failed';
    case 'Cancelled':
      return 'cancelled';
    default:
      return 'in_progress';
  }
}
