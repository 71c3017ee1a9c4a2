import { createHash } from 'node:crypto';
import { openWarehouse } from '@leadline/adapters';
import type { LeadlineEvent } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import type { Bench, Measured, Size } from './bench.js';
import { event } from './history.js';
import { type Processing, processingInto } from './processing.js';
import { medianOf } from './quantiles.js';
import { inScratch } from './scratch.js';

/** A service, its repository and what happened there before. */
interface Past {
  readonly name: string;
  readonly commits: number;
  readonly deployments: number;
}

interface Plan {
  /** As many deployments before, and more and more commits: what a new deployment costs must not grow. */
  readonly commitsGrow: readonly [Past, ...Past[]];
  /** With as many commits to each deployment as the first of the others: for information. */
  readonly deploymentsGrow: readonly Past[];
  readonly warmUp: number;
  readonly rounds: number;
}

const DEPLOYMENTS = 100;
const past = (commits: number, deployments: number): Past => ({
  name: `c${commits}d${deployments}`,
  commits,
  deployments,
});

const plans: Readonly<Record<Size, Plan>> = {
  full: {
    commitsGrow: [past(1_000, DEPLOYMENTS), past(10_000, DEPLOYMENTS), past(100_000, DEPLOYMENTS)],
    deploymentsGrow: [past(10_000, 1_000), past(100_000, 10_000)],
    warmUp: 3,
    rounds: 15,
  },
  quick: {
    commitsGrow: [past(500, 50), past(2_000, 50)],
    deploymentsGrow: [past(2_000, 200)],
    warmUp: 1,
    rounds: 2,
  },
};
/** That a new deployment brings along. */
const NEW_COMMITS = 10;
const MINUTE = 60_000;
const COMMIT_EVERY_MS = 10 * MINUTE;
const BEGIN = Date.parse('2020-01-01T00:00:00Z');
const AT_ONCE = 10_000;

/** What it costs to fold and derive one new deployment after a long history. */
export const oneDeployment: Bench = {
  name: 'one-deployment',
  about: 'fold and derive one more deployment, by the length of the history before it',
  run: (size, say) =>
    inScratch(async (directory) => {
      const { commitsGrow, deploymentsGrow } = plans[size];
      const services: Service[] = [];
      try {
        for (const each of [...commitsGrow, ...deploymentsGrow]) {
          say(`${each.commits.toLocaleString('en')} commits and ${each.deployments.toLocaleString('en')} deployments`);
          services.push(await Service.with(each, directory));
        }
        const times = await timesOf(services, plans[size], say);
        return resultOf(times, plans[size]);
      } finally {
        for (const service of services) await service.close();
      }
    }),
};

/** Milliseconds by the name of the past. The services take turns. */
async function timesOf(
  services: readonly Service[],
  { warmUp, rounds }: Plan,
  say: (progress: string) => void,
): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number[]>(services.map(({ past: { name } }) => [name, []]));
  for (let round = 1 - warmUp; round <= rounds; round += 1) {
    if (round > 0) say(`round ${round} of ${rounds}`);
    for (const service of services) {
      const ms = await service.deployOnce();
      if (round > 0) times.get(service.past.name)?.push(ms);
    }
  }
  return new Map([...times].map(([name, each]) => [name, medianOf(each)]));
}

function resultOf(times: ReadonlyMap<string, number>, { commitsGrow, deploymentsGrow, rounds }: Plan): Measured {
  const msOf = ({ name }: Past): number => times.get(name) ?? NaN;
  const textOf = ({ commits, deployments }: Past): string =>
    `after ${commits.toLocaleString('en')} commits, ${deployments.toLocaleString('en')} deployments`;
  const ms = commitsGrow.map(msOf);
  const growth = Math.max(...ms) / Math.min(...ms);
  return {
    parameters: { rounds, 'commits of the new one': NEW_COMMITS },
    figures: [
      { figure: 'longest history against shortest', measured: growth, unit: 'times', goal: { atMost: 1.5 } },
      ...[...commitsGrow, ...deploymentsGrow].map((each) => {
        return { figure: textOf(each), measured: msOf(each), unit: 'ms' } as const;
      }),
    ],
  };
}

/** A service with a database of its own, so that the tables are as long as its history. */
class Service {
  private commits = 0;
  private deployments = 0;

  private constructor(
    readonly past: Past,
    private readonly facts: Facts,
    private readonly processing: Processing,
    readonly close: () => Promise<void>,
  ) {}

  static async with(past: Past, directory: string): Promise<Service> {
    const warehouse = await openWarehouse({ mode: 'embedded', directory }, past.name);
    await warehouse.migrate();
    const { facts } = warehouse;
    const service = new Service(past, facts, processingInto(facts), () => warehouse.close());
    await service.live();
    return service;
  }

  /** Everything that happened before; commits first, so that each deployment is walked once. */
  private async live(): Promise<void> {
    const { commits, deployments } = this.past;
    const each = Math.floor(commits / deployments);
    const deployed: LeadlineEvent[] = [];
    for (let done = 0; done < commits; done += AT_ONCE) {
      await this.processing.fold(this.committed(Math.min(AT_ONCE, commits - done)));
    }
    for (let index = 1; index <= deployments; index += 1) deployed.push(this.deployed(index * each - 1));
    for (let start = 0; start < deployments; start += AT_ONCE) {
      await this.processing.fold(deployed.slice(start, start + AT_ONCE));
    }
    await this.processing.derive();
  }

  /** Milliseconds of the deployment alone; its commits were pushed before. */
  async deployOnce(): Promise<number> {
    await this.processing.fold(this.committed(NEW_COMMITS));
    await this.processing.derive();
    const deployed = this.deployed(this.commits - 1);
    const startedAt = performance.now();
    await this.processing.fold([deployed]);
    await this.processing.derive();
    const ms = performance.now() - startedAt;
    await this.expectCarried(NEW_COMMITS);
    return ms;
  }

  private async expectCarried(commits: number): Promise<void> {
    const deployment = `attempt:${this.past.name}/${this.deployments}`;
    const [row] = await this.facts.find({ table: 'deployments', where: [{ column: 'deployment', in: [deployment] }] });
    if (row?.commits.length !== commits) {
      throw new Error(`${deployment} carries ${row?.commits.length ?? 'nothing'}, not ${commits} commits`);
    }
  }

  private committed(count: number): LeadlineEvent[] {
    return Array.from({ length: count }, () => {
      const index = this.commits++;
      const committedAt = new Date(BEGIN + index * COMMIT_EVERY_MS).toISOString();
      const parents = index === 0 ? [] : [shaOf(index - 1)];
      return event('commit', committedAt, { repo: `acme/${this.past.name}`, sha: shaOf(index), committedAt, parents });
    });
  }

  private deployed(commit: number): LeadlineEvent {
    this.deployments += 1;
    const { name } = this.past;
    const time = (minutes: number): string =>
      new Date(BEGIN + commit * COMMIT_EVERY_MS + minutes * MINUTE).toISOString();
    return event('deployment', time(5), {
      id: `${name}/${this.deployments}`,
      service: name,
      repo: `acme/${name}`,
      environment: 'production',
      envTier: 'production',
      sha: shaOf(commit),
      startedAt: time(2),
      finishedAt: time(5),
      status: 'succeeded',
      revision: 1,
      source: 'github',
    });
  }
}

const shaOf = (index: number): string => createHash('sha1').update(`commit ${index}`).digest('hex');
