import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { ignored, type JsonHook, quoted, says, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';

/** What was done to an issue, in the order in which it happens within a second. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['created', 0],
  ['unresolved', 5],
  ['resolved', 8],
  ['archived', 7],
  ['ignored', 7],
]);

/**
 * A group of errors. Whether it is an incident, the catalogue says by its labels: an error alone disturbs nobody yet.
 * https://docs.sentry.io/organization/integrations/integration-platform/webhooks/issues/
 */
export function issue({ body, reading, headers }: JsonHook, data: Place): Understood {
  const action = reading.requiredText(body, 'action');
  const rank = ranks.get(action);
  if (reading.misfit === null && rank === undefined) {
    return ignored(`${quoted(action)} neither opens nor closes an issue`);
  }
  const place = reading.requiredObject(data, 'issue');
  const id = reading.requiredKey(place, 'id');
  const openedAt = reading.requiredInstant(place, 'firstSeen');
  const at = action === 'created' ? openedAt : actedAt(reading, headers, place);
  return says(
    eventOf(
      'issue',
      { id: `sentry:${id}:${action}:${at}`, source: 'sentry', time: at },
      {
        id: `sentry/${id}`,
        ...projectOf(reading, reading.requiredObject(place, 'project')),
        source: 'sentry',
        title: reading.text(place, 'title') ?? '',
        url: reading.link(place, 'web_url') ?? reading.link(place, 'permalink'),
        // Alerts add the rule that sent them: what is done later must not take it away.
        ...(action === 'created' && { labels: labelsOf(reading, place) }),
        openedAt,
        closedAt: action === 'resolved' ? at : null,
        closedAs: action === 'resolved' ? 'completed' : null,
        ...((action === 'ignored' || action === 'archived') && { closedAt: at, closedAs: 'not_planned' }),
        occurredAt: at,
        revision: revisionOf(at, rank ?? 0),
      },
    ),
  );
}

/** When it was done: the body does not say, the header does in seconds. */
function actedAt(reading: BodyReading, headers: JsonHook['headers'], place: Place): string {
  return reading.momentInHeader(headers, 'sentry-hook-timestamp') ?? reading.requiredInstant(place, 'lastSeen');
}

function projectOf(reading: BodyReading, project: Place): Pick<EventData<'issue'>, 'repo' | 'repositoryId'> {
  return {
    // The project stands where a forge's repository does: the catalogue's aliases name it by its slug.
    repo: reading.requiredText(project, 'slug'),
    repositoryId: `sentry:${reading.requiredKey(project, 'id')}`,
  };
}

const labelsOf = (reading: BodyReading, place: Place): string[] => {
  const level = reading.text(place, 'level');
  return level === undefined ? [] : [`level:${level}`];
};

/** An alert rule of issues fired: https://docs.sentry.io/organization/integrations/integration-platform/webhooks/issue-alerts/ */
export function eventAlert({ reading }: JsonHook, data: Place): Understood {
  const event = reading.requiredObject(data, 'event');
  const at = reading.moment(event, 'datetime') ?? reading.requiredMoment(event, 'timestamp');
  const link = reading.text(event, 'issue_url') ?? '';
  const id = reading.key(event, 'issue_id') ?? /\/issues\/(\d+)\/?$/.exec(link)?.[1];
  if (id === undefined) reading.requiredKey(event, 'issue_id');
  return says(
    alertEvent(reading, event, at, {
      id: id ?? '',
      eventId: reading.requiredText(event, 'event_id'),
      url: reading.link(event, 'web_url'),
      projectId: reading.requiredKey(event, 'project'),
      // ".../projects/<organisation>/<project>/events/…"
      slug: /\/projects\/[^/]+\/([^/]+)\//.exec(reading.text(event, 'url') ?? '')?.[1],
      rules: [reading.text(data, 'triggered_rule')],
    }),
  );
}

/** What the old WebHooks plugin sends, without envelope or signature. */
export function legacyAlert({ body, reading }: JsonHook): Understood {
  const event = reading.requiredObject(body, 'event');
  const at = reading.moment(event, 'datetime') ?? reading.requiredMoment(event, 'timestamp');
  return says(
    alertEvent(reading, event, at, {
      id: reading.requiredKey(body, 'id'),
      eventId: reading.text(event, 'event_id') ?? reading.requiredText(event, 'id'),
      url: reading.link(body, 'url'),
      projectId: reading.key(event, 'project'),
      slug: reading.requiredText(body, 'project_slug'),
      rules: reading.texts(body, 'triggering_rules') ?? [],
    }),
  );
}

interface Alerted {
  readonly id: string;
  readonly eventId: string;
  readonly url: string | undefined;
  readonly projectId: string | undefined;
  readonly slug: string | undefined;
  readonly rules: readonly (string | undefined)[];
}

function alertEvent(reading: BodyReading, event: Place, at: string, alerted: Alerted) {
  const rules = alerted.rules.filter((rule) => rule !== undefined).map((rule) => `rule:${rule}`);
  return eventOf(
    'issue',
    { id: `sentry:${alerted.id}:alert:${alerted.eventId}`, source: 'sentry', time: at },
    {
      id: `sentry/${alerted.id}`,
      repo: alerted.slug,
      ...(alerted.projectId !== undefined && { repositoryId: `sentry:${alerted.projectId}` }),
      source: 'sentry',
      title: reading.text(event, 'title') ?? '',
      url: alerted.url,
      labels: [...labelsOf(reading, event), ...rules],
      openedAt: at,
      closedAt: null,
      occurredAt: at,
      revision: revisionOf(at, 3),
    },
  );
}
