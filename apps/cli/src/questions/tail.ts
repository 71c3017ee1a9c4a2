import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { countOption, optionalText } from '../option-values.js';
import { parsePointInTime } from '../point-in-time.js';
import { readAnswer } from '../server/graphql.js';
import { ndjson } from '../server/ndjson.js';
import type { Server } from '../server/server.js';
import { oneLine } from '../terminal/printable.js';

const event = z.looseObject({
  id: z.string(),
  type: z.string(),
  subject: z.string().nullish(),
  time: z.string().nullish(),
});
type TailedEvent = z.infer<typeof event>;

/** Where the next question begins; the server gives it with each answer. */
const CURSOR = 'leadline-next';
/** Events seen last, by id: what lies on the border of two questions is shown once. */
const REMEMBERED = 10_000;

/** `leadline tail`: events as Leadline learns of them, until Ctrl-C. */
export async function tail(invocation: Invocation): Promise<ExitCode> {
  const { options, io, output } = invocation;
  const pauseMs = countOption(options, 'interval', { initial: 2, most: 3600 }) * 1000;
  const type = optionalText(options, 'type');
  const since = optionalText(options, 'since');
  const server = await invocation.server();
  const seen = new Set<string>();
  let cursor = new Date(since === undefined ? io.now() : parsePointInTime(since, '--since', io.now())).toISOString();
  while (!io.signal.aborted) {
    const asked = io.now();
    const { next, events } = await eventsSince(server, cursor);
    for await (const told of events) {
      if (seen.has(told.id)) continue;
      remember(seen, told.id);
      if (type === undefined || told.type.includes(type)) output.item(told, () => eventText(told));
    }
    cursor = next ?? new Date(asked).toISOString();
    if (options.isSet('once')) return exitCodes.ok;
    await io.sleep(pauseMs, io.signal);
  }
  return exitCodes.interrupted;
}

async function eventsSince(
  server: Server,
  cursor: string,
): Promise<{ next: string | null; events: AsyncIterable<TailedEvent> }> {
  const path = `/api/v1/events.ndjson?since=${encodeURIComponent(cursor)}`;
  const response = await server.request({ method: 'GET', path, headers: { accept: 'application/x-ndjson' } });
  async function* events(): AsyncGenerator<TailedEvent> {
    for await (const value of ndjson(response)) yield readAnswer(event, value);
  }
  return { next: response.headers.get(CURSOR), events: events() };
}

function remember(seen: Set<string>, id: string): void {
  seen.add(id);
  const [oldest] = seen;
  if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
}

function eventText({ time, type, subject, id }: TailedEvent): string {
  const kind = type.replace(/^dev\.(leadline|cdevents)\./, '').replace(/\.recorded$/, '');
  return [oneLine(time ?? '-'), oneLine(kind), oneLine(subject ?? id)].join('  ');
}
