import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Delivery, type Normalized, PATH_HEADER, sourceById, sources } from '@leadline/sources';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endApps, startApp } from './app-process.js';
import { type Answer, type Client, clientOf } from './client.js';
import { capturedBodies, captureProblem, cdEventExamples, fixtureBodies, type SenderBody } from './sender-bodies.js';
import { inAddress, type Prover, proverOf } from './sender-signatures.js';

const LIMIT_MS = 300_000;
/** Requests under way at once. */
const AT_ONCE = 16;

/** To an address that is answered 404. */
const nowhere: ReadonlySet<string> = new Set(['sleuth/another-address.request.json']);

/** A request that was answered. */
interface Sent extends SenderBody {
  readonly answer: Answer;
  /** What its source makes of it, asked outside of the product. */
  readonly expected: Normalized;
}

interface Counts {
  readonly normalized: number;
  readonly ignored: number;
  readonly quarantined: number;
}

const provers = new Map<string, Prover>(sources.map(({ id }) => [id, proverOf(id)]));
const proverFor = (source: string): Prover => {
  const prover = provers.get(source);
  if (prover === undefined) throw new Error(`There is no source "${source}"`);
  return prover;
};
const secretName = (source: string): string => `LEADLINE_SECRET_${source.toUpperCase().replaceAll('-', '_')}`;

let directory: string;
let client: Client;
let sent: Sent[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-senders-'));
  const secrets = Object.fromEntries(sources.map(({ id }) => [secretName(id), proverFor(id).secret]));
  const app = startApp('standalone', {
    LEADLINE_DATA: join(directory, 'data'),
    LEADLINE_CONFIG: '/dev/null',
    ...secrets,
  });
  client = clientOf(await app.address);
  const bodies = [...fixtureBodies(), ...(captureProblem === undefined ? capturedBodies() : [])];
  sent = await sendAll(bodies.filter(({ name }) => !nowhere.has(name)));
  const last = sent.flatMap(({ answer }) => positionIn(answer) ?? []).toSorted(byOffset);
  await client.counted(last.at(-1) ?? '0:0');
}, LIMIT_MS);
afterAll(async () => {
  await endApps();
  await rm(directory, { recursive: true, force: true });
});

/** Every body as its sender sends it, some at once. */
async function sendAll(bodies: readonly SenderBody[]): Promise<Sent[]> {
  const done: Sent[] = [];
  const left = bodies.values();
  const work = async (): Promise<void> => {
    for (const body of left) done.push(await send(body));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}

async function send(body: SenderBody): Promise<Sent> {
  const { source, body: bytes } = body;
  const { secret, prove } = proverFor(source);
  const now = Date.now();
  const headers = { ...body.headers, ...prove(bytes, now) };
  const { [PATH_HEADER]: compatible, ...sentHeaders } = headers;
  const token = inAddress.has(source) ? `?token=${secret}` : '';
  const path = compatible ?? `/hooks/${source}${token}`;
  const answer = await client.request(path, { method: 'POST', body: bytes, headers: sentHeaders });
  return { ...body, answer, expected: normalize({ endpoint: source, receivedAt: now, headers, body: bytes }) };
}

function normalize(delivery: Delivery): Normalized {
  const source = sourceById(delivery.endpoint);
  if (source === undefined) throw new Error(`There is no source "${delivery.endpoint}"`);
  return source.normalize(delivery);
}

/** "<partition>:<offset>" of a delivery; compatible addresses answer as the other product does, without it. */
function positionIn({ body }: Answer): string | undefined {
  return /"position":"(\d+:\d+)"/.exec(body.toString())?.[1];
}

const offsetOf = (position: string): number => Number(position.split(':')[1]);
const byOffset = (a: string, b: string): number => offsetOf(a) - offsetOf(b);

describe('every sender at once', () => {
  it('says loudly what it could not send', (context) => {
    if (captureProblem !== undefined) context.skip(captureProblem);
    expect(sent.filter(({ name }) => !name.endsWith('.request.json')).length).toBeGreaterThan(250);
  });

  it('is answered as its hooks are, or as the product whose address it knows', () => {
    const answered = sent.map(({ name, answer }) => [
      name,
      answer.status,
      answer.status < 400 ? '' : String(answer.body),
    ]);
    const statusOf = ({ source }: Sent): number => (['datadog-dora', 'devlake', 'sleuth'].includes(source) ? 200 : 202);
    expect(answered).toEqual(sent.map((each) => [each.name, statusOf(each), '']));
    const silent = sources.filter(({ id }) => !sent.some(({ source }) => source === id)).map(({ id }) => id);
    // They stand for no tool: their own specs send to them.
    expect(silent).toEqual(['cloudevents', 'standard']);
  });

  it('is refused without its proof, and nothing of that is stored', async () => {
    const answers = await Promise.all(
      sources.map(({ id }) => client.request(`/hooks/${id}`, { method: 'POST', body: '{}' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(sources.map(() => 401));
  });

  it('finds each delivery among the events, the ignored or in quarantine', async () => {
    const { sources: health } = await client.graphql<{ sources: { endpoint: string; last24Hours: Counts }[] }>(
      '{ sources { endpoint last24Hours { normalized ignored quarantined } } }',
    );
    const found = health.filter(({ endpoint }) => sent.some(({ source }) => source === endpoint));
    const countsOf = (source: string): Counts => {
      const outcomes = sent.filter((each) => each.source === source).map(({ expected }) => expected.outcome);
      const count = (wanted: Normalized['outcome']): number => outcomes.filter((each) => each === wanted).length;
      return { normalized: count('events'), ignored: count('ignored'), quarantined: count('rejected') };
    };
    const byName = (counts: readonly (readonly [string, Counts])[]) => Object.fromEntries(counts);
    expect(byName(found.map(({ endpoint, last24Hours }) => [endpoint, last24Hours]))).toEqual(
      byName([...new Set(sent.map(({ source }) => source))].map((source) => [source, countsOf(source)])),
    );
  });

  it('shows in quarantine what could not be understood, with why and where', async () => {
    const entries = await quarantined();
    const shown = entries.map(({ endpoint, code, pointer }) => `${endpoint} ${code} ${pointer}`);
    const expected = sent.flatMap(({ source, expected: { outcome, ...rest } }) =>
      outcome === 'rejected' && 'code' in rest ? [`${source} ${rest.code} ${rest.pointer}`] : [],
    );
    expect(shown.toSorted()).toEqual(expected.toSorted());
  });

  it('gives every event back, and none that nobody sent', async () => {
    const exported = linesOf(await client.exported('/api/v1/events.ndjson')).map(({ id }) => String(id));
    const expected = sent.flatMap(({ expected: normalized }) =>
      normalized.outcome === 'events' ? normalized.events.map(({ id }) => id) : [],
    );
    expect([...new Set(exported)].filter((id) => !id.startsWith('catalogue')).toSorted()).toEqual(
      [...new Set(expected)].toSorted(),
    );
  });
});

describe('test events', () => {
  it('are taken in for every sender, signed as it signs, and count nowhere', { timeout: LIMIT_MS }, async () => {
    const before = linesOf(await client.exported('/api/v1/events.ndjson')).length;
    const tried = sources.flatMap(({ id, testEvents }) =>
      (testEvents?.names ?? []).map((event) => [id, event] as const),
    );
    const positions: string[] = [];
    for (const [source, event] of tried) {
      const { position } = await client.admin<{ position: string }>('test-events', { source, event });
      positions.push(position);
    }
    await client.counted(positions.toSorted(byOffset).at(-1) ?? '0:0');
    expect(linesOf(await client.exported('/api/v1/events.ndjson'))).toHaveLength(before);
    const { delivery } = await client.graphql<{ delivery: { outcome: string; reason: string } }>(
      `{ delivery(id: "${positions.at(-1)}") { outcome reason } }`,
    );
    expect(delivery).toEqual({ outcome: 'IGNORED', reason: 'test event: understood as deployment' });
  });
});

describe('CDEvents', () => {
  it('are told again as they were told, those too that nothing is made of', { timeout: LIMIT_MS }, async (context) => {
    if (captureProblem !== undefined) context.skip(captureProblem);
    // given the examples of the specification, each about a subject of its own
    const examples = cdEventExamples().flatMap(({ name, text }) => {
      const example = cdEvent.safeParse(JSON.parse(text));
      return example.success ? [about(example.data, `${name}/1`)] : [];
    });
    expect(examples.length).toBeGreaterThan(45);

    // when they are sent
    const answers = await Promise.all(examples.map((example) => client.send(example)));
    const last = answers.map(({ position }) => position).toSorted(byOffset);
    await client.counted(last.at(-1) ?? '0:0');

    // then each comes out once and unchanged
    const all = linesOf(await client.exported('/api/v1/events.ndjson?as=cdevents'));
    const told = all.map(({ data }) => cdEvent.parse(data));
    const comeOut = examples.map(({ context: { id } }) => told.filter(({ context }) => context.id === id));
    expect(comeOut).toEqual(examples.map((example) => [example]));
  });
});

const cdEvent = z.looseObject({
  context: z.looseObject({ id: z.string(), source: z.string(), type: z.string(), timestamp: z.string() }),
  subject: z.looseObject({ id: z.string(), content: z.record(z.string(), z.unknown()) }),
});
type CdEvent = z.infer<typeof cdEvent>;

/** The same message about another subject, and so another message. */
const about = ({ context, subject, ...rest }: CdEvent, id: string): CdEvent => ({
  ...rest,
  context: { ...context, id },
  subject: { ...subject, id },
});

interface Entry {
  readonly endpoint: string;
  readonly code: string;
  readonly pointer: string;
}

async function quarantined(): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let after: string | null = null; ;) {
    const { quarantine }: { quarantine: Page } = await client.graphql(
      `query ($after: String) {
        quarantine(first: 100, after: $after) { nodes { endpoint code pointer } pageInfo { endCursor hasNextPage } }
      }`,
      { after },
    );
    entries.push(...quarantine.nodes);
    if (!quarantine.pageInfo.hasNextPage) return entries;
    after = quarantine.pageInfo.endCursor;
  }
}

interface Page {
  readonly nodes: readonly Entry[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

const linesOf = (ndjson: string): Record<string, unknown>[] =>
  ndjson
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
