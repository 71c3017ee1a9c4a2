import type { Catalogue } from '@leadline/events';

/**
 * Whose word counts where several sources report one rollout: 0 the service's declared authority, 1 who deploys, 2 who
 * runs the pipeline, 3 who keeps the code. It is fixed by the catalogue and the kind of source, never by arrival.
 */
export type Standing = 0 | 1 | 2 | 3;

/** Tools that bring a version into an environment themselves. */
const deployers = [
  'argocd',
  'argo-rollouts',
  'aws-codedeploy',
  'aws-eventbridge',
  'flagger',
  'flux',
  'gcp-clouddeploy',
  'harness-pipelines',
  'heroku',
  'kargo',
  'kubernetes-kubewatch',
  'netlify',
  'octopus',
  'render',
  'spinnaker',
  'terraform-cloud',
  'vercel',
];

/** Forges: what they call a deployment was told to them. */
const forges = [
  'azure-devops',
  'bitbucket-cloud',
  'bitbucket-server',
  'forgejo',
  'gitea',
  'github',
  'gitlab',
  'harness-code',
];

/** Tools that deploy what a commit of configuration says: the commit they tell is that one. */
const readersOfConfiguration = ['argocd', 'flux', 'kargo'];

export const readsConfiguration = (source: string): boolean => readersOfConfiguration.includes(source);

/** A forge names what it knows after the repository; nobody chose the name. */
export const isForge = (source: string | null): boolean => source !== null && forges.includes(source);

/** A sender that is neither a known deployer nor a forge stands where a pipeline does: it reports what it does itself. */
export function standingOf(catalogue: Catalogue, service: string | null, source: string | null): Standing {
  if (source === null) return 3;
  const declared = catalogue.services.find(({ name }) => name === service)?.authority?.deployments;
  if (source === declared) return 0;
  if (deployers.includes(source)) return 1;
  return forges.includes(source) ? 3 : 2;
}
