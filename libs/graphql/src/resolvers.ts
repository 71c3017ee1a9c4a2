import { ServicesResolver, TeamsResolver } from './catalogue/catalogue.resolver.js';
import { ChangesResolver, WhereaboutsResolver } from './changes/changes.resolver.js';
import { CorrectionsResolver } from './corrections/corrections.resolver.js';
import { DeploymentsResolver } from './deployments/deployments.resolver.js';
import { EvidenceResolver } from './evidence/evidence.resolver.js';
import { MetricsResolver } from './metrics/metrics.resolver.js';
import { DeliveryResolver } from './operations/delivery.resolver.js';
import { QuarantineResolver } from './operations/quarantine.resolver.js';

/** Every resolver of the schema. */
export const resolvers = [
  MetricsResolver,
  EvidenceResolver,
  DeploymentsResolver,
  ChangesResolver,
  WhereaboutsResolver,
  ServicesResolver,
  TeamsResolver,
  QuarantineResolver,
  DeliveryResolver,
  CorrectionsResolver,
];
