import type { EvidenceItem, LeftOutReason } from '../evidence/evidence-item.js';
import { type Combination, type EvidenceOfWhole, evidenceOfWhole, leftOut } from '../evidence/evidence-rule.js';
import type { PointReference } from '../evidence/point-reference.js';
import { flagCell, type FlagCell, type FlagColumn, type FlagRow, flagRowIn, type FlagStep } from './flag-cells.js';
import { byEnvironment, type FlagRelease } from './releases.js';

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
): EvidenceOfWhole =>
  evidenceOfWhole<FlagCell>({
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

/**
 * Changes of the window that are no part of any release: those that left a flag as far on as it was, and those of other
 * environments where none was asked for.
 */
export function otherChanges({ steps, elsewhere }: FlagRow, point: PointReference, shownAs: FlagShown): EvidenceItem[] {
  const items = (of: readonly FlagStep[], reason: LeftOutReason): EvidenceItem[] =>
    of
      .filter(({ at }) => isInside(at, point))
      .map(({ id, environment, at }) =>
        leftOut(shownAs({ thing: 'flag_release', id, environment, instant: at }), reason),
      );
  const others = (point.scope.environments ?? []).length > 0 ? [] : elsewhere;
  return [...items(unchanged(steps), 'exposure_unchanged'), ...items(others, 'not_production')];
}

const unchanged = (steps: readonly FlagStep[]): FlagStep[] =>
  [...byEnvironment(steps).values()].flatMap((own) =>
    own.filter(({ exposure }, index) => exposure === (own[index - 1]?.exposure ?? 0)),
  );
