import { statusWords } from '../entities/deployment-words.js';
import { byStrength, failureWords } from '../entities/failure-words.js';
import type { DeploymentStatus, FailureRule } from '../generated/graphql.js';
import { Mark } from './marks.js';

/** What became of a deployment: whether it failed its users, else how its rollout ended. */
export function DeploymentResult({
  deployment: { failed, status, reasons },
}: {
  readonly deployment: {
    readonly failed: boolean;
    readonly status: DeploymentStatus;
    readonly reasons: readonly { readonly rule: FailureRule; readonly counts: boolean }[];
  };
}) {
  if (failed) {
    const [first] = byStrength(reasons.filter(({ counts }) => counts));
    return (
      <Mark shape="failed" tone="bad">
        failed{first === undefined ? '' : `: ${failureWords[first.rule]}`}
      </Mark>
    );
  }
  switch (status) {
    case 'SUCCEEDED':
      return (
        <Mark shape="succeeded" tone="good">
          {statusWords[status]}
        </Mark>
      );
    case 'IN_PROGRESS':
      return (
        <Mark shape="running" tone="run">
          {statusWords[status]}
        </Mark>
      );
    case 'FAILED':
      return (
        <Mark shape="error" tone="bad">
          {statusWords[status]}
        </Mark>
      );
    case 'CANCELLED':
      return <Mark shape="none">{statusWords[status]}</Mark>;
  }
}
