import { join } from 'node:path';
import { GroupPositions } from './group-positions.js';
import { type PartitionOptions, SegmentPartition } from './segment-partition.js';

/**
 * One topic's directory: a directory of segments per partition, named by its number (embedded topics have one), and
 * the groups' positions beside them.
 */
export class SegmentTopic {
  private constructor(
    readonly partition: SegmentPartition,
    readonly positions: GroupPositions,
  ) {}

  static async open(directory: string, options: PartitionOptions): Promise<SegmentTopic> {
    const partition = await SegmentPartition.open(join(directory, '0'), 0, options);
    try {
      const headOf = (id: number) => (id === 0 ? partition.head : 0);
      const positions = await GroupPositions.open({ ...options, directory: join(directory, 'positions'), headOf });
      return new SegmentTopic(partition, positions);
    } catch (error) {
      await partition.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.partition.close();
    await this.positions.written();
  }
}
