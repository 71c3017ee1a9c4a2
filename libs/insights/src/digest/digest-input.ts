import type { DriverAttribution } from '@leadline/metrics';
import type { DoraMetricId, Figures, ServiceShare } from '../notable/figures.js';
import type { NotableFinding } from '../notable/finding.js';
import type { IsoWeek } from './week.js';

/** A metric over the four full weeks up to the mail, the four before, and week by week. */
export interface MetricFigures {
  readonly metric: DoraMetricId;
  readonly now: Figures;
  readonly before: Figures;
  /** Twelve full weeks, oldest first; null: no value. */
  readonly weeks: readonly (number | null)[];
}

export interface DeploymentFact {
  readonly id: string;
  readonly service: string;
  readonly version: string | null;
  readonly environment: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly isRollback: boolean;
  readonly isFailed: boolean;
}

export interface IncidentFact {
  readonly id: string;
  readonly service: string;
  readonly title: string;
  readonly severity: string | null;
  readonly startedAt: number;
  /** null: open at asOf. */
  readonly resolvedAt: number | null;
}

export interface FlagFact {
  readonly flag: string;
  readonly services: readonly string[];
  readonly at: number;
  /** Share of people who see it, 0 to 1; null: not said. */
  readonly exposure: number | null;
}

export interface DataQuality {
  /** Deployments of the four weeks that have a lead time, of all that count. */
  readonly withLeadTime: { readonly k: number; readonly n: number };
  /** Endpoints that used to receive something and have not for days. */
  readonly silent: readonly { readonly endpoint: string; readonly since: number }[];
  readonly quarantined: number;
  /** Records that had arrived and did not count yet. */
  readonly behind: number;
}

/** Numbers as a mail showed them: kept, to say later what was corrected. */
export interface ShownNumbers {
  readonly week: IsoWeek;
  /** Of every metric that had a value, over the four weeks up to `week`. */
  readonly values: Readonly<Partial<Record<DoraMetricId, number>>>;
  /** Keys of what was told as new. */
  readonly told: readonly string[];
}

/** What an earlier mail showed, and the same numbers as they are known now. */
export interface EarlierMail {
  readonly shown: ShownNumbers;
  readonly now: Readonly<Partial<Record<DoraMetricId, number | null>>>;
}

/** Everything a mail is made from; all instants in epoch milliseconds. */
export interface DigestInput {
  readonly organisation: string;
  /** Path of the team; null: everybody. */
  readonly team: string | null;
  readonly week: IsoWeek;
  readonly timeZone: string;
  /** The four weeks up to the end of `week`. */
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
  /** Where the dashboard is, without a slash at the end. */
  readonly address: string;
  /** Services that deployed in the four weeks. */
  readonly services: number;
  /** What a sample of the lead time is. */
  readonly leadTimeUnit: 'commit' | 'change' | 'deployment';
  readonly metrics: readonly MetricFigures[];
  /** Lead time with one sample for each deployment: commits of one deployment are not independent. */
  readonly leadTimeByDeployment: { readonly now: Figures; readonly before: Figures };
  /** What the change of the mean lead time is made of; null: it is not known. */
  readonly leadTimeDrivers: DriverAttribution | null;
  /** Deployments in each of the twelve weeks. */
  readonly weeklyDeployments: readonly number[];
  /** Failed of counted deployments by service. */
  readonly failures: readonly ServiceShare[];
  /** Repairing of all deployments by service. */
  readonly repairs: readonly ServiceShare[];
  readonly findings: readonly NotableFinding[];
  /** Of the week itself. */
  readonly deployed: { readonly failed: number; readonly total: number };
  readonly deployments: readonly DeploymentFact[];
  readonly incidents: readonly IncidentFact[];
  readonly flags: readonly FlagFact[];
  readonly quality: DataQuality;
  /** The mail before this one to the same person; null: there is none. */
  readonly earlier: EarlierMail | null;
  /** Keys of what was told in the last four weeks. */
  readonly told: ReadonlySet<string>;
}
