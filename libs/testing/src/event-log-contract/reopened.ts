import type { EventLog } from '@leadline/ports';
import type { LogOfTest } from '../event-log-contract.js';

export async function reopened(ofTest: LogOfTest): Promise<EventLog> {
  const { reopen } = ofTest();
  if (reopen === undefined) throw new Error('A persistent log has to say how it is opened again');
  return reopen();
}
