import { historyConditions, knownNames } from '../deployments/row-sql.js';
import type { MetricOptions } from '../options.js';
import { lastInstant } from '../owners-of-spans.js';
import type { MetricQuestion } from '../query.js';
import { haveRulesOn, perService } from '../service-rules.js';
import type { Parameters } from '../statement.js';

/** Which changes are wanted: all that had landed by the end of the question and were not in production before. */
export interface WantedChanges {
  readonly query: MetricQuestion;
  /** What was in production before this instant is left out; epoch milliseconds. */
  readonly notShippedBefore: number;
}

/**
 * One row for each service and change of it that had landed: service, owners, tags, repository, change, sha, landed_at
 * and shipped_at, its first production deployment (null: none). Both instants lie before the end of the window. Of buckets
 * a push also ends so when a pull request is merged that it belongs to: from then on that one waits in its place.
 *
 * The services of a repository are those that deployed one of its commits last; of a monorepo only those whose paths
 * the change touches. A change is deployed with its closing commit.
 */
export function landedChanges({ query, notShippedBefore }: WantedChanges, bind: Parameters): string {
  const since = bind.bind('Int64', notShippedBefore);
  const shipped = shippedCommits(query, bind);
  return `(
  SELECT landed.service AS service, owners, tags, repository, change, landed.sha AS sha, landed_at,
    nullIf(${isOfBuckets(query) ? EARLIER : 'shipped.first_finish'}, 0) AS shipped_at
  FROM (
    SELECT service, owners, tags, landed.repository AS repository, change, sha, landed_at${isOfBuckets(query) ? ', covered_at' : ''}
    FROM (${requests(query, bind)}
    UNION ALL${isOfBuckets(query) ? pushesUntilMerged(query, bind) : directPushes(query, bind)}) AS landed
    INNER JOIN (${servicesOfRepositories(query, bind)}) AS deployed_of ON deployed_of.repository = landed.repository
    WHERE NOT has(outside, service)${ownExclusions(query, bind)} AND (service, sha) NOT IN (
      SELECT service, arrayJoin(shas) FROM ${shipped} WHERE finished_at < ${since})
  ) AS landed
  LEFT JOIN (
    SELECT service, arrayJoin(shas) AS sha, min(finished_at) AS first_finish
    FROM ${shipped} WHERE finished_at >= ${since}
    GROUP BY service, sha
  ) AS shipped ON shipped.service = landed.service AND shipped.sha = landed.sha
  )`;
}

const isOfBuckets = ({ bucket }: MetricQuestion): boolean => bucket !== undefined;

/** Of its first deployment and the merge that took its place, 0 being none. */
const EARLIER = 'arrayMin(arrayFilter(at -> at > 0, [ifNull(shipped.first_finish, 0), landed.covered_at]))';

/** What was known of the landing of changes, with these of its members. */
function landings(members: readonly string[], condition: string, { asOf }: MetricQuestion, bind: Parameters): string {
  const at = bind.bind('Int64', asOf);
  return `(
      SELECT entity, arrayFirstIndex((f, u) -> f <= ${at} AND ${at} < u, states.knownFrom, states.knownUntil) AS held,
        ${members.map((member) => `states.${member}[held] AS ${member}`).join(', ')}
      FROM landed_changes FINAL
      WHERE held > 0 AND ${condition})`;
}

const IS_REQUEST = `startsWith(entity, 'change:')`;
const IS_COMMIT = `startsWith(entity, 'commit:')`;

/** Who and what is left out before services are known: where services differ, they say it themselves. */
function excluded(query: MetricQuestion): Pick<MetricOptions, 'includeBots' | 'includeMergeCommits'> {
  return differ(query) ? { includeBots: true, includeMergeCommits: true } : query.options;
}

const differ = (query: MetricQuestion): boolean => haveRulesOn(query, ['includeBots', 'includeMergeCommits']);

/** Members by which services that differ leave changes out. */
const toldApart = (query: MetricQuestion, members: string): string => (differ(query) ? `, ${members}` : '');

function ownExclusions(query: MetricQuestion, bind: Parameters): string {
  if (!differ(query)) return '';
  const isIncluded = perService('service', query.options, bind, ({ includeBots, includeMergeCommits }) =>
    ['true', ...(includeBots ? [] : ['bot = 0']), ...(includeMergeCommits ? [] : ['merge = 0'])].join(' AND '),
  );
  return ` AND ${isIncluded}`;
}

/** Merged pull requests. One is outside of a service if all the commits it is judged by are. */
function requests(query: MetricQuestion, bind: Parameters): string {
  const end = bind.bind('Int64', lastInstant(query));
  const bots = excluded(query).includeBots ? '' : ' AND bot = 0';
  const members = ['repository', 'landedAt', 'sha', 'judgedBy', 'bot'];
  const paths = landings(['sha', 'outside'], `${IS_COMMIT} AND notEmpty(outside)`, query, bind);
  return `
    SELECT merged.change AS change, any(merged.repository) AS repository, any(merged.closing) AS sha,
      any(merged.landed_at) AS landed_at, groupArrayIntersect(paths.outside) AS outside${toldApart(query, 'any(merged.bot) AS bot, 0 AS merge')}${isOfBuckets(query) ? ', toInt64(0) AS covered_at' : ''}
    FROM (SELECT entity AS change, repository${toldApart(query, 'bot')}, sha AS closing, assumeNotNull(landedAt) AS landed_at, arrayJoin(judgedBy) AS judged
      FROM ${landings(members, `${IS_REQUEST} AND landedAt <= ${end}${bots}`, query, bind)}) AS merged
    LEFT JOIN (SELECT sha, outside FROM ${paths}) AS paths ON paths.sha = merged.judged
    GROUP BY change`;
}

/**
 * Commits pushed without a pull request. Where one does not tell its commits, those that were pushed together with its
 * merge are taken for its own.
 */
function directPushes(query: MetricQuestion, bind: Parameters): string {
  const { pushed, merged, mergePushes } = partsOfPushes(query, bind);
  return `${pushed}
      AND sha NOT IN (SELECT arrayJoin(shas) FROM ${merged(['shas'], '')})
      AND (repository, assumeNotNull(landedAt)) NOT IN (
        SELECT repository, assumeNotNull(landedAt) FROM ${mergePushes}
        WHERE sha IN (SELECT sha FROM ${merged(['sha', 'untold'], ' AND untold = 1')}))`;
}

/** Pushed commits, merged pull requests with these members, and the pushes that merges were among. */
function partsOfPushes(query: MetricQuestion, bind: Parameters) {
  const { includeBots, includeMergeCommits } = excluded(query);
  const end = bind.bind('Int64', lastInstant(query));
  const conditions = [
    IS_COMMIT,
    `landedAt <= ${end}`,
    ...(includeBots ? [] : ['bot = 0']),
    ...(includeMergeCommits ? [] : ['merge = 0']),
  ].join(' AND ');
  const merged = (members: readonly string[], more: string): string =>
    landings(['landedAt', ...members], `${IS_REQUEST} AND landedAt <= ${end}${more}`, query, bind);
  const mergePushes = landings(['repository', 'landedAt', 'sha'], `${IS_COMMIT} AND landedAt <= ${end}`, query, bind);
  const members = ['repository', 'landedAt', 'sha', 'outside', 'bot', 'merge'];
  const pushed = `
    SELECT entity AS change, repository, sha, assumeNotNull(landedAt) AS landed_at, outside${toldApart(query, 'bot, merge')}
    FROM ${landings(members, conditions, query, bind)}
    WHERE true`;
  return { pushed, merged, mergePushes };
}

/** The same with `covered_at`: when a pull request was merged that tells the commit, or was pushed together with it; 0: none. */
function pushesUntilMerged(query: MetricQuestion, bind: Parameters): string {
  const { pushed, merged, mergePushes } = partsOfPushes(query, bind);
  return `
    SELECT change, pushed.repository AS repository, pushed.sha AS sha, landed_at, outside${toldApart(query, 'bot, merge')},
      arrayMin(arrayFilter(at -> at > 0, [own.merged_at, beside.merged_at])) AS covered_at
    FROM (${pushed}) AS pushed
    LEFT JOIN (
      SELECT arrayJoin(shas) AS own_sha, min(assumeNotNull(landedAt)) AS merged_at FROM ${merged(['shas'], '')} GROUP BY own_sha
    ) AS own ON own.own_sha = pushed.sha
    LEFT JOIN (
      SELECT repository, assumeNotNull(landedAt) AS pushed_at, greatest(pushed_at, min(untold.merged_at)) AS merged_at
      FROM ${mergePushes} AS push
      INNER JOIN (SELECT sha, assumeNotNull(landedAt) AS merged_at FROM ${merged(['sha', 'untold'], ' AND untold = 1')}) AS untold
        ON untold.sha = push.sha
      GROUP BY repository, pushed_at
    ) AS beside ON beside.repository = pushed.repository AND beside.pushed_at = pushed.landed_at`;
}

/** What of the deployments' state was known, by member: as long as a whole element is not named, it is not read. */
function knownBase(members: readonly string[], { asOf }: MetricQuestion, bind: Parameters): string {
  const at = bind.bind('Int64', asOf);
  const held = `arrayFirstIndex((f, u) -> f <= ${at} AND ${at} < u, base.knownFrom, base.knownUntil)`;
  return [`${held} AS base_held`, ...members.map((member) => `base.${member}[base_held] AS ${member}`)].join(', ');
}

function knownRepository({ asOf }: MetricQuestion, bind: Parameters): string {
  const { named_at, known_repository } = knownNames(bind.bind('Int64', asOf));
  return `${named_at} AS named_at, ${known_repository} AS known_repository`;
}

/** Services by the repository of the commit they deployed last in each environment. */
function servicesOfRepositories(query: MetricQuestion, bind: Parameters): string {
  const at = bind.bind('Int64', query.asOf);
  const conditions = ['notEmpty(base.knownFrom)', ...historyConditions(query.scope, bind)];
  const last = `(
        SELECT service, owners, tags, ${knownBase(['sha', 'startedAt'], query, bind)}, ${knownRepository(query, bind)}
        FROM deployments FINAL
        WHERE ${conditions.join(' AND ')} AND base_held > 0 AND sha != ''
        ORDER BY startedAt DESC, sha
        LIMIT 1 BY service, environment)`;
  return `
      SELECT service, any(owners) AS owners, any(tags) AS tags, of_commit AS repository
      FROM (
        SELECT last.service AS service, owners, tags, if(known.known_as = '', last.known_repository, known.known_as) AS of_commit
        FROM ${last} AS last
        LEFT JOIN (
          SELECT sha, JSONExtractString(arrayLast(m -> JSONExtractInt(m, 'from') <= ${at}, JSONExtractArrayRaw(history)), 'state', 'repository') AS known_as
          FROM commits FINAL
          WHERE sha IN (SELECT sha FROM ${last}) AND JSONExtractInt(history, 1, 'from') <= ${at}
        ) AS known ON known.sha = last.sha)
      WHERE of_commit != ''
      GROUP BY service, repository`;
}

/** Succeeded production deployments: service, finish and every commit they brought, the service's own or not. */
function shippedCommits(query: MetricQuestion, bind: Parameters): string {
  const at = bind.bind('Int64', query.asOf);
  const conditions = [`tier = 'production'`, 'notEmpty(base.knownFrom)', ...historyConditions(query.scope, bind)];
  const held = (list: string): string =>
    `arrayFilter((s, f, u) -> f <= ${at} AND ${at} < u, ${list}.sha, ${list}.knownFrom, ${list}.knownUntil)`;
  return `(
      SELECT service, ${knownBase(['status', 'finishedAt'], query, bind)}, finishedAt AS finished_at,
        arrayConcat(${held('commits')}, ${held('used_up')}, passed) AS shas
      FROM deployments FINAL
      WHERE ${conditions.join(' AND ')} AND base_held > 0 AND status = 'succeeded'
        AND finishedAt <= ${bind.bind('Int64', lastInstant(query))})`;
}
