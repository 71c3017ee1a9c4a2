export { PATH_HEADER } from './asked-path.js';
export { isSignedBy, isSnsAddress, readSnsMessage, type SnsMessage, snsKeyOf } from './aws-eventbridge/sns.js';
export { absurdTimes } from './cloudevents/absurd-times.js';
export { asCdEvent, type CdCloudEvent } from './cloudevents/as-cdevent.js';
export { type KafkaMessage, requestOfKafkaMessage } from './cloudevents/kafka-message.js';
export { type ReadCloudEvents } from './cloudevents/read-cloud-events.js';
export { validateEvents, type ValidatedEvents } from './cloudevents/validate-events.js';
export { datadogDoraId } from './datadog-dora/datadog-dora.js';
export type { ApiAnswer, ApiQuestion, History, Read, Step, Wanted } from './history.js';
export { parseJson } from './json-body.js';
export { OnceParsed } from './once-parsed.js';
export { sourceById, sources } from './registry.js';
export type {
  Delivery,
  HookRequest,
  Normalized,
  RefusalReason,
  RejectionCode,
  SenderApi,
  Source,
  Verification,
} from './source.js';
