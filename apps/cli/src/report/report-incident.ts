import { eventOf } from '@leadline/events';
import { z } from 'zod';
import type { Invocation } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { parsePointInTime } from '../point-in-time.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import type { Server } from '../server/server.js';
import { oneLine } from '../terminal/printable.js';
import { subjectOf } from './checkout.js';
import { defined } from './defined.js';
import { sendReport } from './send-report.js';

/**
 * `leadline report incident`: without `--id` a new one that begins now (or `--started-at`); with `--id` what is newly
 * known of it, such as its end.
 */
export async function reportIncident(invocation: Invocation): Promise<ExitCode> {
  const { options, io } = invocation;
  const now = io.now();
  const known = optionalText(options, 'id');
  const instant = (name: string, option: string): string | undefined => {
    const text = optionalText(options, name);
    return text === undefined ? undefined : new Date(parsePointInTime(text, option, now)).toISOString();
  };
  const isBegun = options.text('startedAt') !== undefined && options.text('service') !== undefined;
  const service = known === undefined ? (await subjectOf(invocation)).service : optionalText(options, 'service');
  const startedAt =
    instant('startedAt', '--started-at') ?? (known === undefined ? new Date(now).toISOString() : undefined);
  const resolvedAt =
    instant('resolvedAt', '--resolved-at') ?? (options.isSet('resolved') ? new Date(now).toISOString() : undefined);
  const id = known ?? `cli/${service}/${startedAt}`;
  const causedBy = [...options.texts('causedBy')];
  const notCausedByChange = options.isSet('notCausedByChange') ? true : undefined;
  if (causedBy.length > 0 && notCausedByChange) {
    throw new Failure('usage', 'either --caused-by or --not-caused-by-change, not both');
  }
  if (known !== undefined && !isBegun && !options.isSet('dryRun')) await requireKnown(invocation, known);
  const revision = now * 10;
  const event = eventOf(
    'incident',
    {
      id: `cli:incident:${id}:${revision}`,
      source: 'cli',
      time: resolvedAt ?? startedAt ?? new Date(now).toISOString(),
    },
    defined({
      revision,
      occurredAt: new Date(now).toISOString(),
      id,
      service,
      environment: optionalText(options, 'environment'),
      envTier: optionalText(options, 'tier'),
      severity: optionalText(options, 'severity'),
      startedAt,
      detectedAt: instant('detectedAt', '--detected-at'),
      resolvedAt,
      causedBy: causedBy.length === 0 ? undefined : causedBy,
      notCausedByChange,
      title: optionalText(options, 'title'),
      url: optionalText(options, 'url'),
      source: 'cli',
    }),
  );
  const state = resolvedAt !== undefined ? 'resolved' : known === undefined || isBegun ? 'open' : 'updated';
  return sendReport(invocation, {
    events: [event],
    summary: `Reported incident ${oneLine(id)}: ${state}.`,
    next:
      resolvedAt === undefined ? ['', `When it is over: leadline report incident --id ${oneLine(id)} --resolved`] : [],
  });
}

const answer = z.object({ incident: z.object({ id: z.string() }).nullable() });

/** What was reported a moment ago may not have been taken in yet. */
const LOOKS = 4;
const PAUSE_MS = 1_000;

/** An incident that begins with this report needs its service and its start: without them nothing would come of it. */
async function requireKnown({ io, output, server: connect }: Invocation, id: string): Promise<void> {
  const server = await connect();
  for (let look = 1; look <= LOOKS; look += 1) {
    const found = await knownIncident(server, id);
    if (found === 'not_permitted') {
      output.message(
        `leadline: warning: this token may not look whether incident ${oneLine(id)} is known (metrics:read); a new one needs --started-at and --service`,
      );
      return;
    }
    if (found === 'known') return;
    if (look < LOOKS) await io.sleep(PAUSE_MS, io.signal);
  }
  throw new Failure('usage', `there is no incident "${oneLine(id)}" yet`, [
    'To begin it, say when and where: --started-at <when> --service <name>',
    'Without --id a new one begins now, under an id of its own.',
  ]);
}

async function knownIncident(server: Server, id: string): Promise<'known' | 'unknown' | 'not_permitted'> {
  try {
    const { incident } = readAnswer(answer, await server.graphql(documents.incident, { id }));
    return incident === null ? 'unknown' : 'known';
  } catch (error) {
    if (error instanceof Failure && error.kind === 'refused') return 'not_permitted';
    throw error;
  }
}
