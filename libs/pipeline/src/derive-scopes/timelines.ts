import { type Timeline, timelineIn } from '@leadline/tracking';

/** By the row: one that is found again as the same object tells the same, and so does its timeline. */
const timelines = new WeakMap<object, Timeline<unknown>>();

export function timelineOf<S>(row: { readonly history: string }): Timeline<S> {
  const known = timelines.get(row) as Timeline<S> | undefined;
  if (known !== undefined) return known;
  const timeline = timelineIn<S>(row.history);
  timelines.set(row, timeline);
  return timeline;
}
