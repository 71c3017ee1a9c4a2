import { ALWAYS, FOREVER } from '@leadline/tables';
import { defaultOptions } from '../options.js';
import type { MetricQuestion } from '../query.js';

/** What the latest state answers: everything, as of the end of time, with default options. */
export const ofTheEndOfTime: MetricQuestion = {
  window: { from: ALWAYS, to: FOREVER, timeZone: 'UTC' },
  by: [],
  scope: {},
  asOf: FOREVER - 1,
  options: defaultOptions,
};
