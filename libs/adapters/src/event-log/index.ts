export { type BrokerAccess, type KafkaLogger, openKafkaLog } from './kafka/open-kafka-log.js';
export { TopicUnfit } from './kafka/topic-settings.js';
export { MemoryLog } from './memory/memory-log.js';
export { type Damage, LogDamaged } from './segment/damage.js';
export { DirectoryInUse } from './segment/directory-lock.js';
export { openSegmentLog, type SegmentLogOptions } from './segment/segment-log.js';
export { type LostRecords, type SegmentReport, verifySegmentLog } from './segment/verify.js';
