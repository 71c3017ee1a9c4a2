import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';
import { counted } from '../terminal/quantities.js';
import { existingFolder, logPlace } from './deliveries.js';

const lostRecords = z.object({
  segment: z.string(),
  /** Byte of the file at which it begins. */
  place: z.number(),
  offset: z.number(),
  /** Absent where nothing readable follows. */
  until: z.number().nullish(),
  reason: z.string(),
});
const report = z.object({
  segments: z.number(),
  records: z.number(),
  damage: z.array(lostRecords),
  /** Copies of the files as they were, where they were repaired. */
  kept: z.array(z.string()).optional(),
});
type Report = z.infer<typeof report>;

/** `leadline log verify [--repair]`: reads every record and its checksum. Damage is a failure, until it is repaired. */
export async function verifyLog(invocation: Invocation): Promise<ExitCode> {
  const { options, output } = invocation;
  const repair = options.isSet('repair');
  const place = await logPlace(invocation);
  if (place.kind === 'server' && repair) {
    throw new Failure('refused', 'a log is repaired while nobody has it open', [
      'Stop the server, then run this again.',
    ]);
  }
  const found =
    place.kind === 'server'
      ? readAnswer(
          report,
          await place.server.json({ method: 'POST', path: '/admin/log/verify', json: {}, timeoutMs: null }),
        )
      : await verifyFolder(await existingFolder(place.folder), repair);
  output.data(found, () => reportText(found, repair));
  return found.damage.length === 0 || repair ? exitCodes.ok : exitCodes.failed;
}

async function verifyFolder(folder: string, repair: boolean): Promise<Report> {
  const { DirectoryInUse, verifySegmentLog } = await import('@leadline/adapters');
  const found = {
    segments: 0,
    records: 0,
    damage: new Array<z.infer<typeof lostRecords>>(),
    kept: new Array<string>(),
  };
  try {
    for await (const { records, lost, kept } of verifySegmentLog(folder, { repair })) {
      found.segments += 1;
      found.records += records;
      found.damage.push(...lost);
      if (kept !== undefined) found.kept.push(kept);
    }
    return found;
  } catch (error) {
    if (error instanceof DirectoryInUse) throw new Failure('refused', error.message);
    throw error;
  }
}

function reportText({ segments, records, damage, kept = [] }: Report, repair: boolean): string {
  const read = `${counted(records, 'record')} in ${counted(segments, 'segment')}`;
  if (damage.length === 0) return `The log is whole: ${read}.`;
  const lines = damage.map(({ segment, place, offset, until, reason }) => {
    const lost =
      until === null || until === undefined ? `records from ${offset} on` : `records ${offset} to ${until - 1}`;
    return `${oneLine(segment)} at byte ${place}: ${lost} cannot be read (${oneLine(reason)})`;
  });
  const next = repair
    ? kept.map((file) => `The file as it was is kept: ${oneLine(file)}`)
    : ['Restore the files from a backup, or go on without those records: leadline log verify --repair'];
  return [...lines, '', `Readable: ${read}.`, ...next].join('\n');
}
