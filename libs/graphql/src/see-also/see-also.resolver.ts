import { filledLinks, type LinkPlace, type NamedLink } from '@leadline/events';
import type { AlertRow } from '@leadline/pipeline';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Alert } from '../alerts/alert.type.js';
import { type AskedDeployment, Deployment } from '../deployments/deployment.type.js';
import { type AskedIncident, Incident } from '../incidents/incident.type.js';
import type { RequestContext } from '../request-context.js';
import { ServiceLink } from './service-link.type.js';

type Known = Readonly<Partial<Record<LinkPlace, string | null>>>;

/** Links of a service as they are configured now, whatever the instant: they are where to look today. */
async function linksOf(service: string, known: Known, context: RequestContext): Promise<NamedLink[]> {
  const { catalogue } = await context.catalogue();
  const declared = catalogue.services.find(({ name }) => name === service);
  return filledLinks(declared?.links, { ...known, service });
}

@Resolver(() => Deployment)
export class DeploymentLinksResolver {
  @ResolveField(() => [ServiceLink], {
    description: 'Where to look further: links of its service, filled in with its id, environment, version and commit.',
  })
  seeAlso(@Parent() of: AskedDeployment, @Context() context: RequestContext): Promise<NamedLink[]> {
    const { service, environment, reportedId, version, sha } = of;
    return linksOf(service, { environment, deployment: reportedId, version, sha }, context);
  }
}

@Resolver(() => Incident)
export class IncidentLinksResolver {
  @ResolveField(() => [ServiceLink], {
    description: 'Where to look further: links of its service that take no deployment.',
  })
  seeAlso(@Parent() { service }: AskedIncident, @Context() context: RequestContext): Promise<NamedLink[]> {
    return linksOf(service, {}, context);
  }
}

@Resolver(() => Alert)
export class AlertLinksResolver {
  @ResolveField(() => [ServiceLink], {
    description:
      'Where to look further: links of its first service that take no deployment; others are at its deployment.',
  })
  seeAlso(@Parent() alert: AlertRow, @Context() context: RequestContext): Promise<NamedLink[]> {
    const [service] = alert.services;
    return service === undefined ? Promise.resolve([]) : linksOf(service, { environment: alert.environment }, context);
  }
}
