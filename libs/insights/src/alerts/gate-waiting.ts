import { aboutDeployment } from './about-deployment.js';
import type { Finding } from './alert.js';
import type { AlertedDeployment, AlertFacts, Gate } from './alert-facts.js';
import { freezesOf } from './freezes.js';
import { earlier, firstOutside } from './spans.js';

/** A gate that nobody decides; a deployment that is over waits for none, and while deployments are frozen nobody is late. */
export const gateWaiting = (facts: AlertFacts): Finding[] =>
  facts.deployments.flatMap((deployment) => deployment.gates.flatMap((gate) => waitingFor(gate, deployment, facts)));

function waitingFor(
  { id, gate, requestedAt, decidedAt }: Gate,
  deployment: AlertedDeployment,
  { asOf, freezes, limits }: AlertFacts,
): Finding[] {
  const { inform, ticket } = limits([deployment.service]).GATE_WAITING;
  const until = earlier(decidedAt, deployment.finishedAt);
  const waited = ((until ?? asOf) - requestedAt) / 1000;
  if (waited <= inform) return [];
  const since = firstOutside({ since: requestedAt + inform * 1000, until }, freezesOf(freezes, deployment));
  if (since === null || since > asOf) return [];
  const isTicket = waited > ticket;
  return [
    {
      rule: 'GATE_WAITING',
      severity: isTicket ? 'ticket' : 'inform',
      audience: ['approvers'],
      ...aboutDeployment(deployment),
      key: id,
      since,
      until,
      what: `gate ${gate} waits for a decision`,
      value: waited,
      threshold: isTicket ? ticket : inform,
    },
  ];
}
