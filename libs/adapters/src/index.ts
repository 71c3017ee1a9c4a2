export { type AnswerCounts, KeptAnswers, type KeptAnswersOptions } from './answers/kept-answers.js';
export { WarehouseInUse } from './clickhouse/embedded-client.js';
export {
  type DetachedPart,
  type Inspection,
  type TableCount,
  type TableCounts,
  tablesThatLost,
} from './clickhouse/inspection.js';
export { type MigrationConflict, MigrationRefused, type MigrationReport } from './clickhouse/migrate.js';
export type { QueryLimits } from './clickhouse/query-limits.js';
export { nextMigration, schemaFile } from './clickhouse/schema-files.js';
export { openWarehouse, type Warehouse, type WarehouseAddress, type WarehouseOptions } from './clickhouse/warehouse.js';
export { KeptFacts } from './facts/kept/kept-facts.js';
export { MemoryFacts } from './memory/memory-facts.js';
export {
  type Damage,
  DirectoryInUse,
  LogDamaged,
  type LostRecords,
  MemoryLog,
  openKafkaLog,
  openSegmentLog,
  type SegmentLogOptions,
  type SegmentReport,
  TopicUnfit,
  verifySegmentLog,
} from './event-log/index.js';
export { readKafkaTopic, type TopicToRead } from './message-topic/read-kafka-topic.js';
export { type Mailbox, openMailbox, type ReceivedMail } from './mailer/mailbox/mailbox.js';
export { smtpMailer, type SmtpMailerOptions } from './mailer/smtp/smtp-mailer.js';
export type { SmtpServer } from './mailer/smtp/smtp-server.js';
export { openPlatform, type Platform, type PlatformMode, type PlatformOptions } from './open-platform.js';
export { mailNotifier } from './notifier/mail-notifier.js';
export { slackNotifier } from './notifier/slack-notifier.js';
export { teamsNotifier } from './notifier/teams-notifier.js';
export { webhookNotifier } from './notifier/webhook-notifier.js';
