import { eventLogContract } from '@leadline/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSegmentLog, type SegmentLogOptions } from './segment-log.js';

/** Small segments make every test cross from file to file, packed and raw. */
const sizes: readonly [string, Omit<SegmentLogOptions, 'directory'>][] = [
  ['of one segment', {}],
  ['of many small segments', { segmentBytes: 400 }],
];

for (const [name, options] of sizes) {
  eventLogContract(`Segment log ${name}`, { persistent: true, partitioned: false, rewritable: true }, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'leadline-log-'));
    const open = () => openSegmentLog({ directory, fsync: false, ...options });
    let log = await open();
    return {
      log,
      reopen: async () => {
        await log.close();
        log = await open();
        return log;
      },
      close: async () => {
        await log.close();
        await rm(directory, { recursive: true });
      },
    };
  });
}
