import type { Facts } from '@leadline/ports';
import { afterEach, beforeEach, describe } from 'vitest';
import { conditionsContract } from './facts-contract/conditions.js';
import { findingContract } from './facts-contract/finding.js';
import { randomHistoriesContract } from './facts-contract/random-histories.js';
import { rowsContract } from './facts-contract/rows.js';
import { versionsContract } from './facts-contract/versions.js';

/** Facts without rows, for one test. */
export interface OpenedFacts {
  readonly facts: Facts;
  close(): Promise<void>;
}

/** What a group of the contract's tests sees: the facts of the test that is running. */
export type FactsOfTest = () => Facts;

export interface FactsContractOptions {
  /** Random histories compared with the plain reading of the port; default 30. */
  readonly histories?: number;
}

/** What every implementation of the port `Facts` has to do. `open` gives each test facts without rows. */
export function factsContract(
  name: string,
  open: () => Promise<OpenedFacts>,
  { histories = 30 }: FactsContractOptions = {},
): void {
  describe(`${name} as facts`, () => {
    let opened: OpenedFacts;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    const ofTest: FactsOfTest = () => opened.facts;
    describe('rows', () => rowsContract(ofTest));
    describe('of rows with one key', () => versionsContract(ofTest));
    describe('a condition', () => conditionsContract(ofTest));
    describe('a find', () => findingContract(ofTest));
    randomHistoriesContract(ofTest, histories);
  });
}
