import type { EvidenceItem } from '../evidence/evidence-item.js';
import { type Combination, type EvidenceOfWhole, leftOut } from '../evidence/evidence-rule.js';
import type { PointReference } from '../evidence/point-reference.js';
import { flagCell, type FlagCell, type FlagColumn, type FlagRow, flagRowIn } from './flag-cells.js';
import type { FlagRelease } from './releases.js';

/** Entries of one flag. */
type FlagItems = (row: FlagRow, point: PointReference, shownAs: FlagShown) => readonly EvidenceItem[];

/** An entry's thing, in the words of its flag. */
type FlagShown = (own: Pick<EvidenceItem, 'thing' | 'id' | 'instant'> & Partial<EvidenceItem>) => Shown;
type Shown = Parameters<typeof leftOut>[0];

/** Evidence of what is made of flags: the same columns that the number reads, flag by flag. */
export const evidenceOfFlags = (
  made: Combination,
  columns: readonly FlagColumn[],
  itemsOf: FlagItems,
): EvidenceOfWhole<FlagCell> => ({
  form: 'whole',
  made,
  of: () => ({ counted: 'true', reasons: [], cell: flagCell(...columns) }),
  assemble: (rows, point) =>
    rows.flatMap(({ shown, cell }) => {
      const flag = flagRowIn(cell, ...columns);
      const shownAs: FlagShown = (own) => ({
        shown: {
          ...shown,
          title: flag.flag,
          ...own,
          key: [flag.flag, own.environment, own.service, own.id].join('\n'),
        },
        failures: own.failures ?? [],
      });
      return itemsOf(flag, point, shownAs);
    }),
});

export const isInside = (at: number, { window }: Pick<PointReference, 'window'>): boolean =>
  at >= window.from && at < window.to;

/** Whether any step of a release lies in the window: what one would look for there. */
export const isNearWindow = ({ widenings, narrowed }: FlagRelease, point: PointReference): boolean =>
  [...widenings, ...(narrowed === null ? [] : [narrowed])].some(({ at }) => isInside(at, point));

/** A release as an entry shows it: by its first step. */
export const releaseShown = ({ environment, startedAt, widenings }: FlagRelease) => ({
  thing: 'flag_release' as const,
  id: widenings[0]?.id ?? '',
  environment,
  instant: startedAt,
});
