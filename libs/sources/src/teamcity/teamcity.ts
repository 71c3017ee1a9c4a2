import { runEvent, type RunStatus } from '../ci-run.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';
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
import { keyOn } from '../repository.js';
import type { HookRequest, Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** TeamCity, by its own webhooks (from 2023.05) or by the plugin tcWebHooks. */
export const teamcity: Source = {
  id: 'teamcity',
  title: 'TeamCity',
  deliveryId: () => null,
  eventName,
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

function eventName(request: HookRequest): string {
  return memberOf(request, 'eventType') || memberOf(request, 'build', 'notifyType');
}

function understand({ body, reading }: JsonHook): Understood {
  if (Object.hasOwn(body.fields, 'eventType')) return own(body, reading);
  if (Object.hasOwn(body.fields, 'build')) return ofPlugin(body, reading);
  return rejected('unknown_type', "neither TeamCity's own eventType nor the plugin's build", '/eventType');
}

/** What tells that a build began or ended; by its own webhooks and by the plugin. */
const told = new Set([
  'BUILD_STARTED',
  'BUILD_FINISHED',
  'BUILD_INTERRUPTED',
  'buildStarted',
  'buildFinished',
  'buildInterrupted',
]);

/** https://www.jetbrains.com/help/teamcity/teamcity-webhooks.html: the payload is the build as the REST API has it. */
function own(body: Place, reading: BodyReading): Understood {
  const event = reading.requiredText(body, 'eventType');
  if (!told.has(event)) return ignored(`${quoted(event)} is nothing that Leadline measures`);
  const place = reading.requiredObject(body, 'payload');
  if (reading.truth(place, 'personal')) return ignored('a personal build is of changes that nobody else has');
  const state = reading.text(place, 'state') ?? (event === 'BUILD_STARTED' ? 'running' : 'finished');
  const status = state === 'finished' ? outcomeOf(event, reading.requiredText(place, 'status')) : 'in_progress';
  const address = reading.text(place, 'webUrl');
  const [revision = null] = reading.objects(reading.object(place, 'revisions') ?? nowhere, 'revision');
  return says(
    runEvent({
      source: 'teamcity',
      key: keyOn(address, null, reading.requiredKey(place, 'id')),
      pipeline: reading.text(place, 'buildTypeId') ?? reading.text(reading.object(place, 'buildType'), 'id'),
      repo: repositoryOf(revision, reading),
      sha: fullShaOf(reading.text(revision, 'version')),
      branch: reading.text(place, 'branchName'),
      state: event,
      status,
      startedAt: momentOf(place, 'startDate', reading),
      finishedAt: momentOf(place, 'finishDate', reading),
      url: reading.link(place, 'webUrl'),
    }),
  );
}

const nowhere: Place = { fields: {}, pointer: '' };

function repositoryOf(revision: Place | null, reading: BodyReading): string | undefined {
  const root = revision && reading.object(revision, 'vcs-root-instance');
  const name = reading.text(root, 'name');
  return repositoryNameOf(name?.split('#')[0]);
}

/** "20260302T103000+0000", TeamCity's own way to write an instant, or any other. */
function momentOf(place: Place, name: string, reading: BodyReading): string | undefined {
  const written = reading.text(place, name);
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)([+-]\d{4}|Z)$/.exec(written ?? '');
  if (basic === null) return reading.moment(place, name);
  const [, year, month, day, hour, minute, second, offset] = basic;
  const extended = `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
  return reading.moment({ fields: { [name]: extended }, pointer: place.pointer }, name);
}

/** https://github.com/tcplugins/tcWebHooks: the format "JSON (legacy)", or the template in setup.md, which adds times and commit. */
function ofPlugin(body: Place, reading: BodyReading): Understood {
  const place = reading.requiredObject(body, 'build');
  const event = reading.requiredText(place, 'notifyType');
  if (!told.has(event)) return ignored(`${quoted(event)} is nothing that Leadline measures`);
  if (event !== 'buildStarted' && reading.text(place, 'buildResult') === 'running')
    return ignored('the build still runs');
  const address = reading.text(place, 'buildStatusUrl') ?? reading.text(place, 'rootUrl');
  const status =
    event === 'buildStarted' ? 'in_progress' : outcomeOf(event, reading.requiredText(place, 'buildResult'));
  const internal = reading.text(place, 'buildTypeId');
  return says(
    runEvent({
      source: 'teamcity',
      key: keyOn(address, null, reading.requiredKey(place, 'buildId')),
      pipeline: reading.text(place, 'buildExternalTypeId') ?? internal ?? reading.text(place, 'buildFullName'),
      repo: repositoryNameOf(reading.text(place, 'vcsUrl')),
      sha: fullShaOf(reading.text(place, 'vcsRevision')),
      branch: reading.text(place, 'branchDisplayName') ?? reading.text(place, 'branchName'),
      state: event,
      status,
      startedAt: momentOf(place, 'buildStartTime', reading),
      finishedAt: momentOf(place, 'buildFinishTime', reading),
      url: reading.link(place, 'buildStatusUrl'),
    }),
  );
}

function outcomeOf(event: string, result: string): RunStatus {
  if (event.toLowerCase().endsWith('interrupted')) return 'cancelled';
  switch (result.toLowerCase()) {
    case 'success':
    case 'fixed':
      return 'succeeded';
    case 'failure':
    case 'broken':
    case 'error':
      return 'failed';
    default:
      return 'cancelled';
  }
}
