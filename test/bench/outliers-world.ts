import { MemoryFacts } from '@leadline/adapters';
import type { Facts } from '@leadline/ports';
import { normalQuantile, type Random, seededRandom } from '@leadline/statistics';
import { ALWAYS, type DeploymentRow, FOREVER, type ReasonElement } from '@leadline/tables';
import { history } from './history.js';
import { processingInto } from './processing.js';

/** An organisation over two years: one to look at, and one to judge it by. */
export interface OutliersWorld {
  readonly services: number;
  readonly perServiceAndYear: number;
  readonly seed: number;
}

const WEEK = 7 * 86_400_000;
const HOUR = 3_600_000;
export const WEEKS_OF_A_YEAR = 52;
/** A Monday. */
const FIRST = Date.parse('2024-01-01T00:00:00Z');
export const year = { from: FIRST + WEEKS_OF_A_YEAR * WEEK, to: FIRST + 2 * WEEKS_OF_A_YEAR * WEEK };

const ROWS_AT_ONCE = 5_000;
const FAIL_RATE = 0.08;
/** In the year that is looked at, every hundredth service fails this often, and takes this many times as long. */
const PLANTED = { every: 100, failRate: 0.5, slower: 8 } as const;

const nameOf = (service: number): string => `service-${service}`;
export const isPlanted = (name: string): boolean => Number(name.slice('service-'.length)) % PLANTED.every === 0;

/**
 * Stores what the product derives of one service's history under the names of all, each with its own lead times and
 * failures; resolves with how many deployments there are.
 */
export async function fillOutliers(facts: Facts, world: OutliersWorld): Promise<number> {
  const derived = await derivedRows(2 * world.perServiceAndYear);
  const blame = derived.flatMap(({ reasons }) => reasons)[0];
  if (blame === undefined) throw new Error('Nothing fails in the history that is copied');
  const random = seededRandom(world.seed);
  let rows: DeploymentRow[] = [];
  let stored = 0;
  for (let service = 0; service < world.services; service += 1) {
    const typical = 12 * HOUR * Math.exp(0.8 * normal(random));
    rows.push(...derived.map((row) => varied(row, nameOf(service), { typical, blame, random })));
    if (rows.length < ROWS_AT_ONCE && service < world.services - 1) continue;
    await facts.store({ deployments: rows });
    stored += rows.length;
    rows = [];
  }
  return stored;
}

const normal = (random: Random): number => normalQuantile((Math.floor(random() * 2 ** 32) + 0.5) / 2 ** 32);

interface Variation {
  /** Typical age of its commits, in milliseconds. */
  readonly typical: number;
  /** What a failure looks like. */
  readonly blame: ReasonElement;
  readonly random: Random;
}

/** The same deployment of another service: its commits are as old as chance makes them, and it fails as chance has it. */
function varied(row: DeploymentRow, service: string, { typical, blame, random }: Variation): DeploymentRow {
  const finishedAt = row.base.at(-1)?.finishedAt ?? 0;
  const isBad = isPlanted(service) && finishedAt >= year.from;
  const age = typical * Math.exp(0.8 * normal(random)) * (isBad ? PLANTED.slower : 1);
  const hasFailed = random() < (isBad ? PLANTED.failRate : FAIL_RATE);
  const began = { impactAt: finishedAt, detectedAt: finishedAt, resolvedAt: finishedAt + HOUR };
  const known = { knownFrom: ALWAYS, knownUntil: FOREVER };
  const reasons = hasFailed ? [{ ...blame, ...known, ...began, by: `${service}/incident/${finishedAt}` }] : [];
  const commits = row.commits.map((commit) => {
    const committedAt = Math.floor(finishedAt - age * Math.exp(0.3 * normal(random)));
    return { ...commit, committedAt, repairedAt: committedAt };
  });
  return { ...row, service, owners: [{ team: `eng/${service}`, from: ALWAYS, until: FOREVER }], reasons, commits };
}

/** One service's deployments as the product derives them, evenly over both years. */
async function derivedRows(deployments: number): Promise<DeploymentRow[]> {
  const facts = new MemoryFacts();
  const processing = processingInto(facts);
  const events = [];
  const deploymentEveryMs = Math.floor((year.to - FIRST) / deployments);
  for (const event of history({ services: 1, begin: FIRST, deploymentEveryMs })) {
    if (Date.parse(event.time ?? '') >= year.to) break;
    events.push(event);
  }
  await processing.fold(events);
  await processing.derive();
  const rows = await facts.find({ table: 'deployments', where: [] });
  return rows.filter(({ base }) => base.length > 0);
}
