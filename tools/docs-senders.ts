import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sources } from '@leadline/sources';
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

/** docs/reference/senders.md, from the registry of sources and their fixtures. */
export async function sendersPage(): Promise<string> {
  const senders = await Promise.all(
    sources.map(async ({ id, title }) => ({ id, title, bodies: await bodiesOf(id), setup: await setupOf(id) })),
  );
  return page('Senders', 'libs/sources/src', [
    `Leadline understands the webhooks of ${senders.length} senders. Each is an endpoint by its name: it sends to ${code('/hooks/<name>')}, signed with the secret in ${code('LEADLINE_SECRET_<NAME>')}. A tool that is not here can send [events of its own](events.md), or any JSON to an endpoint of ${code('standard')} with a ${code('mapping')} in [leadline.yaml](configuration.md).`,
    table(
      ['sender', 'name', 'becomes', 'how to set it up'],
      senders.map(({ id, title, bodies, setup }) => [title, code(id), kindsIn(bodies).join(', '), setup]),
    ),
    '## What a body becomes',
    'One line for each body that the tests of a sender hold.',
    table(
      ['sender', 'body', 'becomes'],
      senders.flatMap(({ id, bodies }) => bodies.map(({ name, becomes }) => [code(id), name, textOf(becomes)])),
    ),
  ]);
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
