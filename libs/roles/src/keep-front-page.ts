import type { Clock } from '@leadline/ports';
import { setTimeout as delay } from 'node:timers/promises';
import type { Present } from './present.js';

export interface KeepingDeps<Answers> {
  /** Asks everything the front page asks, as of an instant; the answers are kept. May reject once the signal aborts. */
  readonly ask: (at: number) => Promise<Answers>;
  /** Takes the answers once the present is the instant they are of: nothing was stored while they were made. */
  readonly keep: (answers: Answers, at: number) => void;
  readonly present: Present;
  /** Changes whenever something is stored. */
  readonly revision: () => Promise<string>;
  readonly clock: Clock;
  /** Told of questions that could not be answered. */
  readonly report: (error: unknown) => void;
}

export interface KeepingPace {
  /** Between two looks whether there is something to ask. */
  readonly lookMs: number;
  /** How long nothing was stored before it is asked: while much arrives, answers would not last. */
  readonly quietMs: number;
  /** How old answers become before they are asked for again; less than the present may stand still. */
  readonly againMs: number;
  /** Answers are kept ready for so long after the last visit or the last row. */
  readonly watchedMs: number;
  /** Pauses are so many times as long as the asking took. */
  readonly pauses: number;
}

const PACE: KeepingPace = { lookMs: 1_000, quietMs: 2_000, againMs: 40_000, watchedMs: 30 * 60_000, pauses: 9 };

/**
 * Keeps the answers of the front page ready: asks its questions when something was stored and nothing more for a moment, and
 * again before the present goes on. Whoever opens the page is then answered from memory, with what they would have been
 * answered anyway. It takes at most a tenth of the time, and rests while nothing happens and nobody comes.
 */
export async function keepFrontPage<Answers>(
  deps: KeepingDeps<Answers>,
  signal: AbortSignal,
  pace: KeepingPace = PACE,
): Promise<void> {
  const { clock, present } = deps;
  let last = { revision: '', movedAt: clock.now() };
  let ready = { revision: '', at: 0 };
  let pausedUntil = 0;
  while (!signal.aborted) {
    await delay(pace.lookMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      const revision = await deps.revision();
      const at = clock.now();
      if (revision !== last.revision) last = { revision, movedAt: at };
      const isQuiet = at - last.movedAt >= pace.quietMs;
      const isWatched = at - Math.max(last.movedAt, present.askedAt) < pace.watchedMs;
      const isOld = ready.revision !== revision || at - ready.at >= pace.againMs;
      if (!isQuiet || !isWatched || !isOld || at < pausedUntil) continue;
      ready = { revision, at };
      const answers = await deps.ask(at).finally(() => (pausedUntil = clock.now() + pace.pauses * (clock.now() - at)));
      if (await present.moveTo({ at, revision })) deps.keep(answers, at);
    } catch (error) {
      if (signal.aborted) return;
      deps.report(error);
      await delay(pace.againMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
