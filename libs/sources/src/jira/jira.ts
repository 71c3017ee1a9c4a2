import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { jsonTestEvents } from '../json-test-events.js';
import { keyOn } from '../repository.js';
import { revisionOf } from '../revision.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Source } from '../source.js';
import { signedBy } from '../test-event.js';
import { bodies } from './test-events.js';

/** https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks */
const signature: HmacScheme = { header: 'x-hub-signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' };

/** Jira, in the cloud and Data Center: webhooks of administrators. Data Center signs nothing and sends a token. */
export const jira: Source = {
  id: 'jira',
  title: 'Jira',
  deliveryId: (request) => request.headers['x-atlassian-webhook-identifier'] ?? null,
  eventName: (request) => memberOf(request, 'webhookEvent'),
  verify: (request, secrets) =>
    request.headers[signature.header] === undefined
      ? verifyHookToken(request, secrets)
      : verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

/** Events of an issue, in the order in which those of one millisecond happened. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['jira:issue_created', 0],
  ['jira:issue_updated', 4],
  ['jira:issue_deleted', 9],
]);

/** https://developer.atlassian.com/cloud/jira/platform/webhooks/. Whether it is an incident, its type and the catalogue say. */
function understand({ body, reading }: JsonHook): Understood {
  const type = reading.requiredText(body, 'webhookEvent');
  const rank = ranks.get(type);
  if (rank === undefined) return ignored(`${quoted(type)} changes no issue that Leadline measures`);
  const issue = reading.requiredObject(body, 'issue');
  const fields = reading.requiredObject(issue, 'fields');
  const key = keyOn(reading.link(issue, 'self'), null, reading.requiredKey(issue, 'id'));
  const updatedAt = reading.requiredMoment(fields, 'updated');
  const deleted = type === 'jira:issue_deleted';
  const at = deleted ? (reading.moment(body, 'timestamp') ?? updatedAt) : updatedAt;
  const project = reading.requiredObject(fields, 'project');
  return says(
    eventOf(
      'issue',
      { id: `jira:${key}:${updatedAt}:${type}`, source: `jira:${reading.text(project, 'key') ?? ''}`, time: at },
      {
        id: `jira/${key}`,
        // The project stands where a forge's repository does: the catalogue's aliases name it by its key.
        repo: reading.requiredText(project, 'key'),
        repositoryId: `jira:${keyOn(reading.link(issue, 'self'), null, reading.requiredKey(project, 'id'))}`,
        key: reading.text(issue, 'key'),
        source: 'jira',
        title: reading.text(fields, 'summary') ?? '',
        type: typeOf(reading, fields),
        severity: reading.text(reading.object(fields, 'priority'), 'name'),
        labels: labelsOf(reading, fields),
        openedAt: reading.requiredMoment(fields, 'created'),
        ...closingOf(reading, fields, updatedAt),
        deleted,
        occurredAt: at,
        revision: revisionOf(at, rank),
      },
    ),
  );
}

/** Jira Service Management marks the types it brings along: "[System] Incident". */
function typeOf(reading: BodyReading, fields: Place): string | undefined {
  const name = reading.text(reading.object(fields, 'issuetype'), 'name');
  return name?.replace(/^\[System\] /, '').toLowerCase();
}

/** Labels, and the components it touches as "component:<name>". */
function labelsOf(reading: BodyReading, fields: Place): string[] {
  const components = reading.objects(fields, 'components').flatMap((place) => reading.text(place, 'name') ?? []);
  return [...(reading.texts(fields, 'labels') ?? []), ...components.map((name) => `component:${name}`)];
}

/**
 * An issue is closed when it is resolved. Projects without resolutions close it by a status of the category "done",
 * and say since when it has been in it.
 */
function closingOf(reading: BodyReading, fields: Place, updatedAt: string): Partial<EventData<'issue'>> {
  const resolvedAt = reading.moment(fields, 'resolutiondate');
  const status = reading.object(fields, 'status');
  const category = reading.text(status && reading.object(status, 'statusCategory'), 'key');
  const done = category === 'done' ? (reading.moment(fields, 'statuscategorychangedate') ?? updatedAt) : undefined;
  const closedAt = resolvedAt ?? done ?? null;
  return { closedAt, closedAs: closedAt === null ? null : closedAs(reading, fields) };
}

/** Jira's own resolutions in the words that trackers share. */
function closedAs(reading: BodyReading, fields: Place): string | null {
  const name = reading.text(reading.object(fields, 'resolution'), 'name');
  switch (name?.toLowerCase()) {
    case undefined:
      return null;
    case 'duplicate':
      return 'duplicate';
    case "won't do":
    case "won't fix":
    case 'declined':
    case 'cannot reproduce':
    case 'not a bug':
      return 'not_planned';
    default:
      return 'completed';
  }
}
