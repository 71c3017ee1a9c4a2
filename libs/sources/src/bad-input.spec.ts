import { describe, expect, test } from 'vitest';
import { sources } from './registry.js';
import type { Normalized, Source } from './source.js';
import {
  leavesOf,
  normalized,
  pointerTo,
  replaced,
  type Request,
  requestsOf,
  telling,
  tools,
} from './tampered.contract.js';

/** The same instant in years when nothing of it can have happened; none: the value is no instant. */
function absurdly(value: unknown): unknown[] {
  const text = String(value);
  if (typeof value === 'string' && /^20\d\d-\d\d-\d\d[T ]\d\d:/.test(text)) {
    return [`1971${text.slice(4)}`, `2199${text.slice(4)}`];
  }
  // Seconds, milli-, micro- or nanoseconds of 2026.
  if (!/^17\d{8}(?:\d{3}){0,3}$/.test(text)) return [];
  const numbers = [Math.floor(Number(value) / 50), Number(value) * 4];
  return typeof value === 'number' ? numbers : numbers.map(String);
}

/** Written into an event by whoever believed such an instant: 2026 divided by 50 is 1971, and by four times 2194. */
const ABSURD = /"(?:1971|219\d)-/;

const known = (id: string): Source => {
  const source = sources.find((each) => each.id === id);
  if (source === undefined) throw new Error(`There is no source "${id}"`);
  return source;
};
test('is tried of every tool', () => {
  expect(sources.filter((source) => !tools.includes(source)).map(({ id }) => id)).toEqual(['cloudevents', 'standard']);
});

/** Their bodies tell no time that could be believed: AppVeyor's and Codeship's none, ConfigCat's stands in a signed header. */
const TELL_NO_TIME = ['appveyor', 'codeship', 'configcat'];

describe.each(tools.map((source) => [source.id, source] as const))('%s', (id, source) => {
  test('an absurd time is quarantined where it stands, and never believed', () => {
    const outcomes = telling(source).flatMap((request) =>
      leavesOf(request.body).flatMap(([path, value]) =>
        absurdly(value).map((by) => {
          const said = normalized(source, { ...request, body: replaced(request.body, path, by) });
          return { at: `${request.name} ${pointerTo(path)}`, pointer: pointerTo(path), said };
        }),
      ),
    );
    const believed = outcomes.filter(({ said }) => said.outcome === 'events' && ABSURD.test(JSON.stringify(said)));
    expect(believed.map(({ at }) => at)).toEqual([]);
    const absurd = outcomes.filter(({ said }) => said.outcome === 'rejected' && said.code === 'absurd_time');
    expect(absurd.filter(({ pointer, said }) => said.outcome === 'rejected' && said.pointer !== pointer)).toEqual([]);
    expect(absurd.length > 0).toBe(!TELL_NO_TIME.includes(id));
  });

  test('a field that is required and missing is quarantined where it should stand', () => {
    const missed = telling(source).flatMap((request) =>
      leavesOf(request.body).filter(([path]) => {
        const said = normalized(source, { ...request, body: replaced(request.body, path, undefined) });
        return said.outcome === 'rejected' && said.code === 'invalid_body' && said.pointer === pointerTo(path);
      }),
    );
    expect(missed.length).toBeGreaterThan(0);
  });
});

/** What says which event it is, and what it is made to say: JSON pointers into the body, or names of headers. */
type Changed = readonly [fixture: string, says: string, ...places: readonly string[]];

function requestWith(source: Source, [fixture, says, ...places]: Changed): Request {
  const found = requestsOf(source).find(({ name }) => name === fixture);
  if (found === undefined) throw new Error(`${source.id} has no fixture ${fixture}`);
  return places.reduce<Request>(
    (request, place) =>
      place.startsWith('/')
        ? { ...request, body: replaced(request.body, place.slice(1).split('/'), says) }
        : { ...request, headers: { ...request.headers, [place]: says } },
    found,
  );
}

const outcomeOf = (id: string, changed: Changed): Normalized => normalized(known(id), requestWith(known(id), changed));

/** How a tool would tell of an event that nobody here knows. */
const unknownEvents: Readonly<Record<string, Changed>> = {
  appveyor: ['build-failed', 'deployment_success', '/eventName'],
  'argo-rollouts': ['completed', 'Dreamt', '/rollout/status/phase'],
  argocd: ['sync-succeeded', 'Dreamt', '/app/status/operationState/phase'],
  'aws-eventbridge': ['codedeploy-success', 'CodeDeploy Dream', '/detail-type'],
  'azure-container-registry': ['push', 'dream', '/action'],
  'azure-devops': ['push', 'git.dream', '/eventType'],
  'bitbucket-cloud': ['push-truncated', 'dream:created', 'x-event-key'],
  'bitbucket-server': ['push-with-commits', 'dream:created', '/eventKey', 'x-event-key'],
  buildbot: ['build-new', 'dreamt', '/event'],
  circleci: ['workflow-of-github', 'dream-completed', '/type', 'circleci-event-type'],
  configcat: ['turned-off', 'dreamt', '/changes/0/event'],
  datadog: ['triggered', 'Dreamt', '/alert_transition'],
  devcycle: ['deleted', 'dreamtFeature', '/events/0', '/changes/0/type'],
  devlake: ['deployment', '/api/rest/plugins/webhook/7/dreams', 'x-leadline-path'],
  drone: ['build-succeeded', 'dream', '/event', 'x-drone-event'],
  firehydrant: ['started', 'dream', '/event/resource_type'],
  flagger: ['new-revision', 'Dreamt', '/phase'],
  flagsmith: ['turned-on', 'FLAG_DREAMT', '/event_type'],
  flipt: ['turned-on', 'dream', '/type'],
  flux: ['reconciled', 'Dreamt', '/reason'],
  freshstatus: ['open', 'INCIDENT_DREAMT', '/event_data/event_type'],
  gitea: ['push', 'dream', 'x-gitea-event'],
  github: ['push-to-default', 'dream', 'x-github-event'],
  gitlab: ['push-to-default', 'dream', '/object_kind', 'x-gitlab-event'],
  gocd: ['stage-passed', 'dream', '/type'],
  // {"action":"DREAM"}
  'google-artifact-registry': ['tag-pushed', 'eyJhY3Rpb24iOiJEUkVBTSJ9', '/message/data'],
  growthbook: ['turned-off', 'feature.dreamt', '/event'],
  harbor: ['artifact-pushed', 'DREAM_ARTIFACT', '/type'],
  'harness-code': ['branch-updated', 'dream_updated', '/trigger', 'x-harness-trigger'],
  'harness-pipelines': ['notification-pipeline-success', 'PipelineDream', '/eventType'],
  heroku: ['release-succeeded', 'dream', '/resource'],
  'incident-io': ['created', 'public_incident.incident_dreamt_v2', '/event_type'],
  jenkins: ['notification-completed', 'DREAMT', '/build/phase'],
  jira: ['issue-created', 'jira:issue_dreamt', '/webhookEvent'],
  'kubernetes-kubewatch': ['new-image', 'Dream', '/data/kind'],
  launchdarkly: ['turned-on', 'dream', '/kind'],
  netlify: ['deploy-succeeded', 'deploy_dreamt', 'x-netlify-event'],
  newrelic: ['activated', 'DREAMT', '/state'],
  octopus: ['deployment-failed', 'DeploymentDreamt', '/Payload/Event/Category'],
  opsgenie: ['create', 'Dream', '/action'],
  pingdom: ['down', 'DREAMT', '/current_state'],
  render: ['deploy-ended', 'deploy_dreamt', '/type'],
  rootly: ['created', 'incident.dreamt', '/event/type'],
  rundeck: ['deployed', 'dreamt', '/execution/status'],
  sentry: ['issue-created', 'dream', 'sentry-hook-resource'],
  spinnaker: ['pipeline-complete', 'orca:pipeline:dreamt', '/payload/details/type'],
  'split-harness-fme': ['killed', 'dream', '/type'],
  'splunk-oncall': ['acked', 'DREAMT', '/INCIDENT.CURRENT_PHASE'],
  squadcast: ['triggered', 'incident.dreamt', '/event/type'],
  statsig: ['disabled', 'statsig::dream', '/data/0/eventName'],
  teamcity: ['own-build-finished', 'BUILD_DREAMT', '/eventType'],
  tekton: ['pipelinerun-successful', 'dev.tekton.event.dream.successful.v1', 'ce-type'],
  unleash: ['enabled', 'feature-environment-dreamt', '/type'],
  vercel: ['created', 'deployment.dreamt', '/type'],
};

/** What they tell of has a state in every body, whatever the event is called; a word for it may be new. */
const unknownStates: Readonly<Record<string, Changed>> = {
  buildkite: ['build-finished', 'dreamt', '/build/state'],
  codeship: ['build-succeeded', 'dreamt', '/build/status'],
  'gcp-cloudbuild': ['build-working-unwrapped', 'DREAMT', '/status'],
  'grafana-oncall': ['firing', 'dreamt', '/alert_group/state', '/event/type'],
  pagerduty: ['incident-triggered', 'incident.dreamt', '/event/event_type'],
  semaphore: ['pipeline-passed', 'dreamt', '/pipeline/state'],
  servicenow: ['opened', 'dreamt', '/state'],
  statuspage: ['investigating', 'dreamt', '/incident/status'],
  'terraform-cloud': ['applied', 'dreamt', '/notifications/0/run_status', '/notifications/0/trigger'],
  travis: ['build-passed', 'dreamt', '/state', '/status_message'],
};

/** What else is none of an event: an alert is one of two things, and an address tells what is sent to it. */
const unknownValues: Readonly<Record<string, readonly [code: string, pointer: string, changed: Changed]>> = {
  alertmanager: ['invalid_body', '/alerts/0/status', ['firing-and-resolved', 'dreamt', '/alerts/0/status']],
  'datadog-dora': ['unknown_type', '', ['deployment', '/api/v2/dora/dream', 'x-leadline-path']],
  'grafana-alerting': ['invalid_body', '/alerts/0/status', ['unified', 'dreamt', '/alerts/0/status']],
  sleuth: ['unknown_type', '', ['deploy', '/api/1/deployments/acme/shop/dream', 'x-leadline-path']],
};

const hasEnded = (data: object): boolean =>
  ['finishedAt', 'resolvedAt'].some((name) => typeof (data as Record<string, unknown>)[name] === 'string');

describe('what nobody knows, of the right sender', () => {
  test.each(Object.entries(unknownEvents))('is ignored with its reason: an event of %s', (id, changed) => {
    const said = outcomeOf(id, changed);
    expect(said).toMatchObject({ outcome: 'ignored' });
    expect(said.outcome === 'ignored' && said.reason.length > 10).toBe(true);
  });

  test.each(Object.entries(unknownStates))('is no end: of %s', (id, changed) => {
    const said = outcomeOf(id, changed);
    const ended = said.outcome !== 'events' ? [] : said.events.map(({ data }): object => data).filter(hasEnded);
    expect(said.outcome).not.toBe('rejected');
    expect(ended).toEqual([]);
  });

  test.each(Object.entries(unknownValues))('is quarantined: of %s', (id, [code, pointer, changed]) => {
    expect(outcomeOf(id, changed)).toMatchObject({ outcome: 'rejected', code, pointer });
  });

  test('was tried of every tool', () => {
    const tried = [unknownEvents, unknownStates, unknownValues].flatMap((each) => Object.keys(each));
    expect(tried.toSorted()).toEqual(tools.map(({ id }) => id).toSorted());
  });
});

/** A header that names another event than the body is of, and where the body says so. */
const contradictions: Readonly<Record<string, readonly [pointer: string, changed: Changed]>> = {
  'aws-eventbridge': ['/Type', ['codedeploy-by-sns', 'SubscriptionConfirmation', 'x-amz-sns-message-type']],
  'bitbucket-cloud': ['/push', ['push-truncated', 'pullrequest:created', 'x-event-key']],
  'bitbucket-server': ['/eventKey', ['push-with-commits', 'pr:opened', 'x-event-key']],
  buildkite: ['/event', ['build-finished', 'build.running', 'x-buildkite-event']],
  circleci: ['/type', ['workflow-of-github', 'job-completed', 'circleci-event-type']],
  drone: ['/event', ['build-succeeded', 'repo', 'x-drone-event']],
  gitea: ['', ['push', 'pull_request', 'x-gitea-event']],
  github: ['', ['push-to-default', 'pull_request', 'x-github-event']],
  gitlab: ['/object_kind', ['push-to-default', 'Pipeline Hook', 'x-gitlab-event']],
  'harness-code': ['/trigger', ['branch-updated', 'tag_created', 'x-harness-trigger']],
  netlify: ['/state', ['deploy-succeeded', 'deploy_failed', 'x-netlify-event']],
  rundeck: ['/trigger', ['deployed', 'failure', 'x-rundeck-notification-trigger']],
  sentry: ['/data', ['issue-created', 'metric_alert', 'sentry-hook-resource']],
};

describe('an absurd time in a header', () => {
  test.each([
    ['configcat', 'turned-off', 'x-configcat-webhook-timestamp'],
    ['gitlab', 'feature-flag-off-signed', 'webhook-timestamp'],
    ['sentry', 'issue-resolved', 'sentry-hook-timestamp'],
  ])('of %s is quarantined without a place in the body, and named', (id, fixture, header) => {
    // 1971 and 2096, in seconds.
    for (const seconds of ['31536000', '4000000000'])
      expect(outcomeOf(id, [fixture, seconds, header])).toMatchObject({
        outcome: 'rejected',
        code: 'absurd_time',
        pointer: '',
        message: expect.stringContaining(`header ${header}: lies`) as string,
      });
    expect(outcomeOf(id, [fixture, 'soon', header])).toMatchObject({
      outcome: 'rejected',
      code: 'invalid_body',
      pointer: '',
      message: `header ${header}: expected an instant`,
    });
  });
});

describe('a body that contradicts its headers', () => {
  test.each(Object.entries(contradictions))('is quarantined: of %s', (id, [pointer, changed]) => {
    expect(outcomeOf(id, changed)).toMatchObject({ outcome: 'rejected', code: 'type_mismatch', pointer });
  });

  test('of Tekton, whose header tells what to look for, lacks it', () => {
    const changed: Changed = ['taskrun-successful', 'dev.tekton.event.pipelinerun.successful.v1', 'ce-type'];
    expect(outcomeOf('tekton', changed)).toMatchObject({ outcome: 'rejected', pointer: '/pipelineRun' });
  });

  test('was tried of every tool whose header names the event', () => {
    const names = /^(?!content-type$|ce-type$).*(?:event|event-key|event-type|message-type|trigger|resource)$/;
    const naming = tools.filter((source) =>
      requestsOf(source).some(({ headers }) => Object.keys(headers).some((name) => names.test(name))),
    );
    const tried = Object.keys(contradictions);
    expect(naming.map(({ id }) => id).filter((id) => !tried.includes(id))).toEqual([]);
  });
});
