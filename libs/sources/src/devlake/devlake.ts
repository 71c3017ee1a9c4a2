import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import { addressedId, askedPath } from '../asked-path.js';
import type { BodyReading, Place } from '../body-reading.js';
import { namedShaOf, repositoryNameOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, quoted, rejected, says, type Understood, understandJson } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Delivery, Normalized, Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies, headers } from './test-events.js';

const SOURCE = 'devlake';

/** What was sent to an incoming webhook of Apache DevLake: deployments, incidents, and that an incident is over. */
export const devlake: Source = {
  id: SOURCE,
  title: 'Apache DevLake webhooks',
  deliveryId: addressedId,
  eventName: (request) => resourceOf(request).name,
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize,
  testEvents: jsonTestEvents(bodies, byToken, headers),
};

interface Resource {
  /** Id or name of the webhook: what DevLake relates deployments and incidents by. */
  readonly connection: string;
  /** "deployments", "issues", "close", … */
  readonly name: string;
  readonly issue: string | undefined;
}

/** …/webhook/[connections/|projects/][by-name/]<connection>/deployments | issues | issue/<key>/close */
function resourceOf(request: Pick<Delivery, 'headers'>): Resource {
  const path = askedPath(request);
  const parts = path.slice(path.indexOf('webhook') + 1);
  while (prefixes.has(parts[0] ?? '') && parts.length > 2) parts.shift();
  const [connection = '', collection = '', issue, last] = parts;
  return { connection, name: last ?? collection, issue };
}

/** What may stand before the webhook's id, its name or that of its project. */
const prefixes: ReadonlySet<string> = new Set(['connections', 'by-name', 'projects']);

function normalize(delivery: Delivery): Normalized {
  const { connection, name, issue } = resourceOf(delivery);
  switch (name) {
    case 'close':
      return closed(connection, issue ?? '', delivery.receivedAt);
    case 'deployments':
      return understandJson(delivery, (hook) => deployments(connection, hook, delivery.receivedAt));
    case 'issues':
      return understandJson(delivery, (hook) => issueOf(connection, hook, delivery.receivedAt));
    case '':
      return rejected('unknown_type', 'sent to no address of a webhook');
    default:
      return ignored(`${quoted(name)} is nothing that Leadline measures`);
  }
}

type Status = NonNullable<EventData<'deployment'>['status']>;

const results: ReadonlyMap<string, Status> = new Map([
  ['SUCCESS', 'succeeded'],
  ['FAILURE', 'failed'],
  ['ABORT', 'cancelled'],
  ['MANUAL', 'cancelled'],
]);

/**
 * https://devlake.apache.org/docs/Plugins/webhook#deployment; before 1.0 in snake case, with one commit, and at first
 * without an id: then it is that commit's of that repository, begun at that time.
 */
function deployments(connection: string, { body, reading }: JsonHook, receivedAt: number): Understood {
  const unnamed = ['repo_url', 'commit_sha', 'start_time'].map((name) => reading.text(body, name));
  const id =
    reading.key(body, 'id') ??
    reading.key(body, 'pipeline_id') ??
    (unnamed.every((said) => said !== undefined) ? unnamed.join('/') : reading.requiredKey(body, 'id'));
  const listed = reading.objects(body, 'deploymentCommits');
  const commits = listed.length > 0 ? listed : reading.objects(body, 'deployment_commits');
  const events = (commits.length > 0 ? commits : [body]).map((commit, index) =>
    deploymentOf(connection, id, index, { commit, whole: body, reading, receivedAt }),
  );
  return says(...events);
}

interface Said {
  /** What was deployed of one repository. */
  readonly commit: Place;
  readonly whole: Place;
  readonly reading: BodyReading;
  readonly receivedAt: number;
}

function deploymentOf(connection: string, id: string, index: number, said: Said): LeadlineEvent<'deployment'> {
  const { commit, whole, reading, receivedAt } = said;
  const places = commit === whole ? [whole] : [commit, whole];
  // All are read, so that one that cannot be is told although another is there.
  const either = <T>(
    read: (place: Place, name: string) => T | undefined,
    ...names: readonly string[]
  ): T | undefined => {
    let found: T | undefined;
    for (const place of places) {
      for (const name of names) {
        const value = read(place, name);
        found ??= value;
      }
    }
    return found;
  };
  const text = (place: Place, name: string): string | undefined => reading.text(place, name);
  const moment = (place: Place, name: string): string | undefined => reading.moment(place, name);
  const repo = repositoryNameOf(either(text, 'repoUrl', 'repo_url'));
  const startedAt = either(moment, 'startedDate', 'start_time', 'createdDate', 'create_time');
  const result = either(text, 'result') ?? 'SUCCESS';
  const status = results.get(result) ?? 'cancelled';
  if (startedAt === undefined) reading.requiredMoment(whole, 'startedDate');
  const toldEnd = either(moment, 'finishedDate', 'end_time');
  // As DevLake does: without an end it ended when it was told.
  const finishedAt = toldEnd ?? new Date(receivedAt).toISOString();
  const group = `${SOURCE}/${connection}/${id}`;
  return eventOf(
    'deployment',
    { id: `${SOURCE}:deployment:${connection}:${id}:${index}`, source: `${SOURCE}:${connection}`, time: finishedAt },
    {
      id: `${group}/${repo ?? index}`,
      group,
      service: repo?.split('/').at(-1) ?? connection,
      source: SOURCE,
      repo,
      environment: (either(text, 'environment') ?? 'PRODUCTION').toLowerCase(),
      status,
      startedAt,
      finishedAt,
      sha: namedShaOf(either(text, 'commitSha', 'commit_sha')),
      ref: either(text, 'refName', 'ref_name'),
      version: either(text, 'displayTitle', 'display_title'),
      occurredAt: finishedAt,
      // Told again without an end, the first time counts; one that names its end outranks both.
      revision: toldEnd === undefined ? -receivedAt : revisionOf(finishedAt, 8),
    },
  );
}

/** https://devlake.apache.org/docs/Plugins/webhook#incident */
function issueOf(connection: string, { body, reading }: JsonHook, receivedAt: number): Understood {
  const key = reading.key(body, 'issueKey') ?? reading.key(body, 'issue_key') ?? reading.requiredKey(body, 'issueKey');
  const type = (reading.text(body, 'type') ?? 'INCIDENT').toUpperCase();
  if (type !== 'INCIDENT') return ignored(`an issue of the type ${quoted(type)} is no incident`);
  const startedAt =
    reading.moment(body, 'createdDate') ??
    reading.moment(body, 'created_date') ??
    reading.requiredMoment(body, 'createdDate');
  const resolution = reading.moment(body, 'resolutionDate') ?? reading.moment(body, 'resolution_date');
  const isDone = reading.text(body, 'status')?.toUpperCase() === 'DONE';
  const updatedAt = reading.moment(body, 'updatedDate') ?? reading.moment(body, 'updated_date');
  const resolvedAt = resolution ?? (isDone ? (updatedAt ?? new Date(receivedAt).toISOString()) : undefined);
  const at = updatedAt ?? resolvedAt ?? startedAt;
  return says(
    eventOf(
      'incident',
      { id: `${SOURCE}:issue:${connection}:${key}:${at}`, source: `${SOURCE}:${connection}`, time: at },
      {
        id: incidentId(connection, key),
        service: reading.text(body, 'component') ?? connection,
        source: SOURCE,
        severity: reading.text(body, 'severity'),
        title: reading.text(body, 'title'),
        url: reading.link(body, 'url'),
        startedAt,
        resolvedAt: resolvedAt ?? null,
        occurredAt: at,
        revision: revisionOf(at, resolvedAt === undefined ? 1 : 8),
      },
    ),
  );
}

const incidentId = (connection: string, key: string): string => `${SOURCE}/${connection}/${key}`;

/** The call has no body: an incident is over when it is made. */
function closed(connection: string, key: string, receivedAt: number): Normalized {
  if (key === '') return rejected('unknown_type', 'the address names no issue');
  const at = new Date(receivedAt).toISOString();
  return says(
    eventOf(
      'incident',
      { id: `${SOURCE}:close:${connection}:${key}`, source: `${SOURCE}:${connection}`, time: at },
      {
        id: incidentId(connection, key),
        source: SOURCE,
        resolvedAt: at,
        occurredAt: at,
        revision: revisionOf(at, 9),
      },
    ),
  );
}
