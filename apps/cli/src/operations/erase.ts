import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { followWork } from '../server/admin-stream.js';
import { readAnswer } from '../server/graphql.js';
import { printable } from '../terminal/printable.js';
import { grouped } from '../terminal/quantities.js';
import { stageProgress } from './stage-progress.js';

const foundNames = z.object({
  deliveries: z.number(),
  naming: z.number(),
  members: z.array(z.object({ member: z.string(), times: z.number() })),
  asMember: z.number(),
  used: z.array(z.string()),
});

const erased = z.object({
  deliveries: z.number(),
  records: z.number().nullable(),
  untouched: z.array(z.string()),
  generation: z.number(),
  dropped: z.array(z.number()),
});

/** `leadline erase <subject…> [--dry-run] [--anyway]`. */
export async function erase({ args: names, options, io, output, server: connect }: Invocation): Promise<ExitCode> {
  const dryRun = options.isSet('dryRun');
  const server = await connect();
  const progress = stageProgress(io);
  const json = { names, dryRun, anyway: options.isSet('anyway') };
  const result = await followWork(server, { path: '/admin/erase', json }, progress.show).finally(progress.end);
  output.data(result, () =>
    printable(dryRun ? foundText(readAnswer(foundNames, result)) : erasedText(readAnswer(erased, result))),
  );
  return exitCodes.ok;
}

const MOST_MEMBERS = 12;

function foundText({ deliveries, naming, members, asMember, used }: z.infer<typeof foundNames>): string {
  const lines = [`${grouped(naming)} of ${grouped(deliveries)} deliveries name it; nothing was changed.`];
  if (members.length > 0) lines.push('', 'It stands in (times, member):');
  for (const { member, times } of members.slice(0, MOST_MEMBERS)) lines.push(`  ${grouped(times)}  ${member}`);
  if (asMember > 0) lines.push('', `It is what a member of JSON is called, ${grouped(asMember)} times: see --anyway.`);
  if (used.length > 0) lines.push('', `Others are named like that, see --anyway: ${used.join(', ')}`);
  return lines.join('\n');
}

function erasedText({ deliveries, records, untouched, generation, dropped }: z.infer<typeof erased>): string {
  const lines = [
    `${grouped(deliveries)} deliveries named it.`,
    records === null
      ? 'The log is kept by Kafka: the names stay in its topic until retention removes them, and are read by nobody.'
      : `${grouped(records)} records of the log were blanked where they lie.`,
    `Everything was derived again: generation ${generation} is in force, ${dropped.join(', ')} removed.`,
  ];
  if (untouched.length > 0) {
    lines.push('', 'Copies of damaged segments may hold the names still; remove those that you do not need:');
    lines.push(...untouched.map((path) => `  ${path}`));
  }
  return lines.join('\n');
}
