import { openWarehouse } from '@leadline/adapters';
import type { Analytics } from '@leadline/ports';
import { ALWAYS, FOREVER, tables } from '@leadline/tables';
import { createChdbConnection } from 'chdb/connection';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * An organisation of 200 teams and 2,000 services over two years, as large as one likes. Its rows are written by the
 * engine itself: nobody waits for a hundred million events. Some services deploy a thousand times as often as others,
 * everybody deploys more often every month, and ages of commits are log-normal.
 */
export interface ExecutiveWorld {
  /** Of every environment; about one in 4.6 is of production. An event is a 7.5th of a deployment. */
  readonly deployments: number;
}

export const TEAMS = 200;
export const SERVICES = 2_000;
export const DATABASE = 'bench';
const DAY = 86_400_000;
/** A Monday. */
const FROM = Date.parse('2023-12-25T00:00:00Z');
const DAYS = 2 * 52 * 7;
/** The last 52 weeks of it. */
export const lastYear = { from: FROM + (DAYS - 52 * 7) * DAY, to: FROM + DAYS * DAY };
/** Events for each deployment: its own three, and those of its commits, changes and runs (a mixture as GitHub sends). */
const EVENTS_EACH = 7.5;

export const worldOf = (events: number): ExecutiveWorld => ({ deployments: Math.round(events / EVENTS_EACH) });

export const teamOf = (service: number): string => `eng/team-${service % TEAMS}`;

/** Rows for one statement: the engine holds what it sorts in memory. */
const ROWS_AT_ONCE = 500_000;

/** Makes the tables and writes the rows. Nobody may have the directory open. */
export async function fillExecutive(
  directory: string,
  { deployments }: ExecutiveWorld,
  say: (progress: string) => void,
): Promise<void> {
  const warehouse = await openWarehouse({ mode: 'embedded', directory }, DATABASE);
  await warehouse.migrate();
  await warehouse.close();
  const engine = createChdbConnection({ path: directory });
  try {
    for (let begin = 0; begin < deployments; begin += ROWS_AT_ONCE) {
      const end = Math.min(deployments, begin + ROWS_AT_ONCE);
      await engine.command({ query: inserted(`numbers(${begin}, ${end - begin})`, 'finished', 1) });
      say(`${end.toLocaleString('en')} of ${deployments.toLocaleString('en')} deployments`);
    }
    // A twentieth comes again as it was, and of a hundredth it turns out that it ended a day later.
    await engine.command({ query: inserted(`(${everyNth(20, deployments)})`, 'finished', 1) });
    await engine.command({ query: inserted(`(${everyNth(100, deployments)})`, `finished + ${DAY}`, 2) });
  } finally {
    await engine.close();
  }
}

const everyNth = (nth: number, of: number, after = 0): string =>
  `SELECT number * ${nth} + ${after} AS number FROM numbers(${Math.floor((of - after) / nth)})`;

/** Writes of a day that are not merged yet, and how many deployments each tells something of. */
const WRITES = 4;
const DEPLOYMENTS_OF_WRITE = 500;

/**
 * The narrow table as an installation holds it by day: what is older in one part, which the engine makes by itself once
 * nothing was stored for five minutes, and what was stored since in small ones. Nobody may have the directory open.
 */
export async function settleExecutive(directory: string, { deployments }: ExecutiveWorld): Promise<void> {
  const engine = createChdbConnection({ path: directory });
  try {
    await engine.command({ query: `OPTIMIZE TABLE ${DATABASE}.deployment_states FINAL` });
    const nth = Math.max(1, Math.floor(deployments / DEPLOYMENTS_OF_WRITE));
    for (let write = 0; write < WRITES; write += 1) {
      const told = `(${everyNth(nth, deployments, write % nth)})`;
      await engine.command({ query: inserted(told, 'finished', 3) });
    }
  } finally {
    await engine.close();
  }
}

/** What was written in one go is merged for a minute and more: work that an installation has had behind it for long. */
export async function untilMerged(analytics: Analytics): Promise<void> {
  for (let quiet = 0; quiet < 4;) {
    await pause(500);
    const [answer] = await analytics.query<{ merges: number }>({
      sql: 'SELECT count() AS merges FROM system.merges',
      params: {},
    });
    quiet = answer?.merges === 0 ? quiet + 1 : 0;
  }
}

/** A number in [0, 1) that depends on the row and on what it is for. */
function chance(what: string): string {
  return `(cityHash64(number, '${what}') % 1000003) / 1000003`;
}

/** Columns whose elements the world fills. */
type Filled = 'base' | 'reasons' | 'links' | 'commits';

/** One element of a column that holds a list: these members, and nothing in the others. */
function element(column: Filled, values: Readonly<Record<string, string>>): string {
  const { members = {}, type } = tables.deployments.columns[column];
  const written = Object.entries(members).map(([member, { type: own }]) => values[member] ?? nothing(own));
  return `CAST((${written.join(', ')}), '${type.slice('Array('.length, -1)}')`;
}

function nothing(type: string): string {
  if (type.startsWith('Array')) return '[]';
  if (type.startsWith('Nullable')) return 'NULL';
  return type.includes('String') ? `''` : '0';
}

function inserted(numbers: string, finishedAt: string, version: number): string {
  const columns = { ...identity, ...evidence, version: String(version) };
  return `
INSERT INTO ${DATABASE}.deployments (${Object.keys(columns).join(', ')})
SELECT ${Object.entries(columns)
    .map(([name, expression]) => `${expression} AS ${name}`)
    .join(',\n  ')}
FROM (
  SELECT number,
    least(toUInt32(exp(${chance('service')} * log(${SERVICES}))), ${SERVICES - 1}) AS service_number,
    multiIf(${chance('environment')} < 0.22, 1, 2 + number % 4) AS environment_number,
    toInt64(${FROM} + sqrt(${chance('instant')}) * ${DAYS * DAY}) AS finished,
    ${finishedAt} AS instant_at,
    ${chance('luck')} AS luck,
    1 + toUInt8(exp(${chance('carried')} * log(16))) AS carried,
    ${normal('age')} AS age
  FROM ${numbers})
SETTINGS max_insert_threads = 1`;
}

const identity = {
  service: `concat('service-', toString(service_number))`,
  environment: `['production', 'staging', 'qa', 'dev', 'preview'][environment_number]`,
  tier: `['production', 'staging', 'testing', 'development', 'development'][environment_number]`,
  deployment: `concat('d', toString(number))`,
  occurrence: `1`,
  repository: `concat('acme/', service)`,
  owners: `[(concat('eng/team-', toString(service_number % ${TEAMS})), toInt64(${ALWAYS}), toInt64(${FOREVER}))]`,
};

const always = { knownFrom: `${ALWAYS}`, knownUntil: `${FOREVER}` };
const openedAt = `instant_at - toInt64(exp(11 + 1.3 * (age + i / 10)) * 1000)`;
const openings = ['committedAt', 'repairedAt', 'firstCommitAt', 'openedAt', 'mergedAt'];

const evidence = {
  base: `[${element('base', {
    ...always,
    knownFrom: 'finished',
    id: 'deployment',
    status: `if(luck < 0.03, 'failed', 'succeeded')`,
    exposed: '1',
    kind: `if(luck > 0.985, 'rollback', 'change')`,
    startedAt: `instant_at - toInt64(60000 + ${chance('run')} * 900000)`,
    finishedAt: 'instant_at',
    sha: `lower(hex(SHA1(deployment)))`,
    source: `'github'`,
    actor: `'octocat'`,
    attempts: '[deployment]',
    startKnown: '1',
  })}]`,
  reasons: `if(${chance('incident')} < 0.04 AND tier = 'production', [${element('reasons', {
    ...always,
    variants: '1',
    authority: `'incident'`,
    by: `concat('incident/', deployment)`,
    userFacing: '1',
    impactAt: 'instant_at + 600000',
    detectedAt: 'instant_at + 900000',
    resolvedAt: `instant_at + 900000 + toInt64(exp(8 + 1.2 * ${normal('repair')}) * 1000)`,
  })}], [])`,
  links: `[${element('links', { ...always, basis: `'ancestry'` })}]`,
  commits: `arrayMap(i -> ${element('commits', {
    ...always,
    sha: `lower(hex(SHA1(concat(deployment, '/', toString(i)))))`,
    ...Object.fromEntries(openings.map((opening) => [opening, openedAt])),
  })}, range(carried))`,
  first_instant: 'instant_at',
  last_instant: 'instant_at',
};

/** A normally distributed number of the row. */
function normal(what: string): string {
  return `sqrt(-2 * log(least(1, ${chance(`${what} 1`)} + 0.000001))) * cos(2 * pi() * ${chance(`${what} 2`)})`;
}
