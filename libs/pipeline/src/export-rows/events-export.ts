import { type EventKind, kinds, messageMembers, parseEvent } from '@leadline/events';
import { Parameters } from '@leadline/metrics';
import type { Statement } from '@leadline/ports';
import { asCdEvent } from '@leadline/sources';
import type { TableRow } from '@leadline/tables';
import { z } from 'zod';
import { namedInJson } from '../people/names-of-people.js';
import { MOST_EXPORTED } from './entity-exports.js';
import { type ExportDeps, entityTagOf, type ExportRow, instantText, type RowExport } from './exported.js';
import { moment, momentsIn, readParameters } from './parameters.js';
import { problemsIn } from './problems-in.js';

const eventKinds = Object.keys(kinds) as EventKind[];

const parameters = z.strictObject({
  as: z.enum(['cloudevents', 'cdevents']).default('cloudevents'),
  /** Received at or after. */
  since: moment,
  /** Happened, by the source's clock, in [from, to). */
  from: moment,
  to: moment,
  timeZone: z.literal('UTC').default('UTC'),
  kinds: z.array(z.enum(eventKinds)).optional(),
  sources: z.array(z.string()).optional(),
});

const read = (query: URLSearchParams) => readParameters(parameters, query);

/**
 * Every event Leadline knows as a CloudEvents 1.0 envelope, in the order in which they were received; of several contents
 * of one event the one that holds. `as=cdevents`: as CDEvents, those they have a word for.
 */
export function eventsExport(deps: ExportDeps): RowExport {
  return {
    columns: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'data'],
    problems: (query) => problemsIn(deps, read(query)),
    etag: (query) => entityTagOf(deps, query),
    rows: (query) => rows(deps, query),
  };
}

async function* rows(deps: ExportDeps, query: URLSearchParams): AsyncIterable<ExportRow> {
  const parsed = read(query);
  if (parsed.outcome === 'problems') throw new Error('Rows were asked for in spite of problems');
  const { as } = parsed.parameters;
  const named = await namedInJson(deps.analytics());
  for await (const stored of deps.analytics().stream<EventRow>(eventsStatement(parsed.parameters))) {
    // Whom an erasure is of is told by the hash: there is no name.
    const row = stored.kind === 'subject_erased' ? stored : { ...stored, data: named(stored.data) };
    const event = as === 'cdevents' ? cdEventOf(row, deps) : cloudEventOf(row, deps);
    if (event !== null) yield { ...event };
  }
}

type EventRow = Pick<TableRow<'events'>, 'event_id' | 'source' | 'time' | 'data'> & {
  readonly kind: EventKind;
  readonly subject: string;
};

function eventsStatement(asked: z.infer<typeof parameters>): Statement {
  const bind = new Parameters();
  const { since, from, to } = momentsIn(asked);
  const conditions = [
    ...(since === undefined ? [] : [`received_at >= ${bind.bind('Int64', since)}`]),
    ...(from === undefined ? [] : [`time >= ${bind.bind('Int64', from)}`]),
    ...(to === undefined ? [] : [`time < ${bind.bind('Int64', to)}`]),
    ...(asked.kinds?.length ? [`kind IN ${bind.bind('Array(String)', asked.kinds)}`] : []),
    ...(asked.sources?.length ? [`source IN ${bind.bind('Array(String)', asked.sources)}`] : []),
  ];
  // Every partition has its own copy of a catalogue, and of the name of a repository.
  const sql = `
SELECT event_id, kind, source, time, data, subject
FROM (
  SELECT event_id, kind, source, time, data, received_at, multiIf(kind = 'catalogue', 'catalogue', kind = 'repository', replaceRegexpOne(entity, '@[0-9]+$', ''), entity) AS subject
  FROM events FINAL
  ORDER BY revision DESC, ifNull(time, 0) DESC, hash DESC
  LIMIT 1 BY subject, event_id
)
${conditions.length > 0 ? `WHERE ${conditions.join('\n  AND ')}\n` : ''}ORDER BY received_at, subject, event_id
LIMIT ${MOST_EXPORTED}`;
  return { sql, params: bind.values };
}

function cloudEventOf({ event_id: id, kind, source, time, data, subject }: EventRow, { opened }: ExportDeps) {
  const told = JSON.parse(data) as Readonly<Record<string, unknown>>;
  return {
    specversion: '1.0',
    id,
    source,
    type: kinds[kind].type,
    subject,
    time: instantText(time),
    datacontenttype: 'application/json',
    data: { ...told, ...keptMessages(told, opened) },
  };
}

function keptMessages(told: Readonly<Record<string, unknown>>, opened: ExportDeps['opened']): object {
  return Object.fromEntries(messageMembers.flatMap((name) => (name in told ? [[name, opened(told[name])]] : [])));
}

function cdEventOf(row: EventRow, deps: ExportDeps) {
  const { time, ...event } = cloudEventOf(row, deps);
  const parsed = parseEvent({ ...event, ...(time !== null && { time }) });
  return parsed.outcome === 'event' ? asCdEvent(parsed.known) : null;
}
