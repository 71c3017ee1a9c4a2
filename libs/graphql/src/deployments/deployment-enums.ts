import type { deploymentKinds } from '@leadline/events';
import type { DeploymentStatus } from '@leadline/pipeline';
import { capitalizedEnum } from '../schema/enum.js';

export const DeploymentStatusEnum = capitalizedEnum<DeploymentStatus>('DeploymentStatus', 'How a deployment stands.', {
  succeeded: 'Every target has the version.',
  failed: 'It ended without.',
  in_progress: 'It runs.',
  cancelled: 'It was called off.',
});

const kindTexts: Record<(typeof deploymentKinds)[number], string> = {
  change: 'Brings something new.',
  hotfix: 'Repairs what an earlier one broke.',
  config: 'The same version with another configuration.',
  rollback: 'Brings back an earlier version.',
  redeploy: 'Brings what is live already.',
  flag: 'A change of a feature flag.',
};
export const DeploymentKindEnum = capitalizedEnum<(typeof deploymentKinds)[number]>(
  'DeploymentKind',
  'What a deployment is for.',
  kindTexts,
);

export type Verdict = 'failed' | 'ok' | 'hotfix' | 'excluded';
export const VerdictEnum = capitalizedEnum<Verdict>('DeploymentVerdict', 'What a person said of a deployment.', {
  failed: 'It failed.',
  ok: 'It did not fail, whatever else says so.',
  hotfix: 'It is a hotfix.',
  excluded: 'It counts nowhere.',
});
