import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Normalized, type Source, sources } from '@leadline/sources';
import { z } from 'zod';
import { code, page, table } from './docs-markdown.ts';

const folder = join(import.meta.dirname, '..', 'libs', 'sources', 'src');

/** What a body of the fixtures becomes. */
const outcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('events'), events: z.array(z.object({ type: z.string(), subject: z.string() })) }),
  z.object({ outcome: z.literal('ignored'), reason: z.string() }),
  z.object({ outcome: z.literal('rejected'), code: z.string(), pointer: z.string() }),
]);
type Outcome = z.infer<typeof outcome>;

interface Body {
  readonly name: string;
  readonly becomes: Outcome;
}

/** Of the senders whose bodies are whatever somebody makes them. */
const becomes: Readonly<Record<string, string>> = {
  cloudevents: 'every kind of [event](events.md)',
  standard: 'what a `mapping` says',
};

/** docs/reference/senders.md, from the registry of sources and their fixtures. */
export async function sendersPage(): Promise<string> {
  const senders = await Promise.all(
    sources.map(async ({ id, title }) => ({ id, title, bodies: await bodiesOf(id), setup: await setupOf(id) })),
  );
  return page('Senders', 'libs/sources/src', [
    `Leadline understands the webhooks of ${senders.length} senders. Each is an endpoint by its name: it sends to ${code('/hooks/<name>')}, signed with the secret in ${code('LEADLINE_SECRET_<NAME>')}. A tool that is not here can send [events of its own](events.md), or any JSON to an endpoint of ${code('standard')} with a ${code('mapping')} in [leadline.yaml](configuration.md).`,
    table(
      ['sender', 'name', 'becomes', 'how to set it up'],
      senders.map(({ id, title, bodies, setup }) => [
        title,
        code(id),
        becomes[id] ?? kindsIn(bodies).join(', '),
        setup,
      ]),
    ),
    '## Test events',
    `${code('leadline send-test-event <name> [event]')} has the server sign one of these as its sender would and take it in as any hook. It is understood, and counts nowhere. Travis CI alone signs with a key that Leadline does not have: its signature is not tried.`,
    table(
      ['sender', 'event', 'understood as'],
      sources.flatMap((source) =>
        (source.testEvents?.names ?? []).map((name) => [code(source.id), code(name), triedAs(source, name)]),
      ),
    ),
    '## What a body becomes',
    'One line for each body that the tests of a sender hold.',
    table(
      ['sender', 'body', 'becomes'],
      senders.flatMap(({ id, bodies }) => bodies.map(({ name, becomes }) => [code(id), name, textOf(becomes)])),
    ),
  ]);
}

/** What a source makes of its test event, at an instant that is always the same. */
function triedAs(source: Source, name: string): string {
  const now = Date.UTC(2026, 2, 2, 10);
  const request = source.testEvents?.make(name, { secret: '', id: 'leadline-test', now });
  if (request === undefined) throw new Error(`${source.id} makes no test event "${name}"`);
  const normalized: Normalized = source.normalize({ ...request, endpoint: source.id, receivedAt: now });
  switch (normalized.outcome) {
    case 'events':
      return [...new Set(normalized.events.map(({ type }) => kindOf(type)))].join(', ');
    case 'ignored':
      return `ignored: ${normalized.reason}`;
    case 'rejected':
      throw new Error(`${source.id} rejects its test event "${name}": ${normalized.message}`);
  }
}

async function bodiesOf(id: string): Promise<Body[]> {
  const fixtures = join(folder, id, 'fixtures');
  const files = (await readdir(fixtures).catch(() => [])).filter((name) => name.endsWith('.events.json')).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace('.events.json', '').replaceAll('-', ' '),
      becomes: outcome.parse(JSON.parse(await readFile(join(fixtures, file), 'utf8'))),
    })),
  );
}

/** Where its set-up is told, from this page. */
async function setupOf(id: string): Promise<string> {
  const files = await readdir(join(folder, id)).catch(() => []);
  if (files.includes('setup.md')) return `[set it up](../../libs/sources/src/${id}/setup.md)`;
  return id === 'github' ? '[connect GitHub](../how-to/connect-github.md)' : '';
}

const kindOf = (type: string): string => type.split('.').at(-2) ?? type;

function kindsIn(bodies: readonly Body[]): string[] {
  const types = bodies.flatMap(({ becomes }) => (becomes.outcome === 'events' ? becomes.events : []));
  return [...new Set(types.map(({ type }) => kindOf(type)))].sort();
}

function textOf(becomes: Outcome): string {
  switch (becomes.outcome) {
    case 'events':
      return becomes.events.map(({ type, subject }) => `${kindOf(type)} ${code(subject)}`).join(', ');
    case 'ignored':
      return `ignored: ${becomes.reason}`;
    case 'rejected':
      return `quarantine: ${becomes.code} at ${code(becomes.pointer || '/')}`;
  }
}
