import { createHash } from 'node:crypto';
import { getHeapStatistics } from 'node:v8';
import { openWarehouse } from '@leadline/adapters';
import type { LeadlineEvent } from '@leadline/events';
import { attemptsToRemember, DeriveMemory } from '@leadline/pipeline';
import type { Facts } from '@leadline/ports';
import { event } from './history.js';
import { type Processing, processingInto } from './processing.js';

/** A service, its repository and what happened there before. */
export interface Past {
  readonly name: string;
  readonly commits: number;
  readonly deployments: number;
}

/** What comes after the history: the names of what is done to a service, in the order in which it is done in a round. */
export const occasions = ['deployment', 'incident', 'late incident', 'after a restart'] as const;
export type Occasion = (typeof occasions)[number];

/** That a new deployment brings along. */
export const NEW_COMMITS = 10;
const MINUTE = 60_000;
const COMMIT_EVERY_MS = 10 * MINUTE;
const BEGIN = Date.parse('2020-01-01T00:00:00Z');
const A_DAY_OF_COMMITS = 144;
const AT_ONCE = 10_000;

/** A service with a database of its own, so that the tables are as long as its history. */
export class ServiceWithPast {
  private commits = 0;
  private deployments = 0;
  private incidents = 0;

  private constructor(
    readonly past: Past,
    private readonly facts: Facts,
    private readonly processing: Processing,
    readonly close: () => Promise<void>,
  ) {}

  static async with(past: Past, directory: string): Promise<ServiceWithPast> {
    const warehouse = await openWarehouse({ mode: 'embedded', directory }, past.name);
    await warehouse.migrate();
    const { facts } = warehouse;
    const attempts = attemptsToRemember(getHeapStatistics().heap_size_limit);
    const service = new ServiceWithPast(
      past,
      facts,
      processingInto(facts, () => new DeriveMemory(attempts)),
      () => warehouse.close(),
    );
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

  /** Milliseconds of all processors for what comes alone; the commits of a deployment were pushed before. */
  async meet(occasion: Occasion): Promise<number> {
    switch (occasion) {
      case 'deployment':
        return this.deployOnce();
      case 'incident':
        return this.timed(this.incident(this.commits, this.commits));
      case 'late incident':
        // Known after everything else, and what it tells was known to others long before.
        return this.timed(this.incident(this.commits - A_DAY_OF_COMMITS, this.commits - A_DAY_OF_COMMITS));
      case 'after a restart':
        this.processing.forget();
        return this.deployOnce();
    }
  }

  private async deployOnce(): Promise<number> {
    await this.processing.fold(this.committed(NEW_COMMITS));
    await this.processing.derive();
    const ms = await this.timed(this.deployed(this.commits - 1));
    await this.expectCarried(NEW_COMMITS);
    return ms;
  }

  private async timed(told: LeadlineEvent): Promise<number> {
    const before = process.cpuUsage();
    await this.processing.fold([told]);
    await this.processing.derive();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
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

  /** It started some minutes after a commit, and was known some minutes after another one. */
  private incident(startedAfter: number, knownAfter: number): LeadlineEvent {
    this.incidents += 1;
    const time = (commit: number, minutes: number): string =>
      new Date(BEGIN + commit * COMMIT_EVERY_MS + minutes * MINUTE).toISOString();
    return event('incident', time(knownAfter, 7), {
      id: `${this.past.name}/${this.incidents}`,
      service: this.past.name,
      severity: 'sev1',
      startedAt: time(startedAfter, 6),
      occurredAt: time(knownAfter, 7),
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
