export { eventLogContract, type OpenedLog } from './event-log-contract.js';
export { type FactsContractOptions, factsContract, type OpenedFacts } from './facts-contract.js';
export { rowOf } from './row-builder.js';
export { analyticsContract, type AnalyticsOfTest, contractLimits, type OpenedAnalytics } from './analytics-contract.js';
export type { ClickHouseOverHttp } from './clickhouse-front.js';
export { startClickHouse } from './clickhouse-over-http.js';
export {
  describeWithKafka,
  type KafkaForTests,
  type RunningKafka,
  startKafka,
  startSecuredKafka,
} from './kafka-broker.js';
export { type SelfSigned, selfSigned } from './self-signed.js';
