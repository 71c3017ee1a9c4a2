import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type IngestResult =
  | 'accepted'
  | 'duplicate'
  | 'unauthorized'
  | 'stale'
  | 'too_large'
  | 'not_durable'
  | 'limited'
  | 'problems'
  | 'unsupported';

/** What Leadline counts of itself, for Prometheus. */
export interface ServerMetrics {
  readonly registry: Registry;
  /** Name of the endpoint, "unknown" for those that do not exist: labels must stay few. */
  countIngest(endpoint: string, result: IngestResult, count?: number): void;
  /** Seconds from the first byte of the request until it was durable. */
  observeAcknowledgement(seconds: number): void;
  setBehind(stage: string, records: number): void;
  /** Questions to the warehouse since the process started, by what became of them. */
  setAnswers(counts: AnswerCounts): void;
}

/** What became of questions; `AnswerCounts` of @leadline/adapters is one. */
export interface AnswerCounts {
  readonly kept: number;
  readonly shared: number;
  readonly asked: number;
}

/** Metrics in a registry of their own, with those of the process. */
export function serverMetrics(): ServerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'leadline_ingest_requests_total',
    help: 'Requests to hooks and events, by endpoint and outcome',
    labelNames: ['endpoint', 'outcome'],
    registers: [registry],
  });
  const acknowledgement = new Histogram({
    name: 'leadline_acknowledgement_seconds',
    help: 'Time from the arrival of a delivery until it was durable and answered 202',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const behind = new Gauge({
    name: 'leadline_stage_behind_records',
    help: 'Records that arrived for a stage and were not processed yet',
    labelNames: ['stage'],
    registers: [registry],
  });
  const answers = new Counter({
    name: 'leadline_answers_total',
    help: 'Questions to the warehouse: answered from what was kept, shared with the same one under way, or asked',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return {
    registry,
    countIngest: (endpoint, outcome, count = 1) => requests.inc({ endpoint, outcome }, count),
    observeAcknowledgement: (seconds) => acknowledgement.observe(seconds),
    setBehind: (stage, records) => behind.set({ stage }, records),
    setAnswers: ({ kept, shared, asked }) => {
      answers.reset();
      for (const [outcome, count] of Object.entries({ kept, shared, asked })) answers.inc({ outcome }, count);
    },
  };
}
