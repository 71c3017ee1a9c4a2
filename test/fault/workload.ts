import { createHash } from 'node:crypto';
import { githubExamples, githubRollout } from '../e2e/github-examples.js';

/** Something a sender has to deliver. */
export type Delivery = Readonly<{
  /** What it is called in messages of the test. */
  name: string;
  /** The body, byte by byte the same however often it is sent. */
  body: string;
  /** Its headers of GitHub; undefined: it goes to POST /events. */
  hook?: Readonly<{ event: string; id: string }>;
  /** Whether its sender sends it again until it is acknowledged, as a pipeline does, or never, as GitHub does. */
  isRepeated: boolean;
}>;

const HOUR = 3_600_000;
const START = Date.parse('2026-03-01T00:00:00Z');
const at = (ms: number): string => new Date(ms).toISOString();

/** Contains every deployment of a workload. */
export const window = { from: '2026-02-28T00:00:00Z', to: '2026-03-31T00:00:00Z' };
export const SERVICE = 'checkout';
export const ONCE = 'sent-once';
/** GitHub's examples are of this repository. */
export const GITHUB_SERVICE = 'Hello-World';

const sha = (index: number): string => createHash('sha1').update(`commit ${index}`).digest('hex');
export const deploymentId = (service: string, index: number): string => `${service}/${index}`;
export const githubId = (index: number): number => 900_000_000 + index;

/**
 * A service whose senders repeat: `deployments` deployments two hours apart, each with the one commit made an hour
 * before it, every sixth failed by an incident of ten minutes. Besides as many deployments that are sent once, and
 * GitHub's own examples with a third as many rollouts.
 */
export function workload(deployments: number): Delivery[] {
  const indexes = Array.from({ length: deployments }, (_, index) => index);
  const repeated = indexes.flatMap((index) => [commit(index), deployment(SERVICE, index), ...incident(index)]);
  const once = indexes.map((index) => deployment(ONCE, index));
  const rollouts = indexes
    .filter((index) => index % 3 === 0)
    .map((index) => githubRollout(githubId(index), at(START + index * HOUR)));
  const examples = githubExamples('deployment', 'deployment_status', 'push', 'pull_request', 'issues', 'release');
  const hooks = [...rollouts, ...examples].map(({ event, body }, index) => {
    const id = `hook-${index}`;
    return { name: `${event} ${id}`, body: JSON.stringify(body), hook: { event, id }, isRepeated: true };
  });
  return [...repeated.map((event) => post(event, true)), ...once.map((event) => post(event, false)), ...hooks];
}

/** What the numbers of {@link SERVICE} come to, by hand. */
export function expectedOf(deployments: number) {
  return {
    DEPLOYMENT_FREQUENCY: { n: deployments },
    // The first deployment has nothing before it, so its commit is no sample.
    CHANGE_LEAD_TIME: { n: deployments - 1, value: HOUR / 1000 },
    CHANGE_FAIL_RATE: { n: deployments, numerator: Math.ceil(deployments / 6) },
    FAILED_DEPLOYMENT_RECOVERY_TIME: { n: Math.ceil(deployments / 6), value: 600 },
  } as const;
}

interface Said {
  readonly kind: string;
  readonly id: string;
  readonly time: number;
  readonly data: object;
}

function post({ kind, id, time, data }: Said, isRepeated: boolean): Delivery {
  const type = `dev.leadline.${kind}.recorded`;
  const event = { specversion: '1.0', id, source: '/ci/fault', type, time: at(time), data };
  return { name: id, body: JSON.stringify(event), isRepeated };
}

const finished = (index: number): number => START + index * 2 * HOUR;

function commit(index: number): Said {
  const time = finished(index) - HOUR;
  const parents = index === 0 ? [] : [sha(index - 1)];
  const data = { repo: 'acme/checkout', sha: sha(index), committedAt: at(time), parents, title: `change ${index}` };
  return { kind: 'commit', id: `commit-${index}`, time, data };
}

function deployment(service: string, index: number): Said {
  const time = finished(index);
  const id = deploymentId(service, index);
  const common = { id, service, environment: 'production', status: 'succeeded', finishedAt: at(time) };
  const code = service === SERVICE ? { repo: 'acme/checkout', sha: sha(index) } : {};
  return { kind: 'deployment', id, time, data: { ...common, ...code } };
}

function incident(index: number): Said[] {
  if (index % 6 !== 0) return [];
  const detected = finished(index) + 600_000;
  const id = `incident/${index}`;
  const times = { startedAt: at(detected), detectedAt: at(detected), resolvedAt: at(detected + 600_000) };
  return [
    {
      kind: 'incident',
      id,
      time: detected,
      data: { id, service: SERVICE, causedBy: deploymentId(SERVICE, index), ...times },
    },
  ];
}
