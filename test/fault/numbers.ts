import type { Client } from '../e2e/client.js';
import { window } from './workload.js';

export interface Metric {
  readonly n: number;
  readonly value: number | null;
  readonly numerator: number | null;
}

/** The metrics of one service over everything the workload says. */
export async function metricsOf(client: Client, service: string): Promise<Record<string, Metric>> {
  const { metrics } = await client.graphql<{ metrics: ({ metric: string } & Metric)[] }>(
    `query ($window: WindowInput!, $scope: ScopeInput) {
      metrics(
        ids: [DEPLOYMENT_FREQUENCY, CHANGE_LEAD_TIME, CHANGE_FAIL_RATE, FAILED_DEPLOYMENT_RECOVERY_TIME]
        window: $window
        scope: $scope
      ) { metric n value numerator }
    }`,
    { window, scope: { services: [service] } },
  );
  return Object.fromEntries(metrics.map(({ metric, ...rest }) => [metric, rest]));
}

/** Ids of all deployments of a service, as its source gave them, page by page; one that is there twice is there twice. */
export async function allDeployments(client: Client, service: string): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const { deployments }: { deployments: DeploymentPage } = await client.graphql(
      `query ($service: String!, $after: String) {
        deployments(first: 100, after: $after, where: { services: [$service] }) {
          nodes { reportedId }
          pageInfo { endCursor hasNextPage }
        }
      }`,
      { service, after },
    );
    ids.push(...deployments.nodes.map(({ reportedId }) => reportedId));
    if (!deployments.pageInfo.hasNextPage) return ids.toSorted();
    after = deployments.pageInfo.endCursor;
  }
}

interface DeploymentPage {
  readonly nodes: readonly { readonly reportedId: string }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

/** Bodies of every delivery in the log, of its single partition, in the order they were stored. */
export async function storedDeliveries(client: Client): Promise<string[]> {
  const bodies: string[] = [];
  for (let after: string | null = null; ;) {
    const page: { records: { value: string }[]; next: string | null } = await client.admin('log/export', { after });
    bodies.push(...page.records.map(({ value }) => Buffer.from(value, 'base64').toString()));
    if (page.next === null) return bodies;
    after = page.next;
  }
}
