export {
  type AlertLimits,
  type AlertRule,
  alertRules,
  type AlertSeverity,
  alertSeverities,
  defaultLimits,
  type LimitChange,
  type LimitedRule,
  limitsWith,
} from './alert-rules.js';
export { artifactNames, commitInPackage, shaInTag } from './artifact-names.js';
export { canonicalJson } from './canonical-json.js';
export { instant } from './envelope.js';
export { compareText } from './compare-text.js';
export { issueKeysIn, type TextsOfChange } from './issue-keys.js';
export {
  checkEvent,
  type EventProblem,
  eventOf,
  jsonPointer,
  type KnownEvent,
  type LeadlineEvent,
  type ParsedEvent,
  parseEvent,
} from './event.js';
export { type Catalogue, type CatalogueService, catalogue, emptyCatalogue } from './kinds/catalogue.js';
export { filledLinks, type LinkPlace, linkPlaces, type NamedLink, unknownPlaces } from './link-template.js';
export { deploymentKinds } from './kinds/deployment.js';
export { type EventData, type EventKind, kindOfType, kinds, mappableKinds } from './kinds/index.js';
export { namesInstead } from './nearest-name.js';
export { messageMembers, type Veil, withVeil } from './people.js';
export { type TokenScope, tokenScopes } from './token-scope.js';
export { unknownType } from './unknown-type.js';
