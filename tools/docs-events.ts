import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type EventKind, kinds } from '@leadline/events';
import { type JsonSchema, jsonSchema, typeText } from './docs-json-schema.ts';
import { code, page, table } from './docs-markdown.ts';

const folder = join(import.meta.dirname, '..', 'libs', 'events', 'src', 'kinds');
/** Fields that any event may carry; documented once. */
const shared = ['revision', 'occurredAt'];
/** Not for senders: Leadline writes these itself. */
const own: readonly EventKind[] = [
  'catalogue',
  'correction',
  'foreign',
  'quick_check_answer',
  'scorecard_answer',
  'subject_erased',
  'withdrawal',
];

const instant = (pattern: string): string | undefined =>
  pattern.startsWith('^\\d{4}-\\d{2}-\\d{2}T') ? 'instant' : undefined;

/** docs/reference/events.md, from the schemas of the kinds and the comments on their fields. */
export async function eventsPage(): Promise<string> {
  const documentation = await fieldDocumentation();
  const names = Object.keys(kinds) as EventKind[];
  return page('Events', 'libs/events/src/kinds', [
    'An event is one fact about one thing, in a [CloudEvents 1.0](https://cloudevents.io) envelope. Send events to `POST /events` ([how](http.md)); read them back from `GET /api/v1/events.ndjson`.',
    'Events are patches. One that leaves a field out says nothing of it; one that sets it to `null` erases it. What several events say of one thing is applied in the order of `revision`, never in the order of arrival. An unknown field is kept and not read.',
    '## Fields that every event may carry',
    table(
      ['field', 'type', 'meaning'],
      [
        [
          code('revision'),
          'whole number',
          'Orders what is said of one thing. The greatest that carries a field sets it. Missing: 0. Use a sequence of the sender, or its time of update in milliseconds.',
        ],
        [
          code('occurredAt'),
          'instant',
          'When the sender knew it. A query as of an earlier instant does not see the event. Missing: always known.',
        ],
      ],
    ),
    'An *instant* is an RFC 3339 time with an offset, such as `2026-03-02T10:00:00Z`.',
    '## Kinds',
    table(
      ['kind', 'type', 'what it says'],
      names.map((name) => [`[${name}](#${name})`, code(kinds[name].type), kinds[name].summary]),
    ),
    ...names.flatMap((name) => section(name, documentation)),
  ]);
}

function section(name: EventKind, documentation: ReadonlyMap<unknown, ReadonlyMap<string, string>>): string[] {
  const { type, summary, schema } = kinds[name];
  const { properties = {}, required = [] } = jsonSchema(schema);
  const docs = documentation.get(schema) ?? new Map<string, string>();
  const rows = Object.entries(properties)
    .filter(([field]) => !shared.includes(field))
    .map(([field, type]) => [
      code(field),
      `${typeText(type, instant)}${isNeeded(field, required, type) ? ', needed' : ''}`,
      docs.get(field) ?? '',
    ]);
  const writer = own.includes(name) ? ' Written by Leadline itself.' : '';
  return [`### ${name}`, `\`${type}\`. ${summary}${writer}`, table(['field', 'type', 'meaning'], rows)];
}

const isNeeded = (field: string, required: readonly string[], { default: initial }: JsonSchema): boolean =>
  required.includes(field) && initial === undefined;

/** By schema: what the comments above its fields say. */
async function fieldDocumentation(): Promise<Map<unknown, Map<string, string>>> {
  const found = new Map<unknown, Map<string, string>>();
  for (const file of (await readdir(folder)).filter((name) => /^[a-z-]+\.ts$/.test(name) && name !== 'index.ts')) {
    const text = await readFile(join(folder, file), 'utf8');
    const exported = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, unknown>;
    for (const [, name = '', body = ''] of text.matchAll(
      /export const (\w+) = z\.looseObject\(\{\n([\s\S]*?)\n\}\);/g,
    )) {
      found.set(exported[name], commentsIn(body));
    }
  }
  return found;
}

function commentsIn(body: string): Map<string, string> {
  const comments = body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+):/g);
  return new Map(
    Array.from(comments, ([, text = '', field = '']) => [
      field,
      text
        .replaceAll(/\s*\n\s*\*\s?/g, ' ')
        .replaceAll(/\{@link (\w+)\}/g, '`$1`')
        .trim(),
    ]),
  );
}
