import { errorCode, Failure } from '../failure.js';
import type { Repository } from '../git/repository.js';
import type { Io } from '../io.js';
import { batches } from '../server/event-batches.js';
import { createEventSender } from '../server/send-events.js';
import type { Server } from '../server/server.js';
import { startProgress } from '../terminal/progress.js';
import { grouped, instantText } from '../terminal/quantities.js';
import { type Checkpoint, checkpointFile, type CheckpointFile } from './checkpoint.js';
import { importEvents } from './events.js';
import type { ImportPlan } from './plan.js';

export interface Sent {
  /** Events sent by this run. */
  readonly events: number;
  readonly requests: number;
  /** Commits that were sent without a date, by this run and by those it goes on from. */
  readonly undated: number;
  /** Of the last delivery, "<partition>:<offset>"; undefined when nothing was left to send. */
  readonly position: string | undefined;
}

export interface Sending {
  readonly repository: Repository;
  readonly plan: ImportPlan;
  readonly server: Server;
  readonly io: Io;
  /** Forget how far an earlier run came. */
  readonly restart: boolean;
}

/** Sends what is planned, from where an earlier run stopped. Whenever it ends, the next run goes on from there. */
export async function sendPlan(sending: Sending): Promise<Sent> {
  const { repository, plan, server, io } = sending;
  const file = checkpointFile({ ...plan, gitDirectory: repository.gitDirectory, server: server.address }, io);
  const before = sending.restart ? undefined : await file.read();
  const resumed = before?.fingerprint === plan.fingerprint && before.sent > 0 ? before : undefined;
  try {
    const sent = await sendFrom(sending, file, resumed);
    if (sent.outcome === 'sent') return sent;
    io.stderr.write('The server lost what was sent before; sending everything again.\n');
    await file.remove();
    const again = await sendFrom(sending, file, undefined);
    if (again.outcome === 'sent') return again;
    throw new Error('a run that resumes nothing found something lost');
  } catch (error) {
    if (error instanceof Failure && error.kind === 'interrupted') throw interrupted(await file.read());
    if (error instanceof Failure && error.kind === 'unreachable') throw stopped(error, await file.read());
    throw error;
  }
}

async function sendFrom(
  { repository, plan, server, io }: Sending,
  file: CheckpointFile,
  resumed: Checkpoint | undefined,
): Promise<({ readonly outcome: 'sent' } & Sent) | { readonly outcome: 'lost' }> {
  const already = resumed?.sent ?? 0;
  const total = plan.commits + plan.patches + plan.tags.length;
  if (resumed !== undefined) {
    io.stderr.write(
      `Going on after ${grouped(already)} of ${grouped(total)} events sent by ${instantText(resumed.savedAt)}.\n`,
    );
  }
  const progress = await startProgress(io, { total, already, of: 'events' });
  const sender = createEventSender(server, io, progress.say);
  let sent = already;
  let requests = 0;
  let undated = 0;
  const events = importEvents(repository, plan, () => void (undated += 1));
  let position: string | undefined;
  let remembers = true;
  try {
    for await (const batch of batches(events, already)) {
      if (io.signal.aborted) throw new Failure('interrupted', 'interrupted');
      position = await sender.send(batch);
      if (requests === 0 && resumed !== undefined && isEarlier(position, resumed.position)) return { outcome: 'lost' };
      requests += 1;
      sent += batch.bodies.length;
      const saved = { fingerprint: plan.fingerprint, sent, position, savedAt: io.now() };
      if (remembers) remembers = await remember(file, saved, progress.say);
      progress.advance(batch.bodies.length);
    }
  } finally {
    progress.stop();
  }
  await file.remove();
  return { outcome: 'sent', events: sent - already, requests, undated, position };
}

/** An import that cannot note how far it came is still worth finishing: a stopped one begins anew, and counts nothing twice. */
async function remember(
  file: CheckpointFile,
  reached: Omit<Checkpoint, 'version'>,
  say: (line: string) => void,
): Promise<boolean> {
  try {
    await file.write(reached);
    return true;
  } catch (error) {
    say(`Cannot write ${file.path} (${errorCode(error) ?? String(error)}): if this import is stopped, it begins anew.`);
    return false;
  }
}

/** Whether a new delivery lies at or before one that was acknowledged: then the server's log is not the one it was. */
export function isEarlier(position: string | undefined, acknowledged: string | undefined): boolean {
  const [partition, offset] = position?.split(':').map(Number) ?? [];
  const [knownPartition, knownOffset] = acknowledged?.split(':').map(Number) ?? [];
  if (offset === undefined || knownOffset === undefined || partition !== knownPartition) return false;
  return offset <= knownOffset;
}

function interrupted(reached: Checkpoint | undefined): Failure {
  const fix =
    reached === undefined
      ? 'Nothing was sent yet.'
      : `${grouped(reached.sent)} events are sent; the same command goes on from there.`;
  return new Failure('interrupted', 'interrupted', [fix]);
}

function stopped(failure: Failure, reached: Checkpoint | undefined): Failure {
  const going =
    reached === undefined ? [] : [`${grouped(reached.sent)} events are sent; the same command goes on from there.`];
  return new Failure(failure.kind, failure.message, [...going, ...failure.fix], { cause: failure });
}
