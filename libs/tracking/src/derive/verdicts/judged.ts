import type { DeploymentKind } from '../../fold/deployment.js';
import type { Occurrence } from './occurrences.js';

/** A deployment with its kind, given everything known at the instant. */
export interface Judged {
  readonly occurrence: Occurrence;
  readonly kind: DeploymentKind;
  /** Key of what was live before it on its first target, '' if nothing was. */
  readonly replaced: string;
}
