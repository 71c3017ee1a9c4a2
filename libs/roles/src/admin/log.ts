import { verifySegmentLog } from '@leadline/adapters';
import type { AdminAnswer, AdminCommand } from '@leadline/http';
import { formatPosition, parsePosition } from '@leadline/pipeline';
import { LogUnavailable, RecordTooLarge } from '@leadline/ports';
import { join } from 'node:path';
import { z } from 'zod';
import { type AdminDeps, command, done } from './command.js';

/** Bytes of values in one answer; one larger record still comes alone. */
const PAGE_BYTES = 8 * 1024 * 1024;

const exported = z.object({
  key: z.string(),
  time: z.number(),
  headers: z.record(z.string(), z.string()),
  value: z.base64(),
});

/** Deliveries of one page in the order they were stored, partition by partition; `next` leads on. */
export function exportCommand({ platform: { log } }: Pick<AdminDeps, 'platform'>): AdminCommand {
  return command(z.object({ after: z.string().nullish() }), async ({ after }) => {
    const last = after ? parsePosition(after) : { partition: 0, offset: -1 };
    if (last === undefined)
      return { outcome: 'problems', problems: [{ pointer: '/after', message: 'is no position' }] };
    const records: z.infer<typeof exported>[] = [];
    let bytes = 0;
    const partitions = await log.partitions('deliveries');
    for (let partition = last.partition; partition < partitions; partition += 1) {
      const from = partition === last.partition ? last.offset + 1 : 0;
      for await (const { key, time, headers, value, offset } of log.read('deliveries', { partition, from })) {
        records.push({ key, time, headers: { ...headers }, value: Buffer.from(value).toString('base64') });
        bytes += value.byteLength;
        if (bytes >= PAGE_BYTES) return done({ records, next: formatPosition({ partition, offset }) });
      }
    }
    return done({ records, next: null });
  });
}

/** Appends what was exported elsewhere; deliveries that are here already count once. */
export function importCommand({ platform: { log } }: Pick<AdminDeps, 'platform'>): AdminCommand {
  return command(z.object({ records: z.array(exported).max(10_000) }), async ({ records }): Promise<AdminAnswer> => {
    try {
      await log.append(
        'deliveries',
        records.map(({ value, ...rest }) => ({ ...rest, value: Buffer.from(value, 'base64') })),
      );
      return done({ records: records.length });
    } catch (error) {
      if (error instanceof RecordTooLarge || error instanceof LogUnavailable)
        return { outcome: 'conflict', message: error.message };
      throw error;
    }
  });
}

/** Reads every record and its checksum, beside whatever writes. */
export function verifyCommand({ platform: { log, ownDirectory } }: Pick<AdminDeps, 'platform'>): AdminCommand {
  return command(z.looseObject({}), async () => {
    const found = { segments: 0, records: 0, damage: new Array<unknown>() };
    if (ownDirectory === null) {
      for (const topic of ['deliveries', 'control'] as const) for await (const _ of log.read(topic)) found.records += 1;
      return done(found);
    }
    for await (const { records, lost } of verifySegmentLog(join(ownDirectory, 'log'), { inUse: true })) {
      found.segments += 1;
      found.records += records;
      found.damage.push(...lost);
    }
    return done(found);
  });
}
