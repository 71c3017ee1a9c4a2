import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import { stateKnownAt } from './find-commits.js';
import type { ChangeCandidate, FindChanges } from './types.js';

/** Fewer characters say nothing. */
const FEWEST_CHARACTERS = 3;

/**
 * Commits and pull requests that a person may mean, latest first: by SHA or its first digits, by number, by their page
 * at the forge, else by a word of their title, as a ticket is ("SHOP-1184"). A commit of a pull request that is found
 * as well is left out.
 */
export const findChanges: FindChanges = async (analytics, { text, first, asOf }) => {
  const meant = meantBy(text);
  const named = await Promise.all([
    meant.number === null && meant.entity === null ? [] : requestsWhere(analytics, meant, first, asOf),
    meant.sha === null ? [] : commitsWhere(analytics, meant, first, asOf),
  ]);
  if (named.flat().length > 0 || meant.word.length < FEWEST_CHARACTERS) return latestOf(named.flat(), first);
  const titled: Meant = { ...meant, entity: null, repository: null, number: null, sha: null };
  const [requests, commits] = await Promise.all([
    requestsWhere(analytics, titled, first, asOf),
    commitsWhere(analytics, titled, first, asOf),
  ]);
  const own = new Set(requests.flatMap(({ shas }) => shas));
  return latestOf([...requests, ...commits.filter(({ revision }) => !own.has(revision))], first);
};

interface Found extends ChangeCandidate {
  readonly shas: readonly string[];
}

const latestOf = (found: readonly Found[], first: number): ChangeCandidate[] =>
  found
    .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0))
    .slice(0, first)
    .map(({ repository, revision, number, title, url, at }) => ({ repository, revision, number, title, url, at }));

interface Meant {
  /** Entity of a pull request, as the changes of a deployment are named. */
  readonly entity: string | null;
  readonly repository: string | null;
  readonly number: string | null;
  /** A SHA, or its first digits. */
  readonly sha: string | null;
  readonly word: string;
}

const NUMBER_PAGE = /([^/\s]+\/[^/\s]+?)(?:\/-)?\/(?:pull|pulls|pull-requests|merge_requests)\/(\d{1,9})\b/;
const COMMIT_PAGE = /([^/\s]+\/[^/\s]+?)(?:\/-)?\/commits?\/([0-9a-f]{7,64})\b/i;
const QUALIFIED = /^([^\s#!@]+\/[^\s#!@]+?)(?:[#!](\d{1,9})|[@/]([0-9a-f]{7,64}))$/i;

function meantBy(text: string): Meant {
  const word = text.trim().replace(/^commit:/, '');
  const nothing: Meant = { entity: null, repository: null, number: null, sha: null, word };
  if (word.startsWith('change:')) return { ...nothing, entity: word };
  const [, ofNumber, number] = NUMBER_PAGE.exec(word) ?? [];
  if (ofNumber !== undefined && number !== undefined) return { ...nothing, repository: ofNumber, number };
  const [, ofCommit, commit] = COMMIT_PAGE.exec(word) ?? [];
  if (ofCommit !== undefined && commit !== undefined)
    return { ...nothing, repository: ofCommit, sha: commit.toLowerCase() };
  const [, repository, qualified, sha] = QUALIFIED.exec(word) ?? [];
  if (repository !== undefined)
    return { ...nothing, repository, number: qualified ?? null, sha: sha?.toLowerCase() ?? null };
  return {
    ...nothing,
    number: /^[#!]?(\d{1,9})$/.exec(word)?.[1] ?? null,
    sha: /^[0-9a-f]{7,64}$/i.test(word) ? word.toLowerCase() : null,
  };
}

/** The word, with nothing of a word before or after it: SHOP-11 is not in SHOP-118. */
const asWord = (word: string): string =>
  `(?i)(^|[^\\pL\\pN])${word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}($|[^\\pL\\pN])`;

async function requestsWhere(analytics: Analytics, meant: Meant, first: number, asOf: number): Promise<Found[]> {
  const bind = new Parameters();
  const condition =
    meant.entity !== null
      ? `entity = ${bind.bind('String', meant.entity)}`
      : meant.number !== null
        ? `number = ${bind.bind('String', meant.number)}`
        : `match(title, ${bind.bind('String', asWord(meant.word))})`;
  const sql = `
SELECT repository, number, title, url, opened_at, merged_at, shas, history
FROM changes FINAL
WHERE ${condition}${inRepository(meant, bind)}
ORDER BY ifNull(merged_at, opened_at) DESC, entity
LIMIT ${bind.bind('Int64', first)}`;
  type Row = Pick<
    TableRow<'changes'>,
    'repository' | 'number' | 'title' | 'url' | 'opened_at' | 'merged_at' | 'shas' | 'history'
  >;
  const rows = await analytics.query<Row>({ sql, params: bind.values });
  return rows
    .filter(({ history }) => stateKnownAt(history, asOf) !== undefined)
    .map(({ repository, number, title, url, opened_at: opened, merged_at: merged, shas }) => ({
      repository,
      revision: number,
      number,
      title: title || null,
      url: url || null,
      at: merged ?? opened,
      shas,
    }));
}

async function commitsWhere(analytics: Analytics, meant: Meant, first: number, asOf: number): Promise<Found[]> {
  const bind = new Parameters();
  const condition =
    meant.sha === null
      ? `match(title, ${bind.bind('String', asWord(meant.word))})`
      : `sha >= ${bind.bind('String', meant.sha)} AND sha < ${bind.bind('String', `${meant.sha}g`)}`;
  const sql = `
SELECT sha, repository, committed_at, title, history
FROM commits FINAL
WHERE ${condition}${inRepository(meant, bind)} AND repository != ''
ORDER BY committed_at DESC, sha
LIMIT ${bind.bind('Int64', first)}`;
  type Row = Pick<TableRow<'commits'>, 'sha' | 'repository' | 'committed_at' | 'title' | 'history'>;
  const rows = await analytics.query<Row>({ sql, params: bind.values });
  const found = rows
    .filter(({ history }) => stateKnownAt(history, asOf) !== undefined)
    .map(({ sha, repository, committed_at: at, title }) => ({
      ...commitOf(sha, repository),
      title: title || null,
      at,
    }));
  return found.length > 0 || meant.sha === null ? found : deployedOnly(analytics, meant.sha, first);
}

const commitOf = (sha: string, repository: string): Found => ({
  repository,
  revision: sha,
  number: null,
  title: null,
  url: null,
  at: null,
  shas: [],
});

/** Commits of which nothing is known but that they were deployed. */
async function deployedOnly(analytics: Analytics, prefix: string, first: number): Promise<Found[]> {
  const bind = new Parameters();
  const sql = `
SELECT DISTINCT indexed.sha AS sha, deployed.repository AS repository
FROM link_index AS indexed FINAL
INNER JOIN (SELECT DISTINCT service, repository FROM deployments FINAL WHERE repository != '') AS deployed
  ON deployed.service = indexed.service
WHERE indexed.sha >= ${bind.bind('String', prefix)} AND indexed.sha < ${bind.bind('String', `${prefix}g`)}
ORDER BY sha, repository
LIMIT ${bind.bind('Int64', first)}`;
  const rows = await analytics.query<{ sha: string; repository: string }>({ sql, params: bind.values });
  return rows.map(({ sha, repository }) => commitOf(sha, repository));
}

const inRepository = ({ repository }: Meant, bind: Parameters): string =>
  repository === null ? '' : ` AND repository = ${bind.bind('String', repository)}`;
