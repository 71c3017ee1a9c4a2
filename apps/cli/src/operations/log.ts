import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { errorCode, Failure } from '../failure.js';
import { startProgress } from '../terminal/progress.js';
import { counted } from '../terminal/quantities.js';
import {
  type Deliveries,
  existingFolder,
  type ExportedRecord,
  exportedRecord,
  logPlace,
  openDeliveries,
} from './deliveries.js';

/** `leadline log export [file]`: every delivery, as NDJSON; without a file to stdout. */
export async function exportLog(invocation: Invocation): Promise<ExitCode> {
  const { args, io, output } = invocation;
  const [file] = args;
  if (file === undefined && io.isTTY.stdout) {
    throw new Failure('usage', 'name a file, or send the output somewhere: leadline log export deliveries.ndjson');
  }
  const place = await logPlace(invocation);
  if (place.kind === 'folder') await existingFolder(place.folder);
  const deliveries = await openDeliveries(place);
  try {
    const lines = exportedLines(deliveries);
    if (file === undefined) {
      await pipeline(Readable.from(lines.text()), unended(io.stdout), { signal: io.signal });
      output.message(`Wrote ${counted(lines.count(), 'delivery', 'deliveries')}.`);
    } else {
      await writeWhole(resolve(io.cwd, file), lines.text(), io.signal);
      output.data(
        { file, records: lines.count() },
        () => `Wrote ${counted(lines.count(), 'delivery', 'deliveries')} to ${file}.`,
      );
    }
    return exitCodes.ok;
  } finally {
    await deliveries.close();
  }
}

/** `leadline log import <file>`: the deliveries of an export. What the log has already counts once. */
export async function importLog(invocation: Invocation): Promise<ExitCode> {
  const { args, io, output } = invocation;
  const [file = ''] = args;
  const path = resolve(io.cwd, file);
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : undefined),
    (error: unknown) => {
      throw new Failure('refused', `${file} cannot be read (${errorCode(error) ?? String(error)})`);
    },
  );
  if (size === undefined) throw new Failure('refused', `${file} is no file`);
  const deliveries = await openDeliveries(await logPlace(invocation));
  const progress = await startProgress(io, { total: size, already: 0, of: 'bytes' });
  let records = 0;
  try {
    for await (const portion of portions(path, file)) {
      if (io.signal.aborted)
        throw new Failure('interrupted', 'interrupted', ['The same command begins anew; nothing counts twice.']);
      await deliveries.append(portion.records);
      records += portion.records.length;
      progress.advance(portion.bytes);
    }
  } finally {
    progress.stop();
    await deliveries.close();
  }
  output.data({ file, records }, () => `Imported ${counted(records, 'delivery', 'deliveries')}.`);
  return exitCodes.ok;
}

function exportedLines(deliveries: Deliveries): { text: () => AsyncGenerator<string>; count: () => number } {
  let count = 0;
  async function* text(): AsyncGenerator<string> {
    for await (const record of deliveries.read()) {
      count += 1;
      yield `${JSON.stringify(record)}\n`;
    }
  }
  return { text, count: () => count };
}

interface Portion {
  readonly records: readonly ExportedRecord[];
  readonly bytes: number;
}

const MOST_RECORDS = 500;
const MOST_BYTES = 8 * 1024 ** 2;

async function* portions(path: string, shown: string): AsyncGenerator<Portion> {
  let records: ExportedRecord[] = [];
  let bytes = 0;
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    const size = Buffer.byteLength(text) + 1;
    if (records.length > 0 && (records.length >= MOST_RECORDS || bytes + size > MOST_BYTES)) {
      yield { records, bytes };
      records = [];
      bytes = 0;
    }
    records.push(parseRecord(text, `${shown}:${line}`));
    bytes += size;
  }
  if (records.length > 0) yield { records, bytes };
}

function parseRecord(text: string, place: string): ExportedRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure('refused', `${place} is not JSON; is this a file that log export wrote?`, [], { cause: error });
  }
  const parsed = exportedRecord.safeParse(value);
  if (parsed.success) return parsed.data;
  const [problem] = parsed.error.issues;
  throw new Failure('refused', `${place} is no delivery: ${problem?.path.join('.') ?? ''} ${problem?.message ?? ''}`);
}

/** The file appears under its name only when it is whole. */
async function writeWhole(path: string, lines: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  const part = `${path}.part`;
  try {
    await pipeline(Readable.from(lines), createWriteStream(part), { signal });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    if (signal.aborted) throw new Failure('interrupted', 'interrupted', ['Nothing was written.']);
    if (error instanceof Failure) throw error;
    const reason = errorCode(error) ?? (error instanceof Error ? error.message : String(error));
    throw new Failure('failed', `the export is not complete, so nothing was written (${reason})`, [], { cause: error });
  }
}

/** Writes through without ending the stream that others go on using. */
function unended(stream: Writable): Writable {
  return new Writable({
    write: (chunk, _encoding, done) => {
      if (stream.write(chunk)) done();
      else stream.once('drain', () => done());
    },
  });
}
