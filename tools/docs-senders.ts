import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HookRequest, type Normalized, type Source, sources } from '@leadline/sources';
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
    sources.map(async (source) => {
      const { id, title } = source;
      return { id, title, source, bodies: await bodiesOf(id), setup: await setupOf(id) };
    }),
  );
  return page('Senders', 'libs/sources/src', [
    `Leadline understands the webhooks of ${senders.length} senders. Each is an endpoint by its name: it sends to ${code('/hooks/<name>')}, signed with the secret in ${code('LEADLINE_SECRET_<NAME>')}. A tool that is not here can send [events of its own](events.md), or any JSON to an endpoint of ${code('standard')} with a ${code('mapping')} in [leadline.yaml](configuration.md).`,
    table(
      ['sender', 'name', 'becomes', 'proven by', 'told apart by', 'how to set it up'],
      senders.map(({ id, title, source, bodies, setup }) => [
        title,
        code(id),
        becomes[id] ?? kindsIn(bodies).join(', '),
        proofOf(source),
        identityOf(source),
        setup,
      ]),
    ),
    'A sender that signs is believed for the bytes it signed. One that signs nothing is believed for a token, which it sends in a header, as a password or in the address. A delivery that is told apart by a hash is a new one as soon as a byte of it is another; messages of SNS and CloudEvents of Harbor or in binary mode have an id all the same.',
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

/** The first test event of a source, always the same. */
function triedOf({ id, testEvents }: Source, secret: string): HookRequest {
  const request = testEvents?.make(testEvents.names[0] ?? '', { secret, id: 'leadline-test', now: TRIED_AT });
  if (request === undefined) throw new Error(`${id} has no test event`);
  return request;
}

const TRIED_AT = Date.UTC(2026, 2, 2, 10);
/** A key of Standard Webhooks, which is text like any other elsewhere. */
const SECRET = `whsec_${'A1b2'.repeat(8)}`;

/** Whether the proof of one body is one of every other too. */
function proofOf(source: Source): string {
  if (source.testEvents?.unsigned) return 'signature of the body';
  const { headers, body } = triedOf(source, SECRET);
  const isProven = (sent: Uint8Array): boolean =>
    source.verify({ headers, body: sent }, [SECRET], TRIED_AT).outcome === 'verified';
  if (!isProven(body)) throw new Error(`${source.id} refuses its own test event`);
  return isProven(Buffer.from('{}')) ? 'token' : 'signature of the body';
}

/** What it goes by that a delivery came before. */
function identityOf(source: Source): string {
  const id = source.deliveryId(triedOf(source, SECRET));
  if (id === null || id === '') return 'hash of the body';
  return /^[0-9a-f]{64}$/.test(id) ? 'hash of address and body' : 'its own id';
}

/** What a source makes of its test event, at an instant that is always the same. */
function triedAs(source: Source, name: string): string {
  const now = TRIED_AT;
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
