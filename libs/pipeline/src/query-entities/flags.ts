import { kinds } from '@leadline/events';
import { Parameters } from '@leadline/metrics';
import type { Analytics, Statement } from '@leadline/ports';
import { z } from 'zod';
import { countOf, MOST_COUNTED } from './count-rows.js';
import { type FlagChangeRow, flagChangeIn, isOwnedAt } from './flag-changes.js';
import { groupedBy } from '../grouped-by.js';
import { limitOf, pageOf, placeAfter } from './page.js';
import type { CountFlags, FlagExposure, FlagFilter, FlagSummary, ListFlags } from './types.js';

const place = z.tuple([z.number(), z.string()]);

interface FlagRow {
  readonly flag: string;
  readonly all_services: readonly string[];
  readonly changed_at: number;
  readonly changes: number;
}

/** Flags that were ever changed, latest change first. Three statements. */
export const listFlags: ListFlags = async (analytics, { where = {}, asOf, ...page }) => {
  const after = placeAfter(place, page);
  const rows = await analytics.query<FlagRow>(flagsStatement({ where, asOf, after, limit: limitOf(page) }));
  const flags = rows.map(({ flag }) => flag);
  const exposures = await exposuresOf(analytics, flags, asOf);
  const declared = await declarationsOf(analytics, flags);
  return pageOf(rows, page, {
    place: ({ changed_at, flag }) => [changed_at, flag],
    item: ({ flag, all_services, changed_at, changes }): FlagSummary => ({
      flag,
      services: all_services,
      changedAt: changed_at,
      changeCount: changes,
      exposures: exposures.get(flag) ?? [],
      ...(declared.get(flag) ?? { permanent: null, archivedAt: null }),
    }),
  });
};

/** How many there are over all pages. */
export const countFlags: CountFlags = (analytics, { where = {}, asOf }) =>
  countOf(analytics, flagsStatement({ where, asOf, limit: MOST_COUNTED }));

interface WantedFlags {
  readonly where: FlagFilter;
  readonly asOf: number;
  readonly after?: z.infer<typeof place> | undefined;
  readonly limit: number;
}

function flagsStatement({ where, asOf, after, limit }: WantedFlags): Statement {
  const bind = new Parameters();
  const strings = (values: readonly string[]): string => bind.bind('Array(String)', values);
  const known = bind.bind('Int64', asOf);
  const stored = [
    `flag != '' AND at <= ${known}`,
    ...(where.flags?.length ? [`flag IN ${strings(where.flags)}`] : []),
    ...(where.environments?.length ? [`environment IN ${strings(where.environments)}`] : []),
  ];
  const together = [
    ...(where.services?.length ? [`hasAny(all_services, ${strings(where.services)})`] : []),
    ...(where.teams?.length ? [`max(${isOwnedAt(known, where.teams, bind)})`] : []),
    ...(where.from === undefined ? [] : [`changed_at >= ${bind.bind('Int64', where.from)}`]),
    ...(where.to === undefined ? [] : [`changed_at < ${bind.bind('Int64', where.to)}`]),
    ...(after === undefined ? [] : [isAfter(after, bind)]),
  ];
  const sql = `
SELECT flag, arraySort(groupUniqArrayArray(services)) AS all_services, assumeNotNull(max(at)) AS changed_at,
  count() AS changes
FROM flag_changes FINAL
WHERE ${stored.join(' AND ')}
GROUP BY flag
${together.length === 0 ? '' : `HAVING ${together.join(' AND ')}\n`}ORDER BY changed_at DESC, flag
LIMIT ${bind.bind('Int64', limit)}`;
  return { sql, params: bind.values };
}

function isAfter([instant, flag]: z.infer<typeof place>, bind: Parameters): string {
  const at = bind.bind('Int64', instant);
  return `(changed_at < ${at} OR (changed_at = ${at} AND flag > ${bind.bind('String', flag)}))`;
}

/** The last change of each flag in each environment, production first. */
async function exposuresOf(
  analytics: Analytics,
  flags: readonly string[],
  asOf: number,
): Promise<ReadonlyMap<string, readonly FlagExposure[]>> {
  if (flags.length === 0) return new Map();
  const bind = new Parameters();
  const sql = `
SELECT entity, id, flag, services, environment, tier, at, source, history
FROM flag_changes FINAL
WHERE flag IN ${bind.bind('Array(String)', flags)} AND at <= ${bind.bind('Int64', asOf)}
ORDER BY at DESC, entity
LIMIT 1 BY flag, environment
LIMIT 100000`;
  const rows = await analytics.query<FlagChangeRow>({ sql, params: bind.values });
  const rank = ({ tier, environment }: FlagExposure): string => `${tier === 'production' ? 0 : 1} ${environment}`;
  const latest = rows.map((row) => ({ flag: row.flag, change: flagChangeIn(row, asOf) }));
  return new Map(
    [...groupedBy(latest, ({ flag }) => flag)].map(([flag, own]) => [
      flag,
      own
        .map(({ change: { environment, tier, exposure, at } }) => ({ environment, tier, exposure, since: at }))
        .sort((a, b) => (rank(a) < rank(b) ? -1 : 1)),
    ]),
  );
}

type Declared = Pick<FlagSummary, 'permanent' | 'archivedAt'>;
const said = z.array(z.object({ data: kinds.flag.schema }));

/** What was said of the flags themselves. */
async function declarationsOf(analytics: Analytics, flags: readonly string[]): Promise<ReadonlyMap<string, Declared>> {
  if (flags.length === 0) return new Map();
  const bind = new Parameters();
  const entities = bind.bind(
    'Array(String)',
    flags.map((flag) => `flag:${flag}`),
  );
  const sql = `
SELECT entity, history
FROM other_entities FINAL
WHERE entity IN ${entities}
LIMIT ${bind.bind('Int64', flags.length)}`;
  const rows = await analytics.query<{ entity: string; history: string }>({ sql, params: bind.values });
  return new Map(
    rows.flatMap(({ entity, history }): [string, Declared][] => {
      const patches = said.safeParse(JSON.parse(history));
      if (!patches.success) return [];
      const { permanent, archivedAt } = Object.assign({}, ...patches.data.map(({ data }) => data)) as Said;
      const declared = { permanent: permanent ?? null, archivedAt: archivedAt ? Date.parse(archivedAt) : null };
      return [[entity.slice('flag:'.length), declared]];
    }),
  );
}

type Said = z.infer<typeof kinds.flag.schema>;
