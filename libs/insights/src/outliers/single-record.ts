import {
  ascending,
  FEWEST_RECORDS,
  logSeconds,
  modifiedZ,
  MODIFIED_Z_THRESHOLD,
  quantileType7,
  unusualRecords,
} from '@leadline/statistics';
import type { Judgement } from './judgement.js';
import { isMaterial } from './material.js';
import type { NotJudgedReason, Outlier, OutlierMeasure, OutlierSubject, Span } from './outlier.js';
import type { ServiceRecords, SlowRecord } from './scan-input.js';

/**
 * Deployments and incidents of the period that took much longer than others of their service in the last 180 days: modified
 * z of the logarithm above 3.5 and more than three times the 90th percentile, of at least 20 (metrics.md 7.1 d). A flag on a
 * record, with no p-value: nothing is claimed about its service.
 */
export function singleRecord(measure: OutlierMeasure, records: readonly ServiceRecords[], period: Span): Judgement {
  const own = records.filter((one) => one.measure === measure);
  const count = (those: readonly ServiceRecords[]): number => those.reduce((sum, { inPeriod }) => sum + inPeriod, 0);
  const tooFew = count(own.filter(({ seconds }) => seconds.length < FEWEST_RECORDS));
  const unvaried = count(own.filter(({ seconds }) => seconds.length >= FEWEST_RECORDS && !varies(seconds)));
  const notJudged: Partial<Record<NotJudgedReason, number>> = {
    ...(tooFew > 0 ? { too_few: tooFew } : {}),
    ...(unvaried > 0 ? { no_variation: unvaried } : {}),
  };
  const found = own.flatMap((service) => unusualIn(service, period));
  return { rule: 'single_record', measure, looked: count(own), notJudged, found, tests: [] };
}

const varies = (seconds: readonly number[]): boolean => (modifiedZ(seconds.map(logSeconds))?.scale ?? 0) > 0;

function unusualIn({ service, measure, seconds, slow }: ServiceRecords, period: Span): Outlier[] {
  const unusual = new Set(unusualRecords(seconds).map((index) => seconds[index]));
  if (unusual.size === 0) return [];
  const ordered = ascending(seconds);
  const scored = modifiedZ(ordered.map(logSeconds));
  const [center, p90] = [quantileType7(ordered, 0.5), quantileType7(ordered, 0.9)];
  if (scored === null || center === null || p90 === null) return [];
  const high = Math.max(3 * p90, Math.exp(scored.center + MODIFIED_Z_THRESHOLD * scored.scale));
  return slow
    .filter((record) => record.at >= period.from && record.at < period.to && unusual.has(record.seconds))
    .filter((record) => isMaterial(measure, center, record.seconds))
    .map((record) => ({
      rule: 'single_record' as const,
      measure,
      subject: subjectOf(service, record),
      value: record.seconds,
      n: 1,
      numerator: null,
      comparedWith: {
        of: 'other_records' as const,
        members: seconds.length,
        n: seconds.length,
        center,
        low: null,
        high,
        evidence: null,
      },
      certainty: {
        kind: 'score' as const,
        score: (logSeconds(record.seconds) - scored.center) / scored.scale,
        threshold: MODIFIED_Z_THRESHOLD,
      },
      direction: 'worse' as const,
      since: record.at,
      evidence: null,
      isProvisional: record.record.kind === 'incident' && record.record.isOpen,
    }));
}

function subjectOf(service: string, { record }: SlowRecord): OutlierSubject {
  switch (record.kind) {
    case 'deployment':
      return { kind: 'deployment', service, record };
    case 'incident':
      return { kind: 'incident', service, record };
  }
}
