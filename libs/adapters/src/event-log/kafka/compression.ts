import kafkajs from 'kafkajs';
import { compressFrameSync, decompressFrameSync } from 'lz4-napi';

/** How batches are sent: docs/adr/0057-batches-are-compressed.md. What is read may be compressed by gzip too, or not at all. */
export const COMPRESSION = kafkajs.CompressionTypes.LZ4;

/** Values of a topic's `compression.type` under which what brokers keep can be read here. */
export const READABLE_COMPRESSION: readonly string[] = ['producer', 'uncompressed', 'gzip', 'lz4'];

/** No batch takes more than so many times the room in memory than it takes in Kafka, whatever a sender thinks of. */
export const MOST_EXPANSION = 32;

/** Bytes, as they lie in Kafka, of one answer to a fetch; up to {@link MOST_EXPANSION} times as many in memory. */
export const FETCH_BYTES = 4 * 1024 * 1024;

/**
 * Enters LZ4 into kafkajs's table of codecs. At once rather than in another thread, which takes longer to wake than
 * nearly every batch takes; the checksum over what was not compressed took longer than both.
 */
export function registerLz4(): void {
  kafkajs.CompressionCodecs[COMPRESSION] = () => ({
    compress: async ({ buffer }: { readonly buffer: Buffer }) => lz4Frame(buffer),
    decompress: async (frame: Buffer) => decompressFrameSync(frame),
  });
}

/** One LZ4 frame, as every Kafka client writes and reads it. */
export function lz4Frame(bytes: Buffer): Buffer {
  const frame = compressFrameSync(bytes);
  return frame.byteLength * MOST_EXPANSION >= bytes.byteLength ? frame : storedFrame(bytes);
}

/** Magic number, blocks that do not depend on each other and have up to 4 MiB, checksum of the latter two. */
const FRAME_HEAD = Buffer.from('04224d18607073', 'hex');
const FRAME_END = Buffer.alloc(4);
const BLOCK_BYTES = 4 * 1024 * 1024;
/** Marks the length of a block that is not compressed. */
const STORED = 0x8000_0000;

function storedFrame(bytes: Buffer): Buffer {
  const parts: Buffer[] = [FRAME_HEAD];
  for (let from = 0; from < bytes.byteLength; from += BLOCK_BYTES) {
    const block = bytes.subarray(from, from + BLOCK_BYTES);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(STORED + block.byteLength);
    parts.push(length, block);
  }
  return Buffer.concat([...parts, FRAME_END]);
}
