import type { Control } from '../control/control.js';
import { attemptsAt, mayBeAsked } from '../control/notice-ledger.js';

/** What becomes of the wish to send a notice once more. */
export type AskedNotice =
  /** Whoever runs the scheduler sends it within a minute or so. */
  | { readonly outcome: 'asked' }
  /** There is none of that id, or not any more. */
  | { readonly outcome: 'not_found' }
  /** It arrived, is on its way, or is tried again by itself. */
  | { readonly outcome: 'not_lost' };

/** Has a notice that was lost, or may have been, sent once more. `now` in epoch milliseconds. */
export async function askForNotice(
  control: Control,
  { id, by, now }: { readonly id: string; readonly by: string; readonly now: number },
): Promise<AskedNotice> {
  await control.refresh();
  const [first] = attemptsAt(control.state.notices, id) ?? [];
  if (first === undefined) return { outcome: 'not_found' };
  if (!mayBeAsked(control.state.notices, id, now)) return { outcome: 'not_lost' };
  const { channel } = first.claim;
  await control.append({ kind: 'notice_asked', channel, post: id, by, at: new Date(now).toISOString() }, now);
  return { outcome: 'asked' };
}
