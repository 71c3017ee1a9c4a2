import type { Catalogue, CatalogueService } from '@leadline/events';
import { type Attributes, text, truth } from './attributes.js';
import { attemptState, type AttemptState } from './deployment.js';
import { matchesGlob } from './glob.js';
import { servicesOfRepository } from './names.js';
import { foldPatches, type Patch } from './patches.js';
import type { Timeline } from './timeline.js';

/** Environment of deployments that a release, a tag or a workflow stands for. */
const PRODUCTION = { environment: 'production', envTier: 'production' };

/** A release or created tag is a production deployment where the catalogue says that a service deploys so. */
export function deploymentFromRelease(
  id: string,
  patches: readonly Patch[],
  catalogue: Catalogue,
): Timeline<AttemptState> {
  return foldPatches(patches, (said) => {
    const form = text(said, 'form') === 'release' ? 'releases' : 'tags';
    const service = serviceWith(said, catalogue, ({ deployments }) => {
      const tagFits = deployments.tags === undefined || matchesGlob(deployments.tags, text(said, 'tag') ?? '');
      return deployments.from === form && tagFits;
    });
    const counts = service !== undefined && !truth(said, 'draft') && !truth(said, 'deleted');
    return attemptState(`release/${id}`, counts ? releaseAsDeployment(said, service) : {}, [], catalogue);
  });
}

const releaseAsDeployment = (said: Attributes, service: CatalogueService): Attributes => ({
  ...PRODUCTION,
  service: service.name,
  source: said['source'],
  repo: said['repo'],
  status: 'succeeded',
  startedAt: said['publishedAt'],
  finishedAt: said['publishedAt'],
  sha: said['sha'],
  version: said['tag'],
  url: said['url'],
});

/** A pipeline run is a production deployment where it says so itself, or a service's workflow glob matches it. */
export function deploymentFromRun(id: string, patches: readonly Patch[], catalogue: Catalogue): Timeline<AttemptState> {
  return foldPatches(patches, (said) => {
    const pipeline = text(said, 'pipeline') ?? '';
    const service = serviceWith(
      said,
      catalogue,
      ({ deployments: { from, workflow } }) =>
        from === 'workflow' && workflow !== undefined && matchesGlob(workflow, pipeline),
    );
    const state = service === undefined ? {} : runAsDeployment(said, service);
    return attemptState(`run/${id}`, state, [], catalogue);
  });
}

const runAsDeployment = (said: Attributes, service: CatalogueService): Attributes => ({
  ...PRODUCTION,
  service: service.name,
  source: said['source'],
  repo: said['repo'],
  group: said['run'],
  status: said['status'],
  startedAt: said['startedAt'],
  finishedAt: said['finishedAt'],
  sha: said['sha'],
  version: said['branch'],
  url: said['url'],
});

function serviceWith(
  said: Attributes,
  catalogue: Catalogue,
  deploysSo: (service: CatalogueService) => boolean,
): CatalogueService | undefined {
  return servicesOfRepository(catalogue, text(said, 'source'), text(said, 'repo')).find(deploysSo);
}
