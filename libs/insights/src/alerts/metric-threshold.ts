import type { Finding } from './alert.js';
import type { AlertFacts } from './alert-facts.js';
import { type Moment, wrongSpans } from './spans.js';

interface Reading {
  readonly value: number;
  readonly threshold: number;
}

/** A metric beyond a bound of the configuration in a window that is over, until a window is within; one without a value says nothing. */
export const metricThreshold = ({ metrics }: AlertFacts): Finding[] =>
  metrics.flatMap(({ metric, subject, services, above, below, severity, windows }) => {
    const moments = windows.flatMap(({ until: at, value }): Moment<Reading>[] => {
      if (value === null) return [];
      if (above !== null && value > above) return [{ at, wrong: { value, threshold: above } }];
      if (below !== null && value < below) return [{ at, wrong: { value, threshold: below } }];
      return [{ at, wrong: null }];
    });
    return wrongSpans(moments).map(({ since, until, reading: { value, threshold } }): Finding => ({
      rule: 'METRIC_THRESHOLD',
      key: subject === '' ? metric : `${metric} ${subject}`,
      since,
      until,
      severity,
      audience: ['owner'],
      what: `${metric}${subject === '' ? '' : ` of ${subject}`} is ${threshold === above ? 'above' : 'below'} what was agreed`,
      value,
      threshold,
      services,
      environment: null,
      deployment: null,
    }));
  });
