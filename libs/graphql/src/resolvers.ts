import { AlertsResolver } from './alerts/alerts.resolver.js';
import { NoticesResolver } from './alerts/notices.resolver.js';
import { BeforeAfterResolver } from './before-after/before-after.resolver.js';
import { OrganisationResolver, ServicesResolver, TeamsResolver } from './catalogue/catalogue.resolver.js';
import { ChangesResolver, WhereaboutsResolver } from './changes/changes.resolver.js';
import { CorrectionsResolver } from './corrections/corrections.resolver.js';
import { DeploymentsResolver } from './deployments/deployments.resolver.js';
import { DigestResolver } from './digest/digest.resolver.js';
import { WeeklyMailsResolver } from './digest/weekly-mails.resolver.js';
import { EnvironmentsResolver } from './environments/environments.resolver.js';
import { EvidenceResolver } from './evidence/evidence.resolver.js';
import { ExplainedIncidentsResolver, ExplainResolver } from './explain/explain.resolver.js';
import { FlagsResolver } from './flags/flags.resolver.js';
import { StaleFlagsResolver } from './flags/stale-flags.resolver.js';
import { IncidentCausesResolver, IncidentsResolver } from './incidents/incidents.resolver.js';
import { LeadTimePhasesResolver } from './lead-time-phases/lead-time-phases.resolver.js';
import { InsightsResolver } from './insights/insights.resolver.js';
import { MetricsResolver } from './metrics/metrics.resolver.js';
import { DeliveryResolver } from './operations/delivery.resolver.js';
import { QuarantineResolver } from './operations/quarantine.resolver.js';
import { SourcesResolver } from './operations/sources.resolver.js';
import { DeploymentProgressResolver, RolloutsResolver } from './rollouts/rollouts.resolver.js';
import { OutliersResolver } from './outliers/outliers.resolver.js';
import { ProjectsResolver } from './projects/projects.resolver.js';
import { AlertLinksResolver, DeploymentLinksResolver, IncidentLinksResolver } from './see-also/see-also.resolver.js';
import { QuickCheckResolver } from './scorecards/quick-check.resolver.js';
import { ScorecardsResolver } from './scorecards/scorecards.resolver.js';
import { TrainsResolver } from './trains/trains.resolver.js';

/** Every resolver of the schema. */
export const resolvers = [
  MetricsResolver,
  LeadTimePhasesResolver,
  BeforeAfterResolver,
  ProjectsResolver,
  EvidenceResolver,
  ExplainResolver,
  ExplainedIncidentsResolver,
  OutliersResolver,
  AlertsResolver,
  NoticesResolver,
  DeploymentsResolver,
  DeploymentProgressResolver,
  DeploymentLinksResolver,
  IncidentLinksResolver,
  AlertLinksResolver,
  RolloutsResolver,
  EnvironmentsResolver,
  IncidentsResolver,
  IncidentCausesResolver,
  FlagsResolver,
  StaleFlagsResolver,
  ChangesResolver,
  WhereaboutsResolver,
  OrganisationResolver,
  ServicesResolver,
  TeamsResolver,
  QuarantineResolver,
  SourcesResolver,
  DeliveryResolver,
  CorrectionsResolver,
  DigestResolver,
  InsightsResolver,
  WeeklyMailsResolver,
  ScorecardsResolver,
  TrainsResolver,
  QuickCheckResolver,
];
