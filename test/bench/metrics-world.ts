import type { Catalogue } from '@leadline/events';
import { catalogue } from '@leadline/events';
import { MemoryFacts } from '@leadline/adapters';
import type { Facts } from '@leadline/ports';
import { FOREVER, ALWAYS, type DeploymentRow } from '@leadline/tables';
import { history } from './history.js';
import { processingInto } from './processing.js';

/** An organisation with deployments to ask about. */
export interface MetricsWorld {
  readonly teams: number;
  readonly services: number;
  /** Half a year. */
  readonly from: number;
  readonly to: number;
  readonly deployments: number;
}

export const WEEK = 7 * 86_400_000;
const WEEKS = 26;
/** A Monday. */
const FROM = Date.parse('2025-01-06T00:00:00Z');
/** Services whose history is derived; the others have the same under other names. */
const DERIVED = 5;
const ROWS_AT_ONCE = 5_000;

export function metricsWorld(deployments: number, teams: number, services: number): MetricsWorld {
  return { teams, services, from: FROM, to: FROM + WEEKS * WEEK, deployments };
}

const teamOf = (service: number, { teams }: MetricsWorld): string => `eng/team-${service % teams}`;
const nameOf = (service: number): string => `service-${service}`;

export function catalogueOf(world: MetricsWorld): Catalogue {
  const numbers = Array.from({ length: world.services }, (_, service) => service);
  return catalogue.parse({
    version: 'bench',
    declaredAt: '2024-01-01T00:00:00Z',
    teams: [{ path: 'eng' }, ...numbers.slice(0, world.teams).map((team) => ({ path: `eng/team-${team}` }))],
    services: numbers.map((service) => ({ name: nameOf(service), teams: [{ team: teamOf(service, world) }] })),
  });
}

/** Stores the rows of the world; resolves with how many deployments there are. */
export async function fillMetrics(facts: Facts, world: MetricsWorld): Promise<number> {
  const derived = await derivedRows(Math.ceil(world.deployments / world.services), world);
  let rows: DeploymentRow[] = [];
  let stored = 0;
  for (let service = 0; service < world.services; service += 1) {
    const owners = [{ team: teamOf(service, world), from: ALWAYS, until: FOREVER }];
    const own = derived.filter((row) => row.service === nameOf(service % DERIVED));
    rows.push(...own.map((row) => ({ ...row, service: nameOf(service), owners })));
    if (rows.length < ROWS_AT_ONCE && service < world.services - 1) continue;
    await facts.store({ deployments: rows });
    stored += rows.length;
    rows = [];
  }
  return stored;
}

/** Some services' deployments as the product derives them, evenly over the window. */
async function derivedRows(each: number, { from, to }: MetricsWorld): Promise<DeploymentRow[]> {
  const facts = new MemoryFacts();
  const processing = processingInto(facts);
  const shape = { services: DERIVED, begin: from, deploymentEveryMs: Math.floor((to - from) / each) };
  const events = [];
  for (const event of history(shape)) {
    if (Date.parse(event.time ?? '') >= to) break;
    events.push(event);
  }
  await processing.fold(events);
  await processing.derive();
  const rows = await facts.find({ table: 'deployments', where: [] });
  return rows.filter(({ base }) => base.length > 0);
}
