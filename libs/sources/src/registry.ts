import { alertmanager } from './alertmanager/alertmanager.js';
import { appveyor } from './appveyor/appveyor.js';
import { argoRollouts } from './argo-rollouts/argo-rollouts.js';
import { argocd } from './argocd/argocd.js';
import { awsEventbridge } from './aws-eventbridge/aws-eventbridge.js';
import { azureContainerRegistry } from './azure-container-registry/azure-container-registry.js';
import { azureDevops } from './azure-devops/azure-devops.js';
import { bitbucketCloud } from './bitbucket-cloud/bitbucket-cloud.js';
import { bitbucketServer } from './bitbucket-server/bitbucket-server.js';
import { buildbot } from './buildbot/buildbot.js';
import { buildkite } from './buildkite/buildkite.js';
import { circleci } from './circleci/circleci.js';
import { cloudevents } from './cloudevents/cloudevents.js';
import { codeship } from './codeship/codeship.js';
import { configcat } from './configcat/configcat.js';
import { datadog } from './datadog/datadog.js';
import { datadogDora } from './datadog-dora/datadog-dora.js';
import { devcycle } from './devcycle/devcycle.js';
import { devlake } from './devlake/devlake.js';
import { drone } from './drone/drone.js';
import { firehydrant } from './firehydrant/firehydrant.js';
import { flagger } from './flagger/flagger.js';
import { flagsmith } from './flagsmith/flagsmith.js';
import { flipt } from './flipt/flipt.js';
import { flux } from './flux/flux.js';
import { freshstatus } from './freshstatus/freshstatus.js';
import { gcpCloudbuild } from './gcp-cloudbuild/gcp-cloudbuild.js';
import { gitea } from './gitea/gitea.js';
import { github } from './github/github.js';
import { gitlab } from './gitlab/gitlab.js';
import { gocd } from './gocd/gocd.js';
import { googleArtifactRegistry } from './google-artifact-registry/google-artifact-registry.js';
import { grafanaAlerting } from './grafana-alerting/grafana-alerting.js';
import { grafanaOncall } from './grafana-oncall/grafana-oncall.js';
import { growthbook } from './growthbook/growthbook.js';
import { harbor } from './harbor/harbor.js';
import { harnessCode } from './harness-code/harness-code.js';
import { harnessPipelines } from './harness-pipelines/harness-pipelines.js';
import { heroku } from './heroku/heroku.js';
import { incidentIo } from './incident-io/incident-io.js';
import { jenkins } from './jenkins/jenkins.js';
import { jira } from './jira/jira.js';
import { kubernetesKubewatch } from './kubernetes-kubewatch/kubernetes-kubewatch.js';
import { launchdarkly } from './launchdarkly/launchdarkly.js';
import { netlify } from './netlify/netlify.js';
import { newrelic } from './newrelic/newrelic.js';
import { octopus } from './octopus/octopus.js';
import { opsgenie } from './opsgenie/opsgenie.js';
import { pagerduty } from './pagerduty/pagerduty.js';
import { pingdom } from './pingdom/pingdom.js';
import { render } from './render/render.js';
import { rootly } from './rootly/rootly.js';
import { rundeck } from './rundeck/rundeck.js';
import { semaphore } from './semaphore/semaphore.js';
import { sentry } from './sentry/sentry.js';
import { servicenow } from './servicenow/servicenow.js';
import { sleuth } from './sleuth/sleuth.js';
import { spinnaker } from './spinnaker/spinnaker.js';
import { splitHarnessFme } from './split-harness-fme/split-harness-fme.js';
import { splunkOncall } from './splunk-oncall/splunk-oncall.js';
import { squadcast } from './squadcast/squadcast.js';
import { standard } from './standard/standard.js';
import { statsig } from './statsig/statsig.js';
import { statuspage } from './statuspage/statuspage.js';
import { teamcity } from './teamcity/teamcity.js';
import { tekton } from './tekton/tekton.js';
import { terraformCloud } from './terraform-cloud/terraform-cloud.js';
import { travis } from './travis/travis.js';
import { unleash } from './unleash/unleash.js';
import { vercel } from './vercel/vercel.js';
import { internal } from './internal.js';
import type { Source } from './source.js';

/** Every source that an endpoint can be of, one line each. */
export const sources: readonly Source[] = [
  alertmanager,
  appveyor,
  argoRollouts,
  argocd,
  awsEventbridge,
  azureContainerRegistry,
  azureDevops,
  bitbucketCloud,
  bitbucketServer,
  buildbot,
  buildkite,
  circleci,
  cloudevents,
  codeship,
  configcat,
  datadog,
  datadogDora,
  devcycle,
  devlake,
  drone,
  firehydrant,
  flagger,
  flagsmith,
  flipt,
  flux,
  freshstatus,
  gcpCloudbuild,
  gitea,
  github,
  gitlab,
  gocd,
  googleArtifactRegistry,
  grafanaAlerting,
  grafanaOncall,
  growthbook,
  harbor,
  harnessCode,
  harnessPipelines,
  heroku,
  incidentIo,
  jenkins,
  jira,
  kubernetesKubewatch,
  launchdarkly,
  netlify,
  newrelic,
  octopus,
  opsgenie,
  pagerduty,
  pingdom,
  render,
  rootly,
  rundeck,
  semaphore,
  sentry,
  servicenow,
  sleuth,
  spinnaker,
  splitHarnessFme,
  splunkOncall,
  squadcast,
  standard,
  statsig,
  statuspage,
  teamcity,
  tekton,
  terraformCloud,
  travis,
  unleash,
  vercel,
];

/** Whoever understands deliveries of that source; Leadline's own ("leadline") are among them, though no endpoint's. */
export function sourceById(id: string): Source | undefined {
  return id === internal.id ? internal : sources.find((source) => source.id === id);
}
