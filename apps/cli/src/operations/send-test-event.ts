import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import type { Server } from '../server/server.js';
import { oneLine } from '../terminal/printable.js';

const answer = z.object({ id: z.string(), position: z.string(), endpoint: z.string(), event: z.string() });
const outcomeAnswer = z.object({
  delivery: z.object({ outcome: z.string(), reason: z.string().nullish() }).nullable(),
});
type Outcome = NonNullable<z.infer<typeof outcomeAnswer>['delivery']>;

/** A delivery is understood within a second or so; where it is not, something is behind. */
const LOOKS = 20;
const PAUSE_MS = 500;

/**
 * `leadline send-test-event <source> [event]`: the server signs an example with the endpoint's own secret and takes it in
 * as a hook, so the whole way is tried without a secret leaving the server. What it was understood as is shown; it never
 * counts.
 */
export async function sendTestEvent({ args, io, output, server: connect }: Invocation): Promise<ExitCode> {
  const [source = '', event] = args;
  const server = await connect();
  const sent = readAnswer(
    answer,
    await server.json({ method: 'POST', path: '/admin/test-events', json: { source, event } }),
  );
  const outcome = await outcomeOf(server, sent.position, (ms) => io.sleep(ms, io.signal));
  output.data({ ...sent, ...outcome }, () =>
    [
      `Sent ${oneLine(sent.event)} to ${oneLine(sent.endpoint)} as delivery ${oneLine(sent.id)} (position ${oneLine(sent.position)}).`,
      outcome === undefined
        ? 'It is stored, and not read yet: leadline doctor shows how far the stages are behind.'
        : outcomeText(outcome),
    ].join('\n'),
  );
  return outcome === undefined || outcome.outcome === 'QUARANTINED' ? exitCodes.failed : exitCodes.ok;
}

async function outcomeOf(
  server: Server,
  position: string,
  pause: (milliseconds: number) => Promise<void>,
): Promise<Outcome | undefined> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { delivery } = await outcomeAt(server, position);
    if (delivery !== null) return delivery;
    await pause(PAUSE_MS);
  }
  return undefined;
}

async function outcomeAt(server: Server, position: string): Promise<z.infer<typeof outcomeAnswer>> {
  try {
    return readAnswer(outcomeAnswer, await server.graphql(documents.outcome, { id: position }));
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'refused') throw error;
    throw new Failure('refused', `${error.message}; the test event was sent and stored as ${position}`, error.fix);
  }
}

function outcomeText({ outcome, reason }: Outcome): string {
  if (outcome === 'QUARANTINED') return `It was not understood (${oneLine(reason ?? '')}): leadline quarantine ls`;
  return `It came through: ${oneLine(reason ?? outcome.toLowerCase())}. It counts nowhere.`;
}
