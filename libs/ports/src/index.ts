export { type Analytics, QueryLimitExceeded, type Statement } from './analytics.js';
export type { Clock } from './clock.js';
export {
  type Batch,
  type EventLog,
  type LogRecord,
  LogUnavailable,
  type Position,
  RecordTooLarge,
  type RewriteBytes,
  type Rewritten,
  type StoredRecord,
  type Subscription,
  type Topic,
} from './event-log.js';
export type { Facts, Find, Rows, Where } from './facts.js';
export type { Mail, Mailer, MailingList, MailOutcome, MailServer } from './mailer.js';
export type { Notice, NoticeEntry, NoticeOutcome, Notifier } from './notifier.js';
