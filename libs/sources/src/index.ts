export { sourceById, sources } from './registry.js';
export type {
  Delivery,
  HookRequest,
  Normalized,
  RefusalReason,
  RejectionCode,
  Source,
  Verification,
} from './source.js';
