import { kindOfType } from '@leadline/events';
import type { Normalized } from '@leadline/sources';

/** How the reason of what became of a test delivery begins: it is understood as any other, and counts nowhere. */
export const TEST_EVENT = 'test event';

/** What becomes of a test delivery: what it was understood as is said and goes no further. */
export function tried(normalized: Normalized): Normalized {
  switch (normalized.outcome) {
    case 'events': {
      const kinds = normalized.events.map(({ type }) => kindOfType(type) ?? type);
      return { outcome: 'ignored', reason: `${TEST_EVENT}: understood as ${[...new Set(kinds)].join(', ')}` };
    }
    case 'ignored':
      return { outcome: 'ignored', reason: `${TEST_EVENT}: ignored, ${normalized.reason}` };
    case 'rejected':
      return normalized;
  }
}
