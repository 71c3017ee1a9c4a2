import { canonicalJson, eventOf, type EventKind, type LeadlineEvent } from '@leadline/events';
import { createHash } from 'node:crypto';

/** Believable history without randomness: the same numbers give the same events. */
export interface HistoryShape {
  readonly services: number;
  /** Epoch milliseconds of the first event, and between two deployments of one service. */
  readonly begin: number;
  readonly deploymentEveryMs: number;
}

const COMMITS_EACH = 4;

/** What one deployment brings along: its commits, their pull request, a run, the deployment in two states, at times an incident. */
export function* history({ services, begin, deploymentEveryMs }: HistoryShape): Generator<LeadlineEvent> {
  for (let round = 0; ; round += 1) {
    for (let service = 0; service < services; service += 1) {
      yield* deploymentOf(service, round, begin + round * deploymentEveryMs + service * 1_000);
    }
  }
}

function* deploymentOf(service: number, round: number, at: number): Generator<LeadlineEvent> {
  const name = `service-${service}`;
  const repo = `acme/${name}`;
  const time = (minutes: number): string => new Date(at + minutes * 60_000).toISOString();
  const shas = Array.from({ length: COMMITS_EACH }, (_, index) => sha(service, round, index));
  let parent = round === 0 ? undefined : sha(service, round - 1, COMMITS_EACH - 1);
  for (const [index, own] of shas.entries()) {
    const parents = parent === undefined ? [] : [parent];
    yield event('commit', time(-600 + index), { repo, sha: own, committedAt: time(-600 + index), parents });
    parent = own;
  }
  const deployed = shas.at(-1) ?? '';
  yield event('pull_request', time(-30), {
    repo,
    number: round + 1,
    commits: shas,
    headSha: deployed,
    mergeSha: deployed,
    method: 'rebase',
    openedAt: time(-500),
    mergedAt: time(-30),
  });
  const deployment = {
    id: `${name}/${round}`,
    service: name,
    repo,
    environment: 'production',
    envTier: 'production',
    sha: deployed,
    startedAt: time(0),
    source: 'github',
  };
  yield event('deployment', time(0), { ...deployment, status: 'in_progress', finishedAt: null, revision: 1 });
  const isFailed = (service + round) % 20 === 0;
  yield event('deployment', time(5), { ...deployment, status: 'succeeded', finishedAt: time(5), revision: 2 });
  if (isFailed) {
    yield event('incident', time(20), {
      id: `${name}/incident/${round}`,
      service: name,
      severity: 'sev2',
      startedAt: time(10),
      resolvedAt: time(70),
      causedBy: [`${name}/${round}`],
    });
  }
}

function sha(service: number, round: number, index: number): string {
  return createHash('sha1').update(`${service}/${round}/${index}`).digest('hex');
}

/** An event whose id follows from what it says. */
export function event(kind: EventKind, time: string, data: Readonly<Record<string, unknown>>): LeadlineEvent {
  const known = { type: kind, occurredAt: time, ...data };
  const id = createHash('sha256').update(canonicalJson(known)).digest('hex');
  return eventOf(kind, { id, source: 'bench', time }, known as never);
}
