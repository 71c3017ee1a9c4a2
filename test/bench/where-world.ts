import { ALWAYS, FOREVER } from '@leadline/tables';
import { createChdbConnection } from 'chdb/connection';
import { DATABASE } from './executive-world.js';

/** The commits that the deployments of the executive world carried, each following the one before; written by the engine. */
export async function fillCommits(directory: string): Promise<void> {
  const engine = createChdbConnection({ path: directory });
  try {
    for (const query of [links, commits, byTime]) await engine.command({ query });
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
INSERT INTO ${DATABASE}.commits_by_time (repository, committed_at, sha, version)
${carried('repository, at, sha, 1')}`;
