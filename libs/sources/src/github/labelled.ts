import type { Hook } from './hook.js';

/**
 * Rank, 1 to 6, of what a hook says of an open issue or pull request. Adding three labels gives three hooks of one
 * second, and each tells the labels as they were then: among those that add, the longest list is the last.
 */
export function labelRank(action: string, labels: number): number {
  if (action === 'labeled') return Math.min(1 + labels, 5);
  return action === 'unlabeled' ? 6 : 1;
}

/** What tells apart the hooks of several labels that changed within one second. */
export function labelSuffix({ body, reading, action }: Hook): string {
  const label = action === 'labeled' || action === 'unlabeled' ? reading.object(body, 'label') : null;
  return label === null ? '' : `:${reading.text(label, 'name') ?? ''}`;
}
