import { expect, test } from 'vitest';
import { severityOf } from './severity.js';

test.each([
  ['SEV1', 'sev1'],
  ['sev-2', 'sev2'],
  ['Sev 3', 'sev3'],
  ['P1', 'P1'],
  ['critical', 'critical'],
  ['SEV1 (all customers)', 'SEV1 (all customers)'],
  [undefined, undefined],
])('%s is %s', (said, severity) => {
  expect(severityOf(said)).toBe(severity);
});
