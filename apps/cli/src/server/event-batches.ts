import type { LeadlineEvent } from '@leadline/events';
import type { EventBatch } from './send-events.js';

/** A batch stays below both: few requests, and none that a server must refuse as too large. */
const MOST_EVENTS = 1000;
const MOST_BYTES = 512 * 1024;

/** Events in portions of a bounded size, without the first so many. */
export async function* batches(
  portions: AsyncIterable<readonly LeadlineEvent[]> | Iterable<readonly LeadlineEvent[]>,
  skip: number,
): AsyncGenerator<EventBatch, void, undefined> {
  let bodies: string[] = [];
  let ids: string[] = [];
  let bytes = 0;
  let seen = 0;
  for await (const portion of portions) {
    for (const event of portion) {
      seen += 1;
      if (seen <= skip) continue;
      const body = JSON.stringify(event);
      const size = Buffer.byteLength(body) + 1;
      if (bodies.length > 0 && (bodies.length >= MOST_EVENTS || bytes + size > MOST_BYTES)) {
        yield { bodies, ids };
        bodies = [];
        ids = [];
        bytes = 0;
      }
      bodies.push(body);
      ids.push(event.id);
      bytes += size;
    }
  }
  if (bodies.length > 0) yield { bodies, ids };
}
