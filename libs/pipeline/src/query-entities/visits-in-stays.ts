import { compareText } from '@leadline/events';
import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { ALWAYS, FOREVER } from '@leadline/tables';
import { type CommitStep, type Stay, staysIn, stepIn } from '@leadline/tracking';
import { CLOCK_SKEW, type FoundVisits, type SoughtChange, type Visit } from './change-places.js';
import { type CommitSteps, descendantsOf } from './commit-ancestry.js';
import { MOST_COMMITS } from './find-commits.js';

/**
 * What stood where when the change was made or later, and what came after it in the repository: one short statement that
 * reads one column, since planning it is most of what it takes.
 *
 * @returns null: something of it became known after the asked instant, or is not told here. The evidence has to be asked.
 */
export async function visitsInStays(analytics: Analytics, sought: SoughtChange): Promise<FoundVisits | null> {
  const { repository, seeds, asOf } = sought;
  const since = sought.since === null ? ALWAYS : sought.since - CLOCK_SKEW;
  const bind = new Parameters();
  const name = bind.bind('String', repository);
  // Rows without a repository are marks that hold for all.
  const stays = `
SELECT told
FROM stays FINAL
WHERE repository IN ('', ${name}) AND last_instant >= ${bind.bind('Int64', Math.min(since, asOf))}`;
  const steps = `
UNION ALL
SELECT step
FROM commits_by_time FINAL
WHERE repository = ${name} AND committed_at >= ${bind.bind('Int64', since)}
LIMIT ${MOST_COMMITS + 1}`;
  const sql = sought.since === null ? stays : stays + steps;
  const params = bind.values;
  const rows = await analytics.query<{ told: string }>({ sql, params });
  return foundIn(
    rows.flatMap(({ told }) => (told === '' ? [] : [told])),
    { seeds, since, asOf },
  );
}

interface Asked {
  readonly seeds: readonly string[];
  readonly since: number;
  readonly asOf: number;
}

function foundIn(texts: readonly string[], { seeds, since, asOf }: Asked): FoundVisits | null {
  const steps = new Map<string, CommitStep & { readonly text: string }>();
  const visits: Visit[] = [];
  for (const text of texts) {
    const step = stepIn(text);
    if (step !== null) {
      const known = steps.get(step.sha);
      // Of a commit whose time changed, an old row may stand beside the new one.
      if (step.changedAt > asOf || (known !== undefined && known.text !== text)) return null;
      steps.set(step.sha, { ...step, text });
      continue;
    }
    const stays = staysIn(text);
    if (stays === null) return null;
    for (const stay of stays) {
      const carried = stay.carried.shas.some((sha) => seeds.includes(sha));
      // Carried before it was made, it may have come to other places before those that are looked at.
      const isElsewhere = carried && (stay.status === 'elsewhere' || stay.at < since);
      if (stay.changedAt > asOf || isElsewhere) return null;
      visits.push(...visitOf(stay, carried));
    }
  }
  if (steps.size > MOST_COMMITS) return null;
  const graph: CommitSteps = new Map(
    [...steps].map(([sha, { predecessors }]) => [sha, { sha, parents: predecessors, landedAfter: null }]),
  );
  return {
    visits: visits.sort(inTime),
    descendants: descendantsOf(graph, seeds),
    isInGraph: (sha) => (graph.get(sha)?.parents ?? null) !== null,
  };
}

function visitOf({ status, target, until, ...stay }: Stay, carried: boolean): Visit[] {
  if (status === 'gone' || status === 'elsewhere') return [];
  return [{ ...stay, status, carried, target: target || null, until: until === FOREVER ? null : until }];
}

const inTime = (a: Visit, b: Visit): number =>
  a.at - b.at || compareText(a.deployment, b.deployment) || a.occurrence - b.occurrence;
