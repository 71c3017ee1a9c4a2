import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll } from 'vitest';
import { endApps, startApp } from './app-process.js';
import { type Client, clientOf } from './client.js';
import { at, deployed, push, type Repository, SECRET, sha } from './linking-hooks.js';

export const LIMIT_MS = 300_000;

/** How deliveries come: as they were made, or in another order with each of them twice. */
export const arrivals = ['in order', 'shuffled, each twice'] as const;
export type Arrival = (typeof arrivals)[number];

/** Each world has a repository and a service of its own, so that all of them share one server. */
export const repository = (id: number, name: string): Repository => ({ id, name: `acme/${name}` });

export type Sent =
  ReturnType<typeof push> | { readonly argocd: object } | { readonly fact: { type: string; data: object } };

export interface Found {
  readonly counted: boolean;
  readonly failed: boolean;
  readonly status: string;
  readonly sha: string | null;
  readonly repository: string;
  readonly otherRepositories: string[];
  readonly configVersion: string | null;
  readonly kind: string;
  readonly source: string;
  readonly reports: { id: string; source: string }[];
  readonly links: { basis: string; noBaseline: boolean; waiting: string[] } | null;
  readonly commits: { sha: string; committedAt: string; repairedAt: string; merge: boolean }[];
  readonly changes: { change: string; firstCommitAt: string; mergedAt: string; bot: boolean }[];
  readonly reach: { firstAt: string; allAt: string | null; targets: { target: string; reachedAt: string }[] } | null;
}

const wanted = `nodes { counted failed status sha repository otherRepositories configVersion kind source
  reports { id source } links { basis noBaseline waiting } commits { sha committedAt repairedAt merge }
  changes { change firstCommitAt mergedAt bot } reach { firstAt allAt targets { target reachedAt } } }`;

/** A number, and what it was made from: of lead time the seconds of each sample. */
export interface Opened {
  readonly value: number | null;
  readonly n: number;
  readonly numerator: number | null;
  readonly samples: Readonly<Record<string, number | null>>;
}

/** A server with an empty log, and what is asked of it; whatever was sent has arrived before it is asked. */
export class LinkingServer {
  private client: Client | undefined;
  private directory = '';
  private waiting: Sent[] = [];

  constructor(
    private readonly arrival: Arrival,
    private readonly yaml: string,
  ) {
    beforeAll(() => this.start(), LIMIT_MS);
    afterAll(async () => {
      await endApps();
      await rm(this.directory, { recursive: true, force: true });
    });
  }

  get asked(): Client {
    if (this.client === undefined) throw new Error('it has not been started');
    return this.client;
  }

  sent(...deliveries: readonly Sent[]): void {
    this.waiting.push(...deliveries);
  }

  /** A repository of which the first commit is live at 07:20. */
  begun(of: Repository, first: string): void {
    this.sent(
      push(of, null, [{ name: first, at: '07:00' }]),
      ...deployed(of, { id: of.id * 10, commit: first, from: '07:10', to: '07:20' }),
    );
  }

  /** Deployments of a service to production, as GraphQL tells them, oldest first. */
  async deploymentsOf(service: string): Promise<Found[]> {
    await this.arrived();
    const { deployments } = await this.asked.graphql<{ deployments: { nodes: Found[] } }>(
      `query ($service: String!) { deployments(first: 50, where: { services: [$service] }) { ${wanted} } }`,
      { service },
    );
    return deployments.nodes.toReversed();
  }

  async last(service: string): Promise<Found | undefined> {
    return (await this.deploymentsOf(service)).at(-1);
  }

  /** A metric of a service on the day everything happens on, opened down to its evidence. */
  async opened(metric: string, service: string, options: object = {}): Promise<Opened> {
    await this.arrived();
    const { metrics } = await this.asked.graphql<{
      metrics: { id: string; value: number | null; n: number; numerator: number | null }[];
    }>(
      `query ($metric: MetricId!, $service: String!, $options: MetricOptionsInput) {
        metrics(ids: [$metric], window: { from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z" },
          scope: { services: [$service] }, options: $options) { id value n numerator } }`,
      { metric, service, options },
    );
    const [point] = metrics;
    if (point === undefined) throw new Error(`no point of ${metric} for ${service}`);
    const { evidence } = await this.asked.graphql<{
      evidence: { nodes: { id: string; counted: boolean; value: number | null }[] };
    }>(`query ($point: ID!) { evidence(point: $point, first: 100) { nodes { id counted value } } }`, {
      point: point.id,
    });
    const counted = evidence.nodes.filter((item) => item.counted);
    const { value, n, numerator } = point;
    const samples = counted.map((item) => [item.id.replace(/^commit:/, ''), item.value] as const);
    return { value, n, numerator, samples: Object.fromEntries(samples) };
  }

  private async start(): Promise<void> {
    this.directory = await mkdtemp(join(tmpdir(), 'leadline-linking-'));
    const file = join(this.directory, 'leadline.yaml');
    await writeFile(file, this.yaml);
    const { address } = startApp('standalone', {
      LEADLINE_DATA: join(this.directory, 'data'),
      LEADLINE_CONFIG: file,
      LEADLINE_SECRET_GITHUB: SECRET,
      LEADLINE_SECRET_ARGOCD: SECRET,
    });
    this.client = clientOf(await address);
  }

  private async arrived(): Promise<void> {
    if (this.waiting.length === 0) return;
    const deliveries = arrangedBy(this.arrival, this.waiting);
    this.waiting = [];
    let position = '';
    for (const delivery of deliveries) position = await this.deliver(delivery);
    await this.asked.counted(position);
  }

  private async deliver(delivery: Sent): Promise<string> {
    if ('argocd' in delivery) {
      const { status, body } = await this.asked.request('/hooks/argocd', {
        method: 'POST',
        body: JSON.stringify(delivery.argocd),
        headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
      });
      if (status !== 202) throw new Error(`the hook was answered ${status}: ${body.toString()}`);
      return (JSON.parse(body.toString()) as { position: string }).position;
    }
    if ('fact' in delivery) {
      const { type, data } = delivery.fact;
      const id = JSON.stringify(data);
      const event = { specversion: '1.0', id, source: 'test', type: `dev.leadline.${type}.recorded` };
      return (await this.asked.send([{ ...event, data }])).position;
    }
    return (await this.asked.hook(delivery)).position;
  }
}

function arrangedBy(arrival: Arrival, deliveries: readonly Sent[]): readonly Sent[] {
  if (arrival === 'in order') return deliveries;
  const [doubled, minLength] = [[...deliveries, ...deliveries], deliveries.length * 2];
  return fc.sample(fc.shuffledSubarray(doubled, { minLength }), { seed: 20260302, numRuns: 1 })[0] ?? [];
}

/** Deployed to production by a tool that says no more. */
export const told = (id: string, service: string, time: string, more: object): Sent => ({
  fact: {
    type: 'deployment',
    data: {
      id,
      service,
      environment: 'production',
      status: 'succeeded',
      finishedAt: at(time),
      occurredAt: at(time),
      ...more,
    },
  },
});

/** The commits that a deployment brought, each with the instant from which its lead time is measured. */
export const opens = (found: Found | undefined): object =>
  Object.fromEntries(found?.commits.map((commit) => [commit.sha, commit.repairedAt.slice(11, 16)]) ?? []);

/** By name of a commit rather than by its SHA. */
export const bySha = <T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [sha(name), value]));
