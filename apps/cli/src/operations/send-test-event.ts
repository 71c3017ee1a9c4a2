import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';

const answer = z.object({ id: z.string(), position: z.string(), endpoint: z.string().nullish() });

/**
 * `leadline send-test-event <source> <event>`: the server signs an example with the endpoint's own secret and takes it in
 * as a hook, so the whole way is tried without a secret leaving the server.
 */
export async function sendTestEvent({ args, output, server: connect }: Invocation): Promise<ExitCode> {
  const [source = '', event = ''] = args;
  const server = await connect();
  const sent = readAnswer(
    answer,
    await server.json({ method: 'POST', path: '/admin/test-events', json: { source, event } }),
  );
  output.data(sent, () =>
    [
      `Sent ${oneLine(event)} to ${oneLine(sent.endpoint ?? source)} as delivery ${oneLine(sent.id)} (position ${oneLine(sent.position)}).`,
      '',
      'Watch it arrive: leadline tail --since 1h --once',
    ].join('\n'),
  );
  return exitCodes.ok;
}
