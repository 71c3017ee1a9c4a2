import { civilDate, type MetricId } from '@leadline/metrics';
import type { DigestInput } from './digest-input.js';

/** Text that leads somewhere. */
export interface Link {
  readonly text: string;
  readonly url: string;
}

type Place = Pick<DigestInput, 'address' | 'team' | 'to' | 'timeZone' | 'asOf'>;

/**
 * Where the dashboard shows what a mail tells: the same four weeks, which are its usual window, as they were known when
 * the mail was written.
 */
export interface Links {
  /** The page of the team, or of everybody. */
  readonly overview: () => string;
  /** A number opened: history, and what it was made from. Of a service or a team, or of what the mail is about. */
  readonly metric: (metric: MetricId, of?: { readonly service?: string; readonly team?: string }) => string;
  readonly service: (name: string) => string;
  readonly deployment: (id: string) => string;
}

export function linksOf({ address, team, to, timeZone, asOf }: Place): Links {
  const window = { until: civilDate(to, timeZone), tz: timeZone, asOf: new Date(asOf).toISOString() };
  const at = (path: string, scope: Readonly<Record<string, string>> = {}): string =>
    `${address}${path}?${readable(new URLSearchParams({ ...scope, ...window }).toString())}`;
  const ofTeam: Record<string, string> = team === null ? {} : { team };
  return {
    overview: () => at(team === null ? '/' : `/teams/${pathOf(team)}`),
    metric: (metric, { service, team: other } = {}) =>
      at(`/metric/${metric.toLowerCase().replaceAll('_', '-')}`, {
        ...(service !== undefined ? { service } : other !== undefined ? { team: other } : ofTeam),
        panel: 'counted',
      }),
    service: (name) => at(`/services/${pathOf(name)}`),
    deployment: (id) => at(`/deployments/${pathOf(id)}`),
  };
}

/** Half a surrogate pair, which no address can hold. */
const HALF = /\p{Cs}/gu;

const pathOf = (name: string): string => name.replaceAll(HALF, '\uFFFD').split('/').map(encodeURIComponent).join('/');

/** Slashes and colons may stand in a query as they are. */
const readable = (query: string): string => query.replaceAll('%2F', '/').replaceAll('%3A', ':');
