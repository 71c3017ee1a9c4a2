import { z } from 'zod';
import { services } from '../company/services.js';
import type { DemoDelivery } from '../delivery.js';
import { HOUR } from '../time.js';

/** A successful production deployment, as somebody reading the deliveries with a pencil would note it. */
export interface NotedDeployment {
  readonly service: string;
  readonly team: string;
  readonly finishedAt: number;
  readonly sha: string;
  /** The SHA was live before. */
  readonly isRollback: boolean;
  readonly failed: boolean;
  /** Milliseconds from the first commit of each pull request it carried. */
  readonly leadTimes: readonly number[];
}

export interface NotedIncident {
  readonly service: string;
  readonly openedAt: number;
  readonly closedAt: number | null;
}

export interface Notes {
  readonly deployments: readonly NotedDeployment[];
  readonly incidents: readonly NotedIncident[];
}

const instant = z.string().transform((text) => Date.parse(text));
const repository = z.object({ name: z.string() });
const push = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  commits: z.array(z.object({ id: z.string(), timestamp: instant })),
  repository,
});
const closedPullRequest = z.object({
  action: z.literal('closed'),
  pull_request: z.object({
    merged: z.literal(true),
    merge_commit_sha: z.string(),
    head: z.object({ ref: z.string() }),
  }),
  repository,
});
const success = z.object({
  deployment_status: z.object({ state: z.literal('success'), created_at: instant }),
  deployment: z.object({ sha: z.string(), production_environment: z.literal(true) }),
  repository,
});
const issue = z.object({
  issue: z.object({
    id: z.number(),
    labels: z.array(z.object({ name: z.string() })),
    created_at: instant,
    closed_at: instant.nullable(),
  }),
  repository,
});
const told = z.looseObject({ id: z.string(), service: z.string().optional(), environment: z.string().optional() });

interface Noted {
  readonly repository: string;
  readonly service: string;
  readonly sha: string;
  readonly at: number;
}

/** Reads deliveries without any of the product's own rules: an incident within an hour or a rollback within a day is a failure. */
export function noteDown(deliveries: Iterable<DemoDelivery>): Notes {
  const notebook = createNotebook();
  for (const delivery of deliveries) {
    if (delivery.kind === 'hook') notebook.hook(delivery.event, JSON.parse(delivery.body));
    else notebook.event(delivery.body.type, delivery.body.data);
  }
  return notebook.close();
}

function createNotebook() {
  const mainOrder = new Map<string, string[]>();
  const branchStart = new Map<string, number>();
  const mergedBranch = new Map<string, string>();
  const releases = new Map<string, Noted>();
  const incidents = new Map<string, NotedIncident>();
  const attempts = new Map<string, Record<string, unknown>>();
  const pushesToMain: { repository: string; before: string; after: string }[] = [];

  const hook = (event: string, body: unknown): void => {
    if (event === 'push') {
      const { ref, before, after, commits, repository } = push.parse(body);
      const { name } = repository;
      const branch = `${name}/${ref.replace('refs/heads/', '')}`;
      if (ref === 'refs/heads/main') pushesToMain.push({ repository: name, before, after });
      else
        branchStart.set(
          branch,
          Math.min(branchStart.get(branch) ?? Infinity, ...commits.map(({ timestamp }) => timestamp)),
        );
    }
    const merged = event === 'pull_request' ? closedPullRequest.safeParse(body).data : undefined;
    if (merged)
      mergedBranch.set(
        merged.pull_request.merge_commit_sha,
        `${merged.repository.name}/${merged.pull_request.head.ref}`,
      );
    const live = event === 'deployment_status' ? success.safeParse(body).data : undefined;
    if (live) {
      const { name } = live.repository;
      const [sha, at] = [live.deployment.sha, live.deployment_status.created_at];
      releases.set(`${name} ${at} ${sha}`, { repository: name, service: name, sha, at });
    }
    if (event === 'issues') {
      const {
        issue: { id, labels, created_at: openedAt, closed_at },
        repository: { name },
      } = issue.parse(body);
      const closedAt = closed_at ?? incidents.get(String(id))?.closedAt ?? null;
      if (labels.some((label) => label.name === 'incident'))
        incidents.set(String(id), { service: name, openedAt, closedAt });
    }
  };
  const event = (type: string, data: unknown): void => {
    if (!/\.(deployment|incident)\.recorded$/.test(type)) return;
    const attributes = told.parse(data);
    attempts.set(attributes.id, { ...attempts.get(attributes.id), ...attributes });
  };
  const close = (): Notes => {
    readAttempts(attempts, { incidents, releases });
    for (const [name, order] of inOrder(pushesToMain)) mainOrder.set(name, order);
    const all = [...incidents.values()];
    return {
      incidents: all,
      deployments: judge([...releases.values()], { mainOrder, branchStart, mergedBranch, incidents: all }),
    };
  };
  return { hook, event, close };
}

/** What pipelines and the incident desk told, each attempt put together from all that was said of it. */
function readAttempts(
  attempts: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  { incidents, releases }: { incidents: Map<string, NotedIncident>; releases: Map<string, Noted> },
): void {
  for (const [id, data] of attempts) {
    const said = (name: string): string => z.string().catch('').parse(data[name]);
    const service = said('service');
    if (said('startedAt') !== '' && id.startsWith('desk/')) {
      const closedAt = said('resolvedAt') === '' ? null : Date.parse(said('resolvedAt'));
      incidents.set(id, { service, openedAt: Date.parse(said('startedAt')), closedAt });
    } else if (said('environment') === 'production' && said('status') === 'succeeded') {
      const repository = said('repo').split('/')[1] ?? '';
      releases.set(id, { repository, service, sha: said('sha'), at: Date.parse(said('finishedAt')) });
    }
  }
}

/** SHAs of each repository's main branch, oldest first, whatever the order in which the pushes arrived. */
function inOrder(pushes: readonly { repository: string; before: string; after: string }[]): Map<string, string[]> {
  const orders = new Map<string, string[]>();
  for (const name of new Set(pushes.map((one) => one.repository))) {
    const own = pushes.filter((one) => one.repository === name);
    const next = new Map(own.map(({ before, after }) => [before, after]));
    const afters = new Set(next.values());
    const order: string[] = [];
    for (let sha = [...next.keys()].find((before) => !afters.has(before)); sha !== undefined; sha = next.get(sha))
      order.push(sha);
    orders.set(name, order);
  }
  return orders;
}

interface Known {
  readonly mainOrder: ReadonlyMap<string, readonly string[]>;
  readonly branchStart: ReadonlyMap<string, number>;
  readonly mergedBranch: ReadonlyMap<string, string>;
  readonly incidents: readonly NotedIncident[];
}

function judge(
  releases: readonly Noted[],
  { mainOrder, branchStart, mergedBranch, incidents }: Known,
): NotedDeployment[] {
  return services.flatMap(({ name: service, team }) => {
    const own = releases.filter((one) => one.service === service).sort((a, b) => a.at - b.at);
    const positions = own.map(({ repository: name, sha }) => mainOrder.get(name)?.indexOf(sha) ?? -1);
    let seen = positions[0] ?? -1;
    return own.map(({ sha, at: finishedAt, repository: name }, index) => {
      const position = positions[index] ?? -1;
      const isRollback = position < (positions[index - 1] ?? -1);
      const next = own[index + 1];
      const isTakenBack =
        next !== undefined && (positions[index + 1] ?? 0) < position && next.at - finishedAt <= 24 * HOUR;
      const hurts = incidents.some(
        (one) =>
          one.service === service &&
          one.openedAt >= finishedAt - HOUR / 6 &&
          one.openedAt <= Math.min(finishedAt + HOUR, next?.at ?? Infinity),
      );
      const carried = mainOrder.get(name)?.slice(seen + 1, position + 1) ?? [];
      seen = Math.max(seen, position);
      const leadTimes = carried
        .map((landed) => finishedAt - (branchStart.get(mergedBranch.get(landed) ?? '') ?? Number.NaN))
        .filter((duration) => !Number.isNaN(duration));
      return { service, team, finishedAt, sha, isRollback, failed: !isRollback && (isTakenBack || hurts), leadTimes };
    });
  });
}
