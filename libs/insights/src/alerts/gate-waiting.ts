import { aboutDeployment } from './about-deployment.js';
import type { Finding } from './alert.js';
import type { AlertedDeployment, AlertFacts, Gate } from './alert-facts.js';
import { earlier } from './spans.js';

const HOUR = 3_600_000;
/** A gate may be open for so long before its approvers are told, and so long before it is work to do. */
const TO_INFORM = HOUR;
const TO_TICKET = 24 * HOUR;

/** A gate that nobody decides; a deployment that is over waits for none. */
export const gateWaiting = ({ asOf, deployments }: AlertFacts): Finding[] =>
  deployments.flatMap((deployment) => deployment.gates.flatMap((gate) => waitingFor(gate, deployment, asOf)));

function waitingFor(
  { id, gate, requestedAt, decidedAt }: Gate,
  deployment: AlertedDeployment,
  asOf: number,
): Finding[] {
  const until = earlier(decidedAt, deployment.finishedAt);
  const waited = (until ?? asOf) - requestedAt;
  if (waited <= TO_INFORM) return [];
  const isTicket = waited > TO_TICKET;
  return [
    {
      rule: 'GATE_WAITING',
      severity: isTicket ? 'ticket' : 'inform',
      audience: ['approvers'],
      ...aboutDeployment(deployment),
      key: id,
      since: requestedAt + TO_INFORM,
      until,
      what: `gate ${gate} waits for a decision`,
      value: waited / 1000,
      threshold: (isTicket ? TO_TICKET : TO_INFORM) / 1000,
    },
  ];
}
