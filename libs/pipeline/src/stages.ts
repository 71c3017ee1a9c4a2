import type { Batch, EventLog, Facts } from '@leadline/ports';
import { type Source } from '@leadline/sources';
import { deriveBatch, type ScopeFailure } from './derive-scopes/derive-batch.js';
import { DeriveMemory } from './derive-scopes/derive-memory.js';
import { foldStage, touchIn } from './fold-events/fold-stage.js';
import { normalizeBatch } from './normalize/normalize-batch.js';
import type { People } from './people/people.js';
import type { Generation } from './topics.js';

export type StageName = 'normalize' | 'fold' | 'derive';

export interface PipelineDeps {
  readonly log: EventLog;
  readonly facts: Facts;
  readonly generation: Generation;
  /** Of these facts alone. */
  readonly people: People;
  readonly sourceOf: (id: string) => Source | undefined;
  /** Milliseconds each stage waits for more before it works; together they bound the freshness of numbers. */
  readonly lingerMs: Readonly<Record<StageName, number>>;
  /** Attempts of all services that derive remembers at most ({@link attemptsToRemember}). Default: few. */
  readonly attemptsRemembered?: number;
  readonly onQuarantined?: (endpoint: string, receivedAt: number) => void;
  readonly onScopeFailure: (failure: ScopeFailure) => void;
  readonly onStageError: (stage: StageName, error: unknown, batch: Batch) => void;
}

export const defaultLingerMs: Readonly<Record<StageName, number>> = { normalize: 20, fold: 50, derive: 50 };

/** Runs the three stages of a generation until the signal aborts; rejects when the log breaks for good. */
export async function runPipeline(deps: PipelineDeps, signal: AbortSignal): Promise<void> {
  const { log, facts, generation, people, lingerMs } = deps;
  const fold = foldStage({ log, facts, generation, people });
  const memory = new DeriveMemory(deps.attemptsRemembered);
  const stage = (name: StageName, onBatch: (batch: Batch) => Promise<void>): Promise<void> =>
    log.subscribe({
      ...stageSubscription(generation, name),
      signal,
      lingerMs: lingerMs[name],
      onBatch,
      onError: (error, batch) => deps.onStageError(name, error, batch),
    });
  await Promise.all([
    stage('normalize', async (batch) => {
      await normalizeBatch(deps, batch.records);
    }),
    stage('fold', (batch) => fold(batch.partition, batch.records)),
    stage('derive', (batch) =>
      deriveBatch(facts, batch.records.map(touchIn), (batch.records.at(-1)?.offset ?? 0) + 1, deps.onScopeFailure, {
        memory,
      }),
    ),
  ]);
}

/** What a stage reads, and as whom. */
export function stageSubscription(generation: Generation, stage: StageName) {
  const group = generation.groups[stage];
  switch (stage) {
    case 'normalize':
      return { topic: 'deliveries' as const, group };
    case 'fold':
      return { topic: generation.events, group };
    case 'derive':
      return { topic: generation.touched, group };
  }
}
