import type { Unit } from '@leadline/metrics';
import type { DoraMetricId, Figures } from '../notable/figures.js';
import type { ShownNumbers } from './digest-input.js';
import type { Link } from './links.js';
import type { IsoWeek } from './week.js';

/** usual: not distinguishable from usual variation; unclear: there is too little to compare. */
export type Judgement = 'better' | 'worse' | 'usual' | 'unclear';

/** One of the five, in words. */
export interface DigestMetric {
  readonly metric: DoraMetricId;
  readonly title: string;
  readonly unit: Unit;
  readonly figures: Figures;
  /** "19 h"; "–" where there is no value. */
  readonly value: string;
  /** "n = 1,204 commits, 95 % 17–21 h". */
  readonly sample: string;
  readonly judgement: Judgement;
  /** "−27 %, faster", "+6 %, usual", "too few to compare (needs 6)". */
  readonly delta: string;
  /** Twelve full weeks as twelve characters. */
  readonly sparkline: string;
  readonly url: string;
}

/** A sentence with a mark before it and a link behind it. */
export interface DigestItem {
  readonly judgement: Judgement;
  readonly text: string;
  readonly link: Link | null;
}

/** How many of something failed: drawn as a bar, said as text. */
export interface DigestBar {
  readonly label: string;
  /** Shares of the longest bar, 0 to 1; together at most 1. */
  readonly failed: number;
  readonly rest: number;
  /** "14 of 38". */
  readonly text: string;
}

/** A week as a mail tells it: every word, before it becomes HTML or plain text. */
export interface Digest {
  readonly week: IsoWeek;
  readonly team: string | null;
  readonly timeZone: string;
  /** The four weeks its numbers are over, and what was known then; epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
  /** "Tidewater", "eng/payments". */
  readonly name: string;
  /** "Tidewater, week 46: lead time fell 27 % to 19 h". One line, at most 120 characters. */
  readonly subject: string;
  readonly headline: string;
  /** What stands under the headline. */
  readonly lead: string;
  /** "four weeks to Sunday 15 November 2026". */
  readonly period: string;
  /** Whether there is nothing but the numbers to tell. */
  readonly isQuiet: boolean;
  readonly metrics: readonly DigestMetric[];
  readonly changed: readonly DigestItem[];
  /** The week's failed deployments, rollbacks and incidents. */
  readonly disturbances: {
    readonly summary: string;
    readonly items: readonly DigestItem[];
    readonly more: string | null;
  };
  /** Services whose deployments failed in the four weeks. */
  readonly bars: readonly DigestBar[];
  readonly released: readonly string[];
  readonly quality: readonly string[];
  readonly corrections: readonly string[];
  readonly open: Link;
  readonly definitions: Link;
  /** To be kept, for the next mail. */
  readonly shown: ShownNumbers;
}
