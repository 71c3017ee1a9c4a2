import { eventOf, type LeadlineEvent } from '@leadline/events';
import { revisionOf } from './revision.js';

/** Share of users in percent that are shown a flag; null: on for targets of unknown size. */
export type Exposure = number | null;

/** A change of who is shown a flag, as flag services tell it. */
export interface SaidFlagChange {
  readonly source: string;
  /** What makes this change unique at the source. */
  readonly key: string;
  /** The flag's key, as trailers and labels name it. */
  readonly flag: string;
  readonly project?: string | undefined;
  readonly environment: string | undefined;
  readonly at: string;
  readonly exposure: Exposure;
}

export function flagChange({ source, key, flag, project, environment, at, exposure }: SaidFlagChange): LeadlineEvent {
  return eventOf(
    'flag_change',
    { id: `${source}:${key}`, source: project === undefined ? source : `${source}:${project}`, time: at },
    {
      id: `${source}/${key}`,
      flag,
      project,
      environment,
      at,
      exposure,
      source,
      occurredAt: at,
      revision: revisionOf(at, 0),
    },
  );
}

/** What became of a flag itself: absent says nothing, null that it is in use. */
export interface SaidFlag {
  readonly source: string;
  readonly key: string;
  readonly flag: string;
  readonly project?: string | undefined;
  readonly at: string;
  readonly permanent?: boolean | undefined;
  readonly archivedAt?: string | null | undefined;
}

export function flagItself({ source, key, flag, project, at, permanent, archivedAt }: SaidFlag): LeadlineEvent {
  return eventOf(
    'flag',
    { id: `${source}:${key}`, source: project === undefined ? source : `${source}:${project}`, time: at },
    {
      flag,
      permanent,
      archivedAt,
      occurredAt: at,
      revision: revisionOf(at, typeof archivedAt === 'string' ? 8 : 0),
    },
  );
}
