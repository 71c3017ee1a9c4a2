import { eventOf, type LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { cancelled, type DeploymentState, failed, inProgress, succeeded } from '../deployment-state.js';
import { ignored, type JsonHook, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies } from './test-events.js';

/** https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/notifications#notification-authenticity */
const signature: HmacScheme = {
  header: 'x-tfe-notification-signature',
  algorithm: 'sha512',
  encoding: 'hex',
  prefix: '',
};

/** HCP Terraform and Terraform Enterprise: notifications of workspaces. */
export const terraformCloud: Source = {
  id: 'terraform-cloud',
  title: 'HCP Terraform',
  deliveryId: () => null,
  eventName: () => 'run',
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

/** States of a run that ended, or is on its way: a cancelled one comes with the trigger "run:errored" too. */
const states: ReadonlyMap<string, DeploymentState> = new Map([
  ['pending', inProgress(0)],
  ['planning', inProgress(1)],
  ['planned', inProgress(2)],
  ['policy_checked', inProgress(3)],
  ['confirmed', inProgress(3)],
  ['apply_queued', inProgress(4)],
  ['applying', inProgress(4)],
  ['errored', failed],
  ['canceled', cancelled],
  ['force_canceled', cancelled],
  ['discarded', cancelled],
  ['applied', succeeded],
]);

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/notification-configurations#run-notification-payload */
function understand({ body, reading }: JsonHook): Understood {
  const notifications = reading.requiredObjects(body, 'notifications');
  const triggers = notifications.map((notification) => reading.requiredText(notification, 'trigger'));
  if (triggers.includes('verification')) return ignored('verification: Terraform tried whether the hook works');
  const events = notifications.flatMap((notification) => deploymentOf(reading, body, notification) ?? []);
  if (events.length > 0 || reading.misfit !== null) return says(...events);
  return ignored('no run in it changed anything');
}

function deploymentOf(reading: BodyReading, body: Place, notification: Place): LeadlineEvent | undefined {
  const word = reading.text(notification, 'run_status') ?? '';
  const state = states.get(word);
  if (!reading.requiredText(notification, 'trigger').startsWith('run:') || state === undefined) return undefined;
  const run = reading.requiredText(body, 'run_id');
  const workspace = reading.requiredText(body, 'workspace_name');
  const startedAt = reading.requiredInstant(body, 'run_created_at');
  const at = reading.instant(notification, 'run_updated_at') ?? startedAt;
  return eventOf(
    'deployment',
    { id: `terraform-cloud:${run}:${word}`, source: 'terraform-cloud', time: at },
    {
      id: `terraform-cloud/${run}`,
      // A workspace is a configuration in one environment, and has but one name for both.
      service: workspace,
      environment: workspace,
      source: 'terraform-cloud',
      status: state.status,
      startedAt,
      finishedAt: state.status === 'in_progress' ? null : at,
      url: reading.link(body, 'run_url'),
      occurredAt: at,
      revision: revisionOf(at, state.rank),
    },
  );
}
