import type { Finding } from './alert.js';
import type { AlertedDeployment } from './alert-facts.js';

/** What a finding says of the deployment it is about. */
export const aboutDeployment = (
  deployment: AlertedDeployment,
): Pick<Finding, 'key' | 'services' | 'environment' | 'deployment'> => ({
  key: deployment.id,
  services: [deployment.service],
  environment: deployment.environment,
  deployment,
});
