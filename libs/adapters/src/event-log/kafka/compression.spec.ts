import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { COMPRESSION, lz4Frame, MOST_EXPANSION, registerLz4 } from './compression.js';

/** What kafkajs calls with the frame of a batch that it has fetched. */
async function decompressed(frame: Buffer): Promise<Buffer> {
  registerLz4();
  return kafkajs.CompressionCodecs[COMPRESSION]().decompress(frame);
}

describe('LZ4 of a batch', () => {
  it("reads a frame that Kafka's own client has written", async () => {
    // org.apache.kafka.common.compress.Lz4Compression of kafka-clients 4.1.1, of 67 bytes.
    const written =
      '04224d186040822f000000f2047b227374617465223a2273756363657373222c12006f5f6265666f72190001536669727374310050657373227d00000000';

    const bytes = await decompressed(Buffer.from(written, 'hex'));

    expect(bytes.toString()).toBe('{"state":"success","state_before":"success","state_first":"success"}');
  });

  it('makes what repeats itself smaller', async () => {
    const links = Array.from({ length: 100 }, (_, id) => `"https://api.github.com/repos/acme/shop/deployments/${id}"`);
    const bytes = Buffer.from(`[${links.join()}]`);

    const frame = lz4Frame(bytes);

    expect(frame.byteLength).toBeLessThan(bytes.byteLength / 4);
    expect((await decompressed(frame)).equals(bytes)).toBe(true);
  });

  it.each([1024, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1])(
    'stores %i bytes as they are when they would shrink so far that fetching many of them took too much memory',
    async (length) => {
      const bytes = Buffer.alloc(length, 'a');

      const frame = lz4Frame(bytes);

      expect(frame.byteLength).toBeGreaterThanOrEqual(length / MOST_EXPANSION);
      expect((await decompressed(frame)).equals(bytes)).toBe(true);
    },
  );
});
