import type { Admin, Kafka } from 'kafkajs';
import type { KafkaTopic } from './kafka-topics.js';

/** Committed offsets by partition; partitions without one are left out. */
export async function committedOffsets(admin: Admin, groupId: string, topic: KafkaTopic): Promise<Map<number, number>> {
  const [fetched] = await admin.fetchOffsets({ groupId, topics: [topic.name] });
  const offsets = (fetched?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)] as const);
  return new Map(offsets.filter(([, offset]) => offset >= 0));
}

/**
 * Commits offsets for a group that nobody is in. `admin.setOffsets` of kafkajs would do it too, and take five seconds:
 * it waits for a fetch of nothing.
 */
export async function commitOffsets(
  client: Kafka,
  groupId: string,
  topic: KafkaTopic,
  offsets: ReadonlyMap<number, number>,
): Promise<void> {
  const consumer = client.consumer({ groupId, maxWaitTimeInMs: 50, allowAutoTopicCreation: false });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic.name] });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} });
    await consumer.commitOffsets(
      [...offsets].map(([partition, offset]) => ({ topic: topic.name, partition, offset: String(offset) })),
    );
  } finally {
    await consumer.disconnect();
  }
}

/** Rejects when a member of the group is connected. */
export async function refuseIfSubscribed(admin: Admin, groupId: string): Promise<void> {
  const { groups } = await admin.describeGroups([groupId]);
  const members = groups.flatMap((group) => group.members);
  if (members.length === 0) return;
  const names = members.map(({ clientId, clientHost }) => `${clientId}${clientHost}`).join(', ');
  throw new Error(`Group ${groupId} is subscribed (${names}): stop it first`);
}
