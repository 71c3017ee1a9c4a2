import { Parameters } from '@leadline/metrics';
import type { Statement } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import { timelineIn } from '@leadline/tracking';
import { z } from 'zod';
import { groupedBy } from '../grouped-by.js';
import { limitOf, pageOf, placeAfter } from './page.js';
import type {
  FindFlagChanges,
  FindFlagChangesById,
  FlagChangeFilter,
  FlagChangeSummary,
  ListFlagChanges,
} from './types.js';

export type FlagChangeRow = Omit<TableRow<'flag_changes'>, 'version' | 'content_hash' | 'at'> & { readonly at: number };

/** What fold writes into the history of a flag change. */
interface FlagChangeMoment {
  readonly flag: string | null;
  readonly environment: string | null;
  readonly tier: string | null;
  readonly exposure: number | null;
  readonly services: readonly string[];
  readonly planned: boolean;
  readonly failed: boolean | null;
}

const place = z.tuple([z.number(), z.string()]);

/** Changes of flags in every environment, latest first. */
export const listFlagChanges: ListFlagChanges = async (analytics, { where, asOf, ...page }) => {
  const after = placeAfter(place, page);
  const rows = await analytics.query<FlagChangeRow>(
    flagChangesStatement({ where: where ?? {}, asOf, after, limit: limitOf(page) }),
  );
  return pageOf(rows, page, { place: ({ at, entity }) => [at, entity], item: (row) => flagChangeIn(row, asOf) });
};

/** The latest changes of several flags, in one statement. */
export const flagChangesOf: FindFlagChanges = async (analytics, flags, { first, asOf }) => {
  if (flags.length === 0) return new Map();
  const statement = flagChangesStatement({ where: { flags }, asOf, limit: MOST_OF_FLAGS, limitByFlag: first });
  const rows = await analytics.query<FlagChangeRow>(statement);
  return groupedBy(
    rows.map((row) => flagChangeIn(row, asOf)),
    ({ flag }) => flag,
  );
};

/** Changes of flags by their ids, in one statement; of two sources with one id, that of the later change. */
export const flagChangesById: FindFlagChangesById = async (analytics, changes, asOf) => {
  if (changes.length === 0) return new Map();
  const rows = await analytics.query<FlagChangeRow>(
    flagChangesStatement({ where: { changes }, asOf, limit: MOST_OF_FLAGS }),
  );
  return new Map(rows.reverse().map((row) => [row.id, flagChangeIn(row, asOf)]));
};

/** Most changes that are read for the flags of one answer. */
const MOST_OF_FLAGS = 100_000;

interface WantedFlagChanges {
  readonly where: FlagChangeFilter;
  readonly asOf: number;
  readonly after?: z.infer<typeof place> | undefined;
  /** More conditions on what is stored. */
  readonly more?: ((bind: Parameters) => readonly string[]) | undefined;
  /** At most so many of each flag. */
  readonly limitByFlag?: number | undefined;
  readonly limit: number;
}

/** Flag changes that had happened at asOf, latest first. */
export function flagChangesStatement({ where, asOf, after, more, limitByFlag, limit }: WantedFlagChanges): Statement {
  const bind = new Parameters();
  const strings = (values: readonly string[]): string => bind.bind('Array(String)', values);
  const conditions = [
    `at <= ${bind.bind('Int64', asOf)}`,
    ...(where.changes?.length ? [`id IN ${strings(where.changes)}`] : []),
    ...(where.flags?.length ? [`flag IN ${strings(where.flags)}`] : []),
    ...(where.services?.length ? [`hasAny(services, ${strings(where.services)})`] : []),
    ...(where.teams?.length ? [isOwnedAt('assumeNotNull(at)', where.teams, bind)] : []),
    ...(where.environments?.length ? [`environment IN ${strings(where.environments)}`] : []),
    ...(where.from === undefined ? [] : [`at >= ${bind.bind('Int64', where.from)}`]),
    ...(where.to === undefined ? [] : [`at < ${bind.bind('Int64', where.to)}`]),
    ...(more?.(bind) ?? []),
    ...(after === undefined ? [] : [isAfter(after, bind)]),
  ];
  const sql = `
SELECT entity, id, flag, services, environment, tier, at, source, history
FROM flag_changes FINAL
WHERE ${conditions.join('\n  AND ')}
ORDER BY at DESC, entity${limitByFlag === undefined ? '' : `\nLIMIT ${bind.bind('Int64', limitByFlag)} BY flag`}
LIMIT ${bind.bind('Int64', limit)}`;
  return { sql, params: bind.values };
}

/** Whether one of its services was owned by a team, or one below it, at an instant: an expression. */
export const isOwnedAt = (instant: string, teams: readonly string[], bind: Parameters): string =>
  `arrayExists(o -> o.from <= ${instant} AND ${instant} < o.until AND arrayExists(
      t -> o.team = t OR startsWith(o.team, concat(t, '/')), ${bind.bind('Array(String)', teams)}), owners)`;

function isAfter([instant, entity]: z.infer<typeof place>, bind: Parameters): string {
  const at = bind.bind('Int64', instant);
  return `(at < ${at} OR (at = ${at} AND entity > ${bind.bind('String', entity)}))`;
}

/** The flag change as it was known at asOf. */
export function flagChangeIn(
  { entity, id, source, at, history, ...last }: FlagChangeRow,
  asOf: number,
): FlagChangeSummary {
  const moments = timelineIn<FlagChangeMoment>(history).filter(({ from }) => from <= asOf);
  const state = moments.at(-1)?.state;
  return {
    id,
    entity,
    flag: state?.flag ?? last.flag,
    services: state?.services ?? last.services,
    environment: state?.environment ?? last.environment,
    tier: state?.tier ?? last.tier,
    at,
    exposure: state?.exposure ?? null,
    planned: state?.planned ?? false,
    failed: state?.failed ?? null,
    source,
  };
}
