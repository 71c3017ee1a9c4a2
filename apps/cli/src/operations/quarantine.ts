import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { countOption } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import type { Server } from '../server/server.js';
import { oneLine, printable } from '../terminal/printable.js';
import { counted, grouped } from '../terminal/quantities.js';
import { listing, table } from '../terminal/table.js';

const item = z.object({
  id: z.string(),
  receivedAt: z.string(),
  endpoint: z.string(),
  source: z.string().nullish(),
  stage: z.string(),
  code: z.string(),
  message: z.string(),
  pointer: z.string().nullish(),
  state: z.string(),
  attempts: z.number(),
});
const pageAnswer = z.object({
  quarantine: z.object({
    totalCount: z.number().nullish(),
    nodes: z.array(item),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});
const deliveryAnswer = z.object({
  delivery: z
    .object({
      id: z.string(),
      endpoint: z.string(),
      source: z.string().nullish(),
      event: z.string().nullish(),
      receivedAt: z.string(),
      headers: z.array(z.object({ name: z.string(), value: z.string() })),
      body: z.string(),
    })
    .nullable(),
});
const retryAnswer = z.object({ retryQuarantined: z.object({ retried: z.number() }) });

type Item = z.infer<typeof item>;

const LISTED = 'What there is: leadline quarantine ls';

/** The most ids one mutation is sent. */
const PAGE = 100;

/** `leadline quarantine ls`. */
export async function listQuarantine({ options, output, server: connect }: Invocation): Promise<ExitCode> {
  const limit = countOption(options, 'limit', { initial: 50, most: 10_000 });
  const server = await connect();
  const { items, total } = await read(server, limit);
  output.data({ total, items }, () => listText(items, total));
  return exitCodes.ok;
}

/** `leadline quarantine show <id>`: why, and what was sent. */
export async function showQuarantined({ args, output, server: connect }: Invocation): Promise<ExitCode> {
  const [id = ''] = args;
  const server = await connect();
  const { quarantine } = readAnswer(
    pageAnswer,
    await server.graphql(documents.quarantine, { first: 1, after: null, ids: [id] }),
  );
  const [found] = quarantine.nodes;
  if (found === undefined) {
    throw new Failure('failed', `there is nothing in quarantine under "${oneLine(id)}"`, [LISTED]);
  }
  const { delivery } = readAnswer(deliveryAnswer, await server.graphql(documents.delivery, { id }));
  output.data({ ...found, delivery }, () =>
    [
      itemText(found),
      ...(delivery === null
        ? []
        : [
            '',
            ...delivery.headers.map(({ name, value }) => oneLine(`${name}: ${value}`)),
            '',
            printable(delivery.body),
          ]),
    ].join('\n'),
  );
  return exitCodes.ok;
}

/** `leadline quarantine retry <id…>|--all`: lets the present normalizers try again. */
export async function retryQuarantined({ args, options, output, server: connect }: Invocation): Promise<ExitCode> {
  const all = options.isSet('all');
  if (all === args.length > 0) throw new Failure('usage', 'name what to try again, or --all');
  const server = await connect();
  const ids = all ? (await read(server, Infinity)).items.map(({ id }) => id) : args;
  let retried = 0;
  for (let start = 0; start < ids.length; start += PAGE) {
    retried += await retriedOf(server, ids.slice(start, start + PAGE));
  }
  output.data({ asked: ids.length, retried }, () =>
    [
      `${counted(retried, 'delivery', 'deliveries')} will be read again.`,
      ...(retried < ids.length ? [`${grouped(ids.length - retried)} had been understood before.`] : []),
      '',
      'What remains: leadline quarantine ls',
    ].join('\n'),
  );
  return exitCodes.ok;
}

async function retriedOf(server: Server, ids: readonly string[]): Promise<number> {
  try {
    return readAnswer(retryAnswer, await server.graphql(documents.retry, { ids })).retryQuarantined.retried;
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'refused') throw error;
    throw new Failure(error.kind, error.message, [...error.fix, LISTED], { cause: error });
  }
}

async function read(server: Server, limit: number): Promise<{ items: readonly Item[]; total: number | null }> {
  const items: Item[] = [];
  let after: string | null = null;
  let total: number | null = null;
  do {
    const first = Math.min(PAGE, limit - items.length);
    const asked: unknown = await server.graphql(documents.quarantine, { first, after });
    const { quarantine } = readAnswer(pageAnswer, asked);
    items.push(...quarantine.nodes);
    total = quarantine.totalCount ?? total;
    after =
      quarantine.pageInfo.hasNextPage && quarantine.nodes.length > 0 ? (quarantine.pageInfo.endCursor ?? null) : null;
  } while (after !== null && items.length < limit);
  return { items, total };
}

function listText(items: readonly Item[], total: number | null): string {
  if (items.length === 0) return 'The quarantine is empty.';
  const rows = items.map(({ id, receivedAt, endpoint, code, pointer, message }) => [
    id,
    receivedAt,
    endpoint,
    code,
    `${pointer ? `${pointer}: ` : ''}${message}`,
  ]);
  const more = total !== null && total > items.length ? [`and ${grouped(total - items.length)} more (--limit)`] : [];
  return [
    table(['ID', 'RECEIVED', 'ENDPOINT', 'CODE', 'WHY'], rows),
    ...more,
    '',
    `Look closer: leadline quarantine show ${oneLine(items[0]?.id ?? '')}`,
  ].join('\n');
}

function itemText({ id, receivedAt, endpoint, source, stage, code, message, pointer, state, attempts }: Item): string {
  return listing([
    ['Id', id],
    ['Received', receivedAt],
    ['Endpoint', `${endpoint}${source ? ` (${source})` : ''}`],
    ['Stage', stage],
    ['Why', `${code}: ${message}`],
    ['Where', pointer || undefined],
    ['State', `${state.toLowerCase()}, ${counted(attempts, 'attempt')}`],
  ]);
}
