import type { EventLog } from '@leadline/ports';
import { afterEach, beforeEach, describe } from 'vitest';
import { appendingContract } from './event-log-contract/appending.js';
import { positionsContract } from './event-log-contract/positions.js';
import { readingContract } from './event-log-contract/reading.js';
import { rewritingContract } from './event-log-contract/rewriting.js';
import { subscribingContract } from './event-log-contract/subscribing.js';

/** An empty log to test, and how to be rid of it. */
export interface OpenedLog {
  readonly log: EventLog;
  /** Closes the log and opens it again over what it stored. */
  readonly reopen?: () => Promise<EventLog>;
  close(): Promise<void>;
}

/** What a group of the contract's tests sees: the log of the test that is running. */
export type LogOfTest = () => OpenedLog;

/** What only some logs have; tests of what a log has not are left out. */
export interface LogTraits {
  /** Records and positions outlive the log: {@link OpenedLog.reopen} is there. */
  readonly persistent: boolean;
  /** Topics other than `control` have several partitions. */
  readonly partitioned: boolean;
  /** Records can be changed where they lie. */
  readonly rewritable: boolean;
}

/** What every implementation of the port `EventLog` has to do. `open` gives each test an empty log. */
export function eventLogContract(name: string, traits: LogTraits, open: () => Promise<OpenedLog>): void {
  describe(`${name} as an event log`, () => {
    let opened: OpenedLog;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    const ofTest: LogOfTest = () => opened;
    describe('appending', () => appendingContract(ofTest));
    describe('reading', () => readingContract(ofTest, traits));
    describe('subscribing', () => subscribingContract(ofTest, traits));
    describe('rewriting', () => rewritingContract(ofTest, traits));
    describe('positions', () => positionsContract(ofTest, traits));
  });
}
