import { ALWAYS, FOREVER } from '@leadline/tables';
import { createChdbConnection } from 'chdb/connection';
import { DATABASE } from './executive-world.js';

/** The commits that the deployments of the executive world carried, each following the one before; written by the engine. */
export async function fillCommits(directory: string): Promise<void> {
  const engine = createChdbConnection({ path: directory });
  try {
    for (const query of [links, commits, byTime, stays]) await engine.command({ query });
  } finally {
    await engine.close();
  }
}

const carried = (columns: string): string =>
  `SELECT ${columns} FROM ${DATABASE}.deployments ARRAY JOIN commits.sha AS sha, commits.committedAt AS at, arrayPushFront(arrayPopBack(commits.sha), '') AS parent WHERE version = 1`;

const links = `
INSERT INTO ${DATABASE}.link_index (sha, service, row, known_from, known_until, version)
${carried(`sha, service, concat(environment, '/', deployment), ${ALWAYS}, ${FOREVER}, 1`)}`;

const history = `concat('[{"from":null,"state":', toJSONString(map(
  'sha', sha, 'repository', repository, 'title', concat('Change ', sha), 'patchId', '')), '}]')`;

/** As the product writes it: members of other types stand beside the texts. */
const withNumbers = `replaceOne(${history}, '"patchId":""', concat(
  '"patchId":null,"bot":false,"flags":[],"paths":null,"pushedAt":null,"landedAfter":null,"committedAt":', toString(at),
  ',"parents":', if(parent = '', '[]', concat('["', parent, '"]'))))`;

const commits = `
INSERT INTO ${DATABASE}.commits (sha, prefix, repository, committed_at, title, history, content_hash, version)
${carried(`sha, substring(sha, 1, 7), repository, at, concat('Change ', sha), ${withNumbers}, '', 1`)}`;

const byTime = `
INSERT INTO ${DATABASE}.commits_by_time (repository, committed_at, sha, step, version)
${carried(`repository, at, sha, toJSONString(('commit', sha, if(parent = '', [], [parent]), ${ALWAYS})), 1`)}`;

/** As derive writes them: of each deployment's last version, with what came to its place next. */
const stays = `
INSERT INTO ${DATABASE}.stays (repository, last_instant, service, place, row, told, version)
SELECT repository,
  leadInFrame(at, 1, toInt64(${FOREVER})) OVER (
    PARTITION BY service, environment ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
  ) AS until,
  service, toJSONString([environment, '']),
  if(until = ${FOREVER}, '', toJSONString((environment, deployment, occurrence, service))),
  toJSONString(('stays', (service, environment, tier, '', deployment, occurrence, sha, 'succeeded', at, until,
    if(tier = 'production', toNullable(at), NULL), known_from, shas, ${ALWAYS}, latest_commit))), 1
FROM (
  SELECT repository, service, environment, tier, deployment, occurrence, base.sha[1] AS sha, base.finishedAt[1] AS at,
    base.knownFrom[1] AS known_from, commits.sha AS shas, arrayMax(commits.committedAt) AS latest_commit
  FROM ${DATABASE}.deployments FINAL
  WHERE base.status[1] = 'succeeded')`;
