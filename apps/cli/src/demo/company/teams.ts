import type { Zone } from '../calendar.js';

/** What becomes of a proposed change's commits on the main branch. */
export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** When a team puts what is merged into production. */
export type Cadence =
  | { readonly kind: 'continuous' }
  /** A release of everything merged so far, at an hour of these weekdays (Monday is 1). */
  | { readonly kind: 'scheduled'; readonly weekdays: readonly number[]; readonly hour: number };

/** How a team works. Hours are working hours, and medians where they vary. */
export interface Team {
  readonly path: string;
  readonly area: string;
  readonly zone: Zone;
  readonly merges: MergeMethod;
  readonly cadence: Cadence;
  readonly changesPerWeek: number;
  readonly codingHours: number;
  readonly pickupHours: number;
  readonly mergeWaitHours: number;
  /** Share of releases of changes that go wrong in production. */
  readonly failRate: number;
  /** From noticing to being rid of it, around the clock. */
  readonly recoveryMinutes: number;
  readonly deployMinutes: number;
  /** Share of changes pushed without a pull request. */
  readonly directPushes: number;
  readonly flags: number;
  /** Its scheduled releases are release trains of this name. */
  readonly trains?: string;
}

const everyWorkday = [1, 2, 3, 4, 5];
const berlin = 'Europe/Berlin';
const newYork = 'America/New_York';

export const teams: readonly Team[] = [
  {
    path: 'eng/payments',
    area: 'backend',
    zone: berlin,
    merges: 'squash',
    cadence: { kind: 'continuous' },
    changesPerWeek: 8.8,
    codingHours: 2,
    pickupHours: 0.5,
    mergeWaitHours: 0.3,
    failRate: 0.035,
    recoveryMinutes: 24,
    deployMinutes: 4,
    directPushes: 0,
    flags: 6,
  },
  {
    path: 'eng/storefront',
    area: 'frontend',
    zone: berlin,
    merges: 'squash',
    cadence: { kind: 'continuous' },
    changesPerWeek: 9.2,
    codingHours: 1.8,
    pickupHours: 0.6,
    mergeWaitHours: 0.2,
    failRate: 0.055,
    recoveryMinutes: 30,
    deployMinutes: 3,
    directPushes: 0,
    flags: 8,
  },
  {
    path: 'eng/identity',
    area: 'backend',
    zone: berlin,
    merges: 'squash',
    cadence: { kind: 'continuous' },
    changesPerWeek: 5.6,
    codingHours: 3,
    pickupHours: 1.1,
    mergeWaitHours: 0.5,
    failRate: 0.04,
    recoveryMinutes: 36,
    deployMinutes: 5,
    directPushes: 0,
    flags: 3,
  },
  {
    path: 'eng/search',
    area: 'backend',
    zone: newYork,
    merges: 'rebase',
    cadence: { kind: 'scheduled', weekdays: everyWorkday, hour: 14 },
    changesPerWeek: 5.6,
    codingHours: 4.5,
    pickupHours: 2,
    mergeWaitHours: 0.8,
    failRate: 0.07,
    recoveryMinutes: 55,
    deployMinutes: 7,
    directPushes: 0,
    flags: 5,
  },
  {
    path: 'eng/mobile',
    area: 'backend',
    zone: newYork,
    merges: 'rebase',
    cadence: { kind: 'scheduled', weekdays: [1, 2, 3, 4], hour: 11 },
    changesPerWeek: 5.2,
    codingHours: 4.5,
    pickupHours: 2.2,
    mergeWaitHours: 1,
    failRate: 0.08,
    recoveryMinutes: 60,
    deployMinutes: 6,
    directPushes: 0,
    flags: 5,
  },
  {
    path: 'eng/platform',
    area: 'infrastructure',
    zone: berlin,
    merges: 'merge',
    cadence: { kind: 'scheduled', weekdays: [2, 4], hour: 10 },
    changesPerWeek: 5.2,
    codingHours: 6,
    pickupHours: 2.5,
    mergeWaitHours: 1.2,
    failRate: 0.06,
    recoveryMinutes: 70,
    deployMinutes: 9,
    directPushes: 0.15,
    flags: 0,
    trains: 'platform',
  },
  {
    path: 'eng/data',
    area: 'data',
    zone: berlin,
    merges: 'merge',
    cadence: { kind: 'scheduled', weekdays: [3], hour: 10 },
    changesPerWeek: 5.2,
    codingHours: 9,
    pickupHours: 5,
    mergeWaitHours: 2,
    failRate: 0.08,
    recoveryMinutes: 140,
    deployMinutes: 14,
    directPushes: 0.05,
    flags: 0,
    trains: 'data',
  },
  {
    path: 'eng/logistics',
    area: 'backend',
    zone: newYork,
    merges: 'merge',
    cadence: { kind: 'scheduled', weekdays: [2, 4], hour: 15 },
    changesPerWeek: 6,
    codingHours: 60,
    pickupHours: 30,
    mergeWaitHours: 14,
    failRate: 0.62,
    recoveryMinutes: 380,
    deployMinutes: 26,
    directPushes: 0,
    flags: 0,
  },
];

/** The team whose fail rate and lead time are to be noticed. */
export const OUTLIER_TEAM = 'eng/logistics';
