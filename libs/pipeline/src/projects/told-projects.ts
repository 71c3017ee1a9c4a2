import { type EventData, kinds } from '@leadline/events';
import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { withNames } from '../people/names-of-people.js';

/** A project as people wrote it down. Instants are epoch milliseconds. */
export interface ToldProject {
  readonly id: string;
  readonly name: string;
  /** "organisation", "team:eng/payments" or "service:shop". */
  readonly scope: string;
  readonly metric: string;
  readonly wanted: 'up' | 'down';
  readonly start: number;
  /** null: it is not done. */
  readonly end: number | null;
  readonly reason: string | null;
  readonly link: string | null;
  /** Who named what it is judged by, and when. */
  readonly by: string;
  readonly namedAt: number;
  /** Whether that was before it began: else any metric could have been found to fit. */
  readonly isNamedBeforehand: boolean;
}

type Said = EventData<'project'>;

/** Most words about projects that are read. */
const MOST_WORDS = 10_000;

/** Projects that are not withdrawn, the last begun first, out of the events themselves: a rebuild reads them again. */
export async function projectsTold(analytics: Analytics, asOf: number): Promise<ToldProject[]> {
  const bind = new Parameters();
  const sql = `
SELECT entity, data
FROM events FINAL
WHERE startsWith(entity, 'project:') AND kind = 'project' AND ifNull(time, 0) <= ${bind.bind('Int64', asOf)}
ORDER BY entity, revision, ifNull(time, 0), hash
LIMIT ${MOST_WORDS}`;
  const rows = await analytics.query<{ entity: string; data: string }>({ sql, params: bind.values });
  const words = new Map<string, Said[]>();
  for (const { entity, data } of rows) {
    const read = kinds.project.schema.safeParse(JSON.parse(data));
    if (read.success && Date.parse(read.data.at) <= asOf) words.set(entity, [...(words.get(entity) ?? []), read.data]);
  }
  const told = [...words.values()].flatMap((said) => projectOf(said) ?? []);
  return (await withNames(analytics, told)).sort((a, b) => b.start - a.start || (a.id < b.id ? -1 : 1));
}

/** What was said last of each part holds; null: it is withdrawn, or does not say enough to be compared. */
function projectOf(words: readonly Said[]): ToldProject | null {
  const said: Partial<Said> = {};
  let naming: Said | undefined;
  for (const word of words) {
    const before = judgedBy(said);
    for (const [part, value] of Object.entries(word)) if (value !== undefined) said[part] = value;
    // Whoever changes what it is judged by, or when it begins, names it anew.
    if (judgedBy(said) !== before) naming = word;
  }
  const { id, name, scope, metric, wanted, start, end, reason, link, withdrawn } = said;
  if (!id || !scope || !metric || !wanted || !start || naming === undefined || withdrawn === true) return null;
  const namedAt = Date.parse(naming.at);
  return {
    id,
    name: name ?? id,
    scope,
    metric,
    wanted,
    start: Date.parse(start),
    end: end ? Date.parse(end) : null,
    reason: reason ?? null,
    link: link ?? null,
    by: naming.by,
    namedAt,
    isNamedBeforehand: namedAt <= Date.parse(start),
  };
}

const judgedBy = ({ scope, metric, wanted, start }: Partial<Said>): string =>
  JSON.stringify([scope, metric, wanted, start && Date.parse(start)]);
