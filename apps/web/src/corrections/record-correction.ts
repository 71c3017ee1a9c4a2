import { ask, type Problem } from '../api/ask.js';
import {
  type CorrectionInput,
  recordCorrectionMutation,
  type WithdrawalInput,
  withdrawCorrectionMutation,
} from '../generated/graphql.js';

/** What became of a word that a person gave. */
export type Recorded =
  /** `counts`: numbers follow it already; false: they will in a moment. */
  | { readonly outcome: 'recorded'; readonly event: string; readonly counts: boolean }
  | { readonly outcome: 'problem'; readonly text: string; readonly needsToken: boolean };

const PATIENCE_MS = 8_000;
const PAUSE_MS = 250;

/** Writes down one event, and waits until it counts. */
export async function recordCorrection(input: CorrectionInput): Promise<Recorded> {
  const answered = await ask(recordCorrectionMutation, { input });
  if (answered.outcome === 'problem') return problemText(answered.problem);
  const { event, position } = answered.answer.recordCorrection;
  return { outcome: 'recorded', event, counts: await countsSoon(position) };
}

/** Takes back what was said by one event of its own, and waits until it counts. */
export async function withdrawCorrection(input: WithdrawalInput): Promise<Recorded> {
  const answered = await ask(withdrawCorrectionMutation, { input });
  if (answered.outcome === 'problem') return problemText(answered.problem);
  const { event, position } = answered.answer.withdrawCorrection;
  return { outcome: 'recorded', event, counts: await countsSoon(position) };
}

function problemText(problem: Problem): Recorded {
  switch (problem.kind) {
    case 'token-needed':
      return { outcome: 'problem', text: `Nothing was written down. ${problem.message}.`, needsToken: true };
    case 'refused': {
      const details = problem.details.map(({ message, fix }) => `${message}. ${fix}`).join('. ');
      return {
        outcome: 'problem',
        text: `Nothing was written down: ${details === '' ? problem.message : details}.`,
        needsToken: false,
      };
    }
    case 'failed':
    case 'unreachable':
      return { outcome: 'problem', text: `Nothing was written down. ${problem.message}.`, needsToken: false };
  }
}

async function countsSoon(position: string): Promise<boolean> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const isCounted = await fetch(`/readyz?after=${encodeURIComponent(position)}`).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (isCounted) return true;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return false;
}
