import { createHash } from 'node:crypto';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const WEEKS = 20;
/** In the last four full weeks changes take longer. */
const SLOW_WEEKS = 4;
export const services = ['ledger', 'payments-api', 'search'] as const;

/** Names as somebody with bad intentions would choose them: markup, quotes, marks that turn the direction of text. */
export const hostile = {
  service: '<img src=x onerror="document.title=\'owned\'">',
  version: '\u202e"><script>document.title="owned"</script>',
  title: '</bdi><script>document.title="owned"</script> & \'quotes\' \u202egnp.exe',
  url: 'javascript:document.title="owned"',
} as const;

export const yaml = `
organisation: { name: Acme, timeZone: UTC }
teams: { eng: {}, eng/payments: {}, eng/search: {} }
services:
  ledger: { teams: [eng/payments] }
  payments-api: { teams: [eng/payments] }
  search: { teams: [eng/search] }
`;

/** What the last four full weeks come to: each service on five days a week, of which search fails on Fridays. */
export const expected = {
  deployments: services.length * 5 * SLOW_WEEKS,
  failed: SLOW_WEEKS,
  /** From commit to deployment. */
  leadTimeMs: 30 * HOUR,
  recoveryMs: 40 * MINUTE,
} as const;

/** The Monday of the week of an instant, at midnight UTC. */
export function mondayOf(now: number): number {
  const day = Math.floor(now / DAY) * DAY;
  return day - ((new Date(day).getUTCDay() + 6) % 7) * DAY;
}

interface Said {
  readonly kind: string;
  readonly id: string;
  readonly time: number;
  readonly data: object;
}

/** Twenty full weeks before the week of `now`, and one deployment with hostile names in that week. */
export function worldEvents(now: number): object[] {
  const monday = mondayOf(now);
  const said = services.flatMap((service, place) =>
    Array.from({ length: WEEKS * 5 }, (_, index) => {
      const week = Math.floor(index / 5);
      const finished = monday - (WEEKS - week) * WEEK + (index % 5) * DAY + (10 + place) * HOUR;
      return deployed(service, index, finished, week >= WEEKS - SLOW_WEEKS ? 30 * HOUR : 5 * HOUR);
    }).flat(),
  );
  return [...said, ...hostileDeployment(monday + 5 * MINUTE)].map(cloudEvent);
}

const at = (ms: number): string => new Date(ms).toISOString();
const sha = (service: string, index: number): string => createHash('sha1').update(`${service} ${index}`).digest('hex');

function deployed(service: string, index: number, finished: number, lead: number): Said[] {
  const id = `${service}/${index}`;
  const repo = `acme/${service}`;
  const commit: Said = {
    kind: 'commit',
    id: `commit-${id}`,
    time: finished - lead,
    data: {
      repo,
      sha: sha(service, index),
      committedAt: at(finished - lead),
      parents: index === 0 ? [] : [sha(service, index - 1)],
      title: `Change ${index} of ${service}`,
    },
  };
  const deployment: Said = {
    kind: 'deployment',
    id,
    time: finished,
    data: {
      id,
      service,
      repo,
      environment: 'production',
      status: 'succeeded',
      startedAt: at(finished - 4 * MINUTE),
      finishedAt: at(finished),
      sha: sha(service, index),
      version: `1.${index}.0`,
    },
  };
  return service === 'search' && index % 5 === 4
    ? [commit, deployment, incident(id, service, finished + 10 * MINUTE)]
    : [commit, deployment];
}

function incident(causedBy: string, service: string, began: number): Said {
  const id = `desk/${causedBy}`;
  const times = { startedAt: at(began), detectedAt: at(began), resolvedAt: at(began + expected.recoveryMs) };
  return { kind: 'incident', id, time: began, data: { id, service, causedBy, severity: 'sev2', ...times } };
}

function hostileDeployment(finished: number): Said[] {
  const repo = 'acme/hostile';
  const commit = {
    repo,
    sha: sha('hostile', 1),
    committedAt: at(finished - HOUR),
    parents: [],
    title: hostile.title,
  };
  const deployment = {
    id: 'hostile/1',
    service: hostile.service,
    repo,
    environment: 'production',
    status: 'succeeded',
    finishedAt: at(finished),
    sha: commit.sha,
    version: hostile.version,
    url: hostile.url,
    commits: [commit.sha],
  };
  return [
    { kind: 'commit', id: 'commit-hostile', time: finished - HOUR, data: commit },
    { kind: 'deployment', id: 'hostile/1', time: finished, data: deployment },
  ];
}

function cloudEvent({ kind, id, time, data }: Said): object {
  const type = `dev.leadline.${kind}.recorded`;
  return { specversion: '1.0', id, source: '/ci/web', type, time: at(time), data };
}
