export { deriveLinks } from './derive-links.js';
export type {
  CarrierClass,
  Carrying,
  ChainVersion,
  CommitGraph,
  DerivedLinks,
  LinkMemo,
  LinkOptions,
  RowLinks,
} from './facts.js';
