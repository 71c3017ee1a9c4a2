import { eventOf, type LeadlineEvent } from '@leadline/events';
import { addressedId, askedPath } from '../asked-path.js';
import type { BodyReading, Place } from '../body-reading.js';
import { readCommitMessage } from '../commit-message.js';
import { fullShaOf, namedShaOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
import { textOf } from '../json-body.js';
import { rejected, says, type Understood, understandText } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Delivery, HookRequest, Normalized, Source, Verification } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies, headers } from './test-events.js';

const SOURCE = 'sleuth';

/** What was sent to Sleuth's deploy registration. */
export const sleuth: Source = {
  id: SOURCE,
  title: 'Sleuth deploy registration',
  deliveryId: addressedId,
  eventName: (request) => askedPath(request).at(-1) ?? '',
  verify,
  normalize,
  testEvents: jsonTestEvents(bodies, byToken, headers),
};

/** An access token is a bearer token; an API key of old has a scheme of its own. */
function verify(request: HookRequest, secrets: readonly string[]): Verification {
  const { authorization = '' } = request.headers;
  const headers = { ...request.headers, authorization: authorization.replace(/^apikey\s+/i, 'Bearer ') };
  return verifyHookToken({ ...request, headers }, secrets);
}

/** The body is JSON, or a form as curl sends it. */
function normalize(delivery: Delivery): Normalized {
  const path = askedPath(delivery);
  const [organisation, deployment, action] = path.slice(path.indexOf('deployments') + 1);
  if (!/^register[-_]deploy$/.test(action ?? '') || organisation === undefined || deployment === undefined) {
    return rejected(
      'unknown_type',
      'sent to another address than …/deployments/<organisation>/<deployment>/register_deploy',
    );
  }
  const text = textOf(delivery.body);
  const isForm = delivery.headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded');
  const json = isForm ? JSON.stringify(Object.fromEntries(new URLSearchParams(text))) : text;
  return understandText(json, delivery, ({ body, reading }) =>
    registered(`${organisation}/${deployment}`, body, reading, delivery.receivedAt),
  );
}

/**
 * https://help.sleuth.io/sleuth-api/deploy-registration. Without a date it is now that something was deployed; without
 * an environment, to production.
 */
function registered(deployment: string, body: Place, reading: BodyReading, receivedAt: number): Understood {
  const said = reading.requiredText(body, 'sha');
  const environment = reading.text(body, 'environment') ?? 'production';
  const date = reading.moment(body, 'date');
  const at = date ?? new Date(receivedAt).toISOString();
  const id = [deployment, environment, said, ...(date === undefined ? [] : [date])].join('/');
  const listed = reading.objects(body, 'commits').flatMap((commit) => {
    const sha = fullShaOf(reading.text(commit, 'revision'));
    return sha === undefined ? [] : [{ sha, commit }];
  });
  return says(
    ...listed.flatMap(({ sha, commit }) => commitEvent(deployment, sha, commit, reading) ?? []),
    eventOf(
      'deployment',
      { id: `${SOURCE}:deploy:${id}`, source: `${SOURCE}:${deployment}`, time: at },
      {
        id: `${SOURCE}/${id}`,
        service: deployment.split('/').at(-1),
        source: SOURCE,
        environment,
        status: 'succeeded',
        finishedAt: at,
        sha: namedShaOf(said),
        // A tag may stand in place of the commit.
        version: namedShaOf(said) === undefined ? said : undefined,
        ref: reading.text(body, 'branch'),
        commits: listed.length > 0 ? listed.map(({ sha }) => sha) : undefined,
        occurredAt: at,
        // Told again without a date it is still the first time that counts.
        revision: date === undefined ? -receivedAt : revisionOf(at, 8),
      },
    ),
  );
}

/** A commit of a repository that Sleuth itself cannot read ("custom git"): all that is known of it stands here. */
function commitEvent(
  deployment: string,
  sha: string,
  commit: Place,
  reading: BodyReading,
): LeadlineEvent<'commit'> | undefined {
  const committedAt = reading.moment(commit, 'date');
  if (committedAt === undefined) return undefined;
  const { title, flags, reverts } = readCommitMessage(reading.text(commit, 'message') ?? '');
  return eventOf(
    'commit',
    { id: `${SOURCE}:commit:${deployment}:${sha}`, source: `${SOURCE}:${deployment}`, time: committedAt },
    {
      sha,
      committedAt,
      parents: reading.texts(commit, 'parents')?.flatMap((parent) => fullShaOf(parent) ?? []),
      paths: reading.texts(commit, 'files')?.map((path) => path.replace(/^\/+/, '')),
      title: title === '' ? undefined : title,
      flags,
      reverts,
      occurredAt: committedAt,
      revision: 0,
    },
  );
}
