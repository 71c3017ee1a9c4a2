import type { Batch, EventLog, LogRecord, StoredRecord, Topic } from '@leadline/ports';
import type { Forgetting } from './forgetting.js';

/**
 * A log that neither takes nor gives an erased name in a delivery: whatever comes again is stored without it, and what
 * still lies there with it is read without it. So nothing that is made of deliveries, now or by a rebuild, can hold it.
 */
export function forgetfulLog(log: EventLog, forgetting: () => Forgetting): EventLog {
  return {
    append: (topic, records) =>
      log.append(topic, isForgotten(topic) ? records.map((record) => without(record, forgetting())) : records),
    subscribe: (subscription) =>
      log.subscribe({
        ...subscription,
        onBatch: (batch) => subscription.onBatch(batchWithout(batch, forgetting)),
      }),
    read: (topic, range) => readWithout(log.read(topic, range), topic, forgetting),
    positions: (topic, group) => log.positions(topic, group),
    seek: (topic, group, positions) => log.seek(topic, group, positions),
    head: (topic) => log.head(topic),
    partitions: (topic) => log.partitions(topic),
    rewrite: (topic, change) => log.rewrite(topic, change),
    drop: (topic) => log.drop(topic),
    close: () => log.close(),
  };
}

const isForgotten = (topic: Topic): boolean => topic === 'deliveries';

function batchWithout(batch: Batch, forgetting: () => Forgetting): Batch {
  const known = forgetting();
  if (!isForgotten(batch.topic) || known.isIdle) return batch;
  return { ...batch, records: batch.records.map((record) => without(record, known)) };
}

/** With a generator only where there is something to forget. */
function readWithout(
  records: AsyncIterable<StoredRecord>,
  topic: Topic,
  forgetting: () => Forgetting,
): AsyncIterable<StoredRecord> {
  if (!isForgotten(topic) || forgetting().isIdle) return records;
  return (async function* () {
    for await (const record of records) yield without(record, forgetting());
  })();
}

function without<R extends LogRecord>(record: R, forgetting: Forgetting): R {
  if (forgetting.isIdle) return record;
  const value = forgetting.without(record.value);
  const headers = forgetting.without(Buffer.from(JSON.stringify(record.headers ?? {})));
  if (value === undefined && headers === undefined) return record;
  return {
    ...record,
    ...(value && { value }),
    ...(headers && { headers: JSON.parse(headers.toString('utf8')) as Record<string, string> }),
  };
}
