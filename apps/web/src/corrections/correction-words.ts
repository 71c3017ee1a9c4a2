import type { CorrectionKind } from '../generated/graphql.js';

/** What a person says, in the words they would use. */
export const correctionWords: Readonly<Record<CorrectionKind, string>> = {
  DEPLOYMENT_FAILED: 'this deployment failed',
  DEPLOYMENT_OK: 'this deployment did not fail',
  DEPLOYMENT_IS_HOTFIX: 'this deployment is a hotfix',
  DEPLOYMENT_EXCLUDED: 'this deployment counts nowhere',
  INCIDENT_CAUSED_BY: 'a deployment caused it',
  INCIDENT_CAUSED_BY_FLAG: 'a feature flag caused it',
  INCIDENT_NOT_CAUSED_BY_CHANGE: 'no change caused it',
  INCIDENT_FALSE_POSITIVE: 'it never was a failure',
};

/** What comes of saying so. */
export const consequences: Readonly<Record<CorrectionKind, string>> = {
  DEPLOYMENT_FAILED: 'It counts as failed, whatever its source says.',
  DEPLOYMENT_OK: 'It does not count as failed, whatever incidents and rollbacks say.',
  DEPLOYMENT_IS_HOTFIX: 'It counts as rework; name what it repairs, and that counts as failed.',
  DEPLOYMENT_EXCLUDED: 'It is left out of every number: a test of the pipeline, say.',
  INCIDENT_CAUSED_BY: 'That deployment counts as failed, and recovery runs until the incident is over.',
  INCIDENT_CAUSED_BY_FLAG: 'That release by flag counts as failed, and no deployment does.',
  INCIDENT_NOT_CAUSED_BY_CHANGE: 'It makes no deployment a failed one.',
  INCIDENT_FALSE_POSITIVE: 'A false alarm: it counts nowhere.',
};

export const deploymentKinds = [
  'DEPLOYMENT_FAILED',
  'DEPLOYMENT_OK',
  'DEPLOYMENT_IS_HOTFIX',
  'DEPLOYMENT_EXCLUDED',
] as const satisfies readonly CorrectionKind[];

export const incidentKinds = [
  'INCIDENT_CAUSED_BY',
  'INCIDENT_CAUSED_BY_FLAG',
  'INCIDENT_NOT_CAUSED_BY_CHANGE',
  'INCIDENT_FALSE_POSITIVE',
] as const satisfies readonly CorrectionKind[];
