import type { CaseFunction } from './case-function.js';
import { chartCases } from './chart-cases.js';
import { comparisonCases } from './comparison-cases.js';
import { distributionCases } from './distribution-cases.js';
import { intervalCases } from './interval-cases.js';
import { levelCases } from './level-cases.js';
import { outlierCases } from './outlier-cases.js';

/**
 * The functions of this library under the names by which worked cases call them. Each takes a case's `input`, throws a
 * TypeError that names the field when it does not fit, and answers in the shape of the case's `expected`.
 */
export const statisticsFunctions: Readonly<Record<string, CaseFunction>> = {
  ...intervalCases,
  ...comparisonCases,
  ...outlierCases,
  ...chartCases,
  ...distributionCases,
  ...levelCases,
};
