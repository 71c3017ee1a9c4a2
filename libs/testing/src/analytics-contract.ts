import type { Analytics, Facts } from '@leadline/ports';
import { afterEach, beforeEach, describe } from 'vitest';
import { afterWritesContract } from './analytics-contract/after-writes.js';
import { answersContract } from './analytics-contract/answers.js';
import { failuresContract } from './analytics-contract/failures.js';
import { parametersContract } from './analytics-contract/parameters.js';
import { readingOnlyContract } from './analytics-contract/reading-only.js';

/** A warehouse without rows, for one test. Its queries may take 2 s and 100 MB and answer with 500,000 rows. */
export interface OpenedAnalytics {
  readonly analytics: Analytics;
  /** Of the same database. */
  readonly facts: Facts;
  close(): Promise<void>;
}

export const contractLimits = { seconds: 2, rows: 500_000, memoryBytes: 100_000_000 };

/** What a group of the contract's tests sees: the warehouse of the test that is running. */
export type AnalyticsOfTest = () => OpenedAnalytics;

/** What every implementation of the port `Analytics` has to do. `open` gives each test a warehouse without rows. */
export function analyticsContract(name: string, open: () => Promise<OpenedAnalytics>): void {
  describe(`${name} as analytics`, () => {
    let opened: OpenedAnalytics;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    const ofTest: AnalyticsOfTest = () => opened;
    describe('answers', () => answersContract(ofTest));
    describe('answers after writes', () => afterWritesContract(ofTest));
    describe('parameters', () => parametersContract(ofTest));
    describe('statements that would do more than read', () => readingOnlyContract(ofTest));
    describe('failures', () => failuresContract(ofTest));
  });
}
