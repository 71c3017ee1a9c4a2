import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/**
 * Whether a write can be told to return when it is on the disk. Elsewhere than on Linux the same flag is another promise:
 * that of macOS leaves out the disk's own cache, which a sync empties.
 */
const WRITES_CAN_BE_DURABLE = process.platform === 'linux';

/** The file that is appended to, and how what is written to it gets to the disk. */
export class ActiveFile {
  private constructor(
    readonly handle: FileHandle,
    /** Writes alone are no promise. */
    readonly needsSync: boolean,
  ) {}

  /** Without `fsync` nothing that is written is durable. */
  static async open(path: string, fsync: boolean): Promise<ActiveFile> {
    const isDurable = fsync && WRITES_CAN_BE_DURABLE;
    const handle = await open(path, isDurable ? constants.O_RDWR | constants.O_DSYNC : constants.O_RDWR);
    return new ActiveFile(handle, fsync && !isDurable);
  }

  /** Writes all of the frames, `bytes` together, at a place. */
  async write(frames: readonly Uint8Array[], bytes: number, place: number): Promise<void> {
    const { bytesWritten } = await this.handle.writev([...frames], place);
    if (bytesWritten === bytes) return;
    // A short write: the disk may be full, which the next one will say.
    const rest = Buffer.concat(frames).subarray(bytesWritten);
    for (let written = 0; written < rest.length;) {
      const more = await this.handle.write(rest, written, rest.length - written, place + bytesWritten + written);
      written += more.bytesWritten;
    }
  }
}
