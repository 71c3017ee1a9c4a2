export { Chain } from './derive/links/chain.js';
export { deriveLinks } from './derive/links/derive-links.js';
export { reviewedAt } from './derive/links/reviews.js';
export type { Carrying, CommitGraph, FlagElement, LinkMemo, RowLinks } from './derive/links/facts.js';
export { attributeIncidents, type FlagAttributions, type FlagIncident } from './derive/flags/attribute-incidents.js';
export {
  type ObservedService,
  observedService,
  type ReportedObservation,
} from './derive/observations/observed-in-row.js';
export { factsByDeployment, type ReportedFact } from './derive/rollout-facts/facts-of-row.js';
export { chainOf, emptied, type VerdictContent, verdictRows } from './derive/rows.js';
export { type Candidate, type VersionSources, runsOf, withFoundVersions } from './derive/versions/find-versions.js';
export { type Carried, carriedIn, type Stay, type StayRow } from './derive/stays/stay.js';
export { rowKeyOf as stayKey, staysIn } from './derive/stays/stay-rows.js';
export { Stays } from './derive/stays/stays.js';
export { RunningVerdicts } from './derive/verdicts/running-verdicts.js';
export type { VerdictFacts, Verdicts } from './derive/verdicts/sweep.js';
export type { ArtifactState } from './fold/artifact.js';
export type { CommitState } from './fold/commit.js';
export { type CommitStep, stepIn } from './fold/commit-step.js';
export { othersOf } from './fold/components.js';
export type { AttemptState } from './fold/deployment.js';
export { foldEntity, type Folded, type FoldedRow } from './fold/entity.js';
export type { RolloutFact } from './fold/rollout-fact.js';
export { matchesGlob } from './fold/glob.js';
export type { IncidentState } from './fold/incident.js';
export { type Mapped, mapForeign } from './fold/mapping.js';
export { contentHash, type Patch } from './fold/patches.js';
export type { PullRequestState } from './fold/pull-request.js';
export { contentOf, timelineIn } from './fold/rows.js';
export { type BorneNames, borneNames, renamedRepositories, renamingsIn, withRenamed } from './fold/renames.js';
export { prefixOf } from './fold/short-sha.js';
export type { Moment, Timeline } from './fold/timeline.js';
export { wantedBy } from './fold/wanted-versions.js';
