import { metricById } from '@leadline/metrics';
import { measures, type Outlier } from '../outliers/outlier.js';
import { plainName } from '../wording/plain-name.js';
import { counted, grouped, longDate, sampleSize, shortTime, valueText } from '../wording/quantities.js';
import type { FindingPlace, NotableFinding } from './finding.js';

/** What was looked at, for names and days. */
export interface OutlierView {
  /** What a group is. */
  readonly by: 'service' | 'team';
  /** What everything together is called: "Tidewater". */
  readonly name: string;
  readonly timeZone: string;
}

/** An outlier as a sentence with its numbers: neutral words, and never "because". */
export function outlierFinding(outlier: Outlier, view: OutlierView): NotableFinding {
  return {
    key: keyOf(outlier),
    judgement: outlier.direction,
    sentence: sentenceOf(outlier, view),
    place: placeOf(outlier, view),
    evidence:
      outlier.subject.kind === 'incident' ? plainName(outlier.subject.record.id, 40) : counted(outlier.n, 'deployment'),
  };
}

/** The same from week to week, though the window moves and with it what began in it. */
function keyOf({ rule, measure, subject }: Outlier): string {
  switch (subject.kind) {
    case 'everything':
      return `${rule} ${measure}`;
    case 'group':
      return `${rule} ${measure} ${subject.group}`;
    case 'deployment':
    case 'incident':
      return `${rule} ${measure} ${subject.service} ${subject.record.id}`;
  }
}

function sentenceOf(outlier: Outlier, { by, name, timeZone }: OutlierView): string {
  const { subject, rule, measure, since, comparedWith } = outlier;
  const { unit, metric } = measures[measure];
  const usual = valueText(comparedWith.center, unit);
  switch (subject.kind) {
    case 'deployment':
      return `A deployment of ${plainName(subject.service, 60)} took ${valueText(outlier.value, unit)} (${shortTime(since, timeZone)}); usual there is ${usual} (${sampleSize(comparedWith.n)}).`;
    case 'incident': {
      const lasted = subject.record.isOpen ? 'has lasted' : 'lasted';
      return `An incident of ${plainName(subject.service, 60)} ${lasted} ${valueText(outlier.value, unit)}; usual there is ${usual} (${sampleSize(comparedWith.n)}).`;
    }
    case 'everything':
    case 'group': {
      const of = subject.kind === 'everything' ? name : plainName(subject.group, 60);
      const begun = rule === 'lasting_shift' ? ` since ${longDate(since, timeZone)}` : '';
      const day = rule === 'unusual_day' ? ` on ${longDate(since, timeZone)}` : '';
      return `${metricById(metric).title} of ${of} is ${amountText(outlier)}${begun}${day}; ${referenceText(outlier, by)} ${usual}.`;
    }
  }
}

/** "14 of 38 (37 %)", "31 h (n = 38)". */
function amountText({ measure, value, n, numerator }: Outlier): string {
  const text = valueText(value, measures[measure].unit);
  return numerator === null ? `${text} (${sampleSize(n)})` : `${grouped(numerator)} of ${grouped(n)} (${text})`;
}

function referenceText({ comparedWith: { of, members }, numerator }: Outlier, by: OutlierView['by']): string {
  const others = counted(members, by);
  switch (of) {
    case 'peers':
      return numerator === null ? `typical of ${others} is` : `of all ${others} together it is`;
    case 'history':
      return 'before, it was';
    case 'other_days':
      return 'on other days it is';
    case 'other_records':
      return 'usual is';
  }
}

function placeOf({ subject, measure }: Outlier, { by }: OutlierView): FindingPlace {
  const { metric } = measures[measure];
  switch (subject.kind) {
    case 'deployment':
      return { kind: 'deployment', id: subject.record.id };
    case 'incident':
      return { kind: 'service', service: subject.service };
    case 'everything':
      return { kind: 'metric', metric };
    case 'group':
      return { kind: 'metric', metric, [by]: subject.group };
  }
}
