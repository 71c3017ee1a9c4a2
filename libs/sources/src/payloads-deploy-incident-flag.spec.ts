import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindOfType } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import { sourceById } from './registry.js';
import { complaintsAbout } from './source.contract.js';
import type { HookRequest, Normalized, Source } from './source.js';

/** Bodies that deployers, incident tools and flag services really sent stand beside the workspace; LEADLINE_PAYLOADS names another place. */
const payloads = process.env['LEADLINE_PAYLOADS'] ?? join(import.meta.dirname, '../../../../shared/payloads');
const absent = `NOT READ: there are none in ${payloads} (set LEADLINE_PAYLOADS)`;

const ignored = 'ignored';
const rejectedAt = (pointer: string): string => `rejected at "${pointer}"`;

/** What becomes of each body, by file: the kinds of its facts, or why there are none. */
const outcomes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Deployments.
  argocd: {
    'cdviz.001.json': 'deployment',
    'cdviz.002.json': 'deployment',
    'cdviz.004.json': 'deployment',
    'cdviz.007_sync_podinfo_1_1.json': 'deployment',
    'cdviz.008_sync_podinfo_1_2.json': 'deployment',
    'cdviz.011_sync_podinfo_2_1.json': 'deployment',
    'cdviz.013_sync_podinfo_2_3.json': 'deployment',
    'cdviz.021_remove_podinfo_1_1.json': 'deployment',
  },
  'aws-eventbridge': {
    'lambdago.codebuild-state-change.json': 'pipeline_run',
    'lambdago.codedeploy-deployment-event.json': 'deployment',
    'lambdago.codepipeline-execution-state-change-event.json': 'pipeline_run',
    'lambdago.sns-event.json': ignored,
  },
  // It lacks the checksum by which a rollout in progress is told from others.
  flagger: { 'docs.event.progressing.json': ignored },
  flux: { 'docs.events.validationfailed.json': 'deployment', 'docs.providers.generic.json': 'deployment' },
  heroku: { 'zulip.deploy.txt': 'deployment' },
  'kubernetes-kubewatch': {
    'cdviz.deployment.update.json': 'deployment',
    'cdviz.deployment.update_same.json': ignored,
    'cdviz.pod.update.json': ignored,
  },
  netlify: {
    'zulip.deploy_created.json': 'deployment',
    'zulip.deploy_failed.json': 'deployment',
    'zulip.deploy_locked.json': ignored,
  },
  octopus: { 'blog.DeploymentStarted.json': 'deployment' },
  render: { 'superplane.deploy.ended.json': 'deployment' },
  // Whether the job of a runbook deploys, only an option that names the environment tells.
  rundeck: {
    'zulip.failure.json': 'pipeline_run',
    'zulip.scheduled_start.json': ignored,
    'zulip.start.json': 'pipeline_run',
  },
  // Builds of Jenkins that Spinnaker watches.
  spinnaker: { 'echo.igor-build.0.json': ignored, 'echo.igor-build.1.json': ignored },
  'terraform-cloud': { 'docs.run.errored.json': 'deployment' },
  vercel: { 'hookdeck.deployment.created.json': 'deployment' },

  // Incidents.
  alertmanager: {
    'zulip.alert.json': 'incident + incident',
    // The alert is resolved, and its end is the zero time.
    'zulip.single_alert.json': rejectedAt('/alerts/0/endsAt'),
  },
  // Templates: their variables are not filled in.
  datadog: { 'keep.TEMPLATE.json': rejectedAt('/alert_transition'), 'ocean.webhook_client.py.txt': rejectedAt('') },
  firehydrant: { 'firehydrant.command_extension.created.json': ignored },
  freshstatus: {
    'zulip.freshstatus_incident_note_created.json': ignored,
    'zulip.freshstatus_incident_open.json': 'incident',
  },
  'grafana-alerting': {
    'zulip.alert_multiple_v8.json': 'incident + incident',
    'zulip.alert_pending_v7.json': ignored,
    'zulip.alert_v7.json': ignored,
    'zulip.alert_v8.json': 'incident',
  },
  'grafana-oncall': { 'docs.resolve.json': 'incident' },
  'incident-io': { 'osr.incident_created_v2.json': 'incident' },
  jira: {
    'zulip.change_status_v2.json': 'issue',
    'zulip.comment_created.json': ignored,
    'zulip.created_assignee_v2.json': 'issue',
    'zulip.created_v1.json': 'issue',
    'zulip.created_v2.json': 'issue',
    'zulip.deleted_v2.json': 'issue',
    'zulip.example_anomalous_payload.json': rejectedAt('/webhookEvent'),
    'zulip.reassigned_v2.json': 'issue',
    'zulip.updated_priority_v2.json': 'issue',
  },
  newrelic: {
    'zulip.incident_acknowledged_default_payload.json': 'incident',
    'zulip.incident_activated_new_default_payload.json': 'incident',
  },
  opsgenie: {
    'zulip.addtags.json': 'incident',
    'zulip.close.json': 'incident',
    'zulip.create.json': 'incident',
    'zulip.escalate.json': ignored,
    'zulip.unacknowledge.json': 'incident',
  },
  pagerduty: {
    // Parts of bodies, without the event around them.
    'docs.datatype.incident.json': rejectedAt('/event'),
    'docs.datatype.incident_note.json': rejectedAt('/event'),
    'docs.datatype.incident_responder.json': rejectedAt('/event'),
    'docs.datatype.incident_status_update.json': rejectedAt('/event'),
    'docs.incident.priority_updated.json': 'incident',
    'docs.service.updated.json': ignored,
    'gopagerduty.incident.priority_updated.signed.json': 'incident',
    'zulip.acknowledged_v3.json': 'incident',
    'zulip.reassigned_v3.json': 'incident',
    'zulip.trigger_v2.json': 'incident',
  },
  pingdom: { 'zulip.http_up_to_down.json': 'incident' },
  rootly: { 'docs.alert.created.json': ignored },
  sentry: {
    'zulip.event_for_exception_node.json': 'issue',
    'zulip.issue_assigned_to_individual.json': ignored,
    'zulip.issue_created_for_exception.json': 'issue',
    'zulip.issue_ignored.json': 'issue',
    'zulip.webhook_event_for_exception_python.json': 'issue',
  },
  servicenow: { 'sim.business-rule.TEMPLATE.json': rejectedAt('/opened_at') },
  'splunk-oncall': { 'relay.incident14.unacked.json': 'incident' },
  squadcast: { 'docs.v2.incident-resolved.json': 'incident', 'docs.v2.incident-triggered.json': 'incident' },
  statuspage: { 'zulip.component_status_update.json': ignored, 'zulip.incident_created.json': 'incident' },

  // Flags.
  configcat: { 'docs.changedetails.json': 'flag_change + flag_change' },
  devcycle: { 'docs.modifiedFeature.json': ignored },
  flagsmith: { 'docs.FLAG_UPDATED.json': 'flag_change' },
  flipt: { 'docs.flag.updated.json': 'flag_change' },
  growthbook: { 'test.feature.deleted.json': 'flag', 'test.feature.updated.json': ignored },
  launchdarkly: {
    // What integrations are given, not what webhooks send.
    'framework.environment.create.json': ignored,
    'framework.environment.delete.json': ignored,
    'framework.environment.update.json': ignored,
    'framework.flag.archive.json': rejectedAt('/date'),
    'framework.flag.copy.json': rejectedAt('/date'),
    'framework.flag.create.json': rejectedAt('/date'),
    'framework.flag.targeting-rule-update.json': rejectedAt('/date'),
    'framework.flag.toggle.json': rejectedAt('/date'),
    'framework.flag.update-all-environments.json': rejectedAt('/date'),
    'framework.project.update.json': ignored,
    'superplane.updateOn.raw.json': 'flag_change',
  },
  'split-harness-fme': { 'sentrytest.created.json': 'flag_change' },
  statsig: { 'docs.experiment.updated.json': ignored, 'docs.gate.created.json': 'flag' },
  unleash: {
    'unleash.change-request-scheduled-application-success.when-scheduled-change-request-succeeds.json': ignored,
    'unleash.feature-created.json': 'flag',
    'unleash.feature-strategy-remove.when-strategy-removed.json': ignored,
    'unleash.feature-strategy-update.when-groupid-changed.json': ignored,
    'unleash.feature-strategy-update.when-ips-changed.json': 'flag_change',
    'unleash.feature-strategy-update.when-neither-rollout-percentage-nor-stickiness-c.json': ignored,
    'unleash.feature-strategy-update.when-no-specific-text-for-strategy-exists-yet.json': 'flag_change',
    'unleash.feature-strategy-update.when-stickiness-changed.json': ignored,
  },
};

/** Headers that stood beside the bodies: which event it is, and when. */
function headersOf(id: string, file: string): Record<string, string> {
  switch (id) {
    case 'heroku':
      return { 'content-type': 'application/x-www-form-urlencoded' };
    case 'netlify':
      return { 'x-netlify-event': file.split('.')[1] ?? '' };
    case 'configcat':
      return { 'x-configcat-webhook-id': 'w-1', 'x-configcat-webhook-timestamp': '1669629035' };
    case 'sentry':
      return { 'sentry-hook-timestamp': '1588227573' };
    default:
      return {};
  }
}

function outcomeOf(normalized: Normalized): string {
  switch (normalized.outcome) {
    case 'events':
      return normalized.events.map(({ type }) => kindOfType(type)).join(' + ');
    case 'ignored':
      return ignored;
    case 'rejected':
      return rejectedAt(normalized.pointer);
  }
}

function known(id: string): Source {
  const source = sourceById(id);
  if (source === undefined) throw new Error(`There is no source ${id}`);
  return source;
}

const filesOf = (id: string): string[] =>
  readdirSync(join(payloads, id))
    .filter((file) => /\.(json|txt)$/.test(file))
    .toSorted();

describe.each(Object.keys(outcomes))('bodies of %s', (id) => {
  const source = known(id);
  const expected = outcomes[id] ?? {};

  test('become what they say, each in its kind', (context) => {
    if (!existsSync(payloads)) context.skip(absent);
    const found = filesOf(id).map((file) => {
      const body = readFileSync(join(payloads, id, file));
      const headers = headersOf(id, file);
      const normalized = source.normalize({ endpoint: id, receivedAt: Date.UTC(2027, 0, 1), headers, body });
      expect(complaintsAbout(normalized)).toEqual([]);
      return [file, outcomeOf(normalized)];
    });
    expect(Object.fromEntries(found)).toEqual(expected);
  });
});

interface Vector {
  readonly service: string;
  readonly header: string;
  readonly secret?: string;
  readonly body?: string;
  readonly body_file?: string;
  readonly expected: string;
  readonly negative?: string;
  readonly id?: string;
  readonly timestamp?: string;
  readonly unverifiable?: boolean;
}

describe('published signatures', () => {
  const vectors = (service: string): Vector[] => {
    const all = JSON.parse(readFileSync(join(payloads, 'SIGNATURE-VECTORS.json'), 'utf8')) as Vector[];
    const found = all.filter((vector) => vector.service.split('/').includes(service));
    expect(found.length).toBeGreaterThan(0);
    return found;
  };
  const bodyOf = ({ body, body_file }: Vector): Uint8Array =>
    body_file === undefined ? new TextEncoder().encode(body) : readFileSync(join(payloads, body_file));
  const at = ({ timestamp }: Vector): number => Number(timestamp ?? 0) * 1000;

  const prefixed =
    (prefix: string) =>
    (vector: Vector, signature: string): HookRequest => ({
      body: bodyOf(vector),
      headers: {
        ...(vector.id !== undefined && { [`${prefix}-id`]: vector.id }),
        ...(vector.timestamp !== undefined && { [`${prefix}-timestamp`]: vector.timestamp }),
        [vector.header.toLowerCase()]: signature,
      },
    });

  test.for([
    ['pagerduty', 'pagerduty', ''],
    ['configcat', 'configcat', 'x-configcat-webhook'],
    ['incident-io', 'incident-io', 'webhook'],
    ['incident-io', 'render', 'webhook'],
  ] as const)('of %s verify for the source %s, and no other does', ([service, id, prefix], context) => {
    if (!existsSync(payloads)) context.skip(absent);
    for (const vector of vectors(service)) {
      const request = prefixed(prefix);
      const secrets = [vector.secret ?? ''];
      expect(known(id).verify(request(vector, vector.expected), secrets, at(vector))).toEqual({ outcome: 'verified' });
      const other = vector.negative ?? `${vector.expected.slice(0, -2)}AA`;
      expect(known(id).verify(request(vector, other), secrets, at(vector)).outcome).toBe('refused');
      expect(known(id).verify(request(vector, vector.expected), ['another'], at(vector)).outcome).toBe('refused');
    }
  });

  test('of Statsig have the published form, though its secret is not published', (context) => {
    if (!existsSync(payloads)) context.skip(absent);
    const [vector] = vectors('statsig');
    const [version, timestamp = ''] = vector?.body?.split(':') ?? [];
    const body = new TextEncoder().encode('{"data":[]}');
    const digest = createHmac('sha256', 'secret').update(`${version}:${timestamp}:`).update(body).digest('hex');
    const headers = { 'x-statsig-request-timestamp': timestamp, [vector?.header.toLowerCase() ?? '']: `v0=${digest}` };
    expect(known('statsig').verify({ headers, body }, ['secret'], Number(timestamp))).toEqual({ outcome: 'verified' });
    expect(`v0=${digest}`).toHaveLength(vector?.expected.length ?? 0);
  });
});
