import type { Catalogue, CatalogueService } from '@leadline/events';
import { type Attributes, text, truth } from './attributes.js';
import { attemptState, type AttemptState } from './deployment.js';
import { matchesGlob } from './glob.js';
import { servicesOfPipeline, servicesOfRepository } from './names.js';
import { attributesIn, foldPatches, type Patch } from './patches.js';
import type { Timeline } from './timeline.js';

/** Environment of deployments that a release, a tag or a workflow stands for. */
const PRODUCTION = { environment: 'production', envTier: 'production' };

/**
 * A release or created tag is a production deployment where the catalogue says that a service deploys so. What a forge
 * says of the tag and of the release published on it are two voices of one entity: a release has the commit of its tag
 * where it names none itself (GitHub's `target_commitish` is mostly a branch), and lives on when the tag is deleted.
 */
export function deploymentFromRelease(
  id: string,
  patches: readonly Patch[],
  catalogue: Catalogue,
): Timeline<AttemptState> {
  return foldPatches(patches, (_, applied) => {
    const [release, tag] = [voiceOf('release', applied), voiceOf('tag', applied)];
    for (const [form, said] of [
      ['releases', release],
      ['tags', tag],
    ] as const) {
      if (said['form'] === undefined) continue;
      const service = serviceWith(said, catalogue, ({ deployments }) => {
        const tagFits = deployments.tags === undefined || matchesGlob(deployments.tags, text(said, 'tag') ?? '');
        return deployments.from === form && tagFits;
      });
      if (service === undefined || truth(said, 'draft') || truth(said, 'deleted')) continue;
      const sha = text(said, 'sha') ?? text(tag, 'sha');
      return attemptState(`release/${id}`, { ...releaseAsDeployment(said, service), sha }, [], catalogue);
    }
    return attemptState(`release/${id}`, {}, [], catalogue);
  });
}

/** What was said of the release, or of the tag; people's corrections are of both. */
const voiceOf = (form: 'release' | 'tag', applied: readonly Patch[]): Attributes =>
  attributesIn(applied.filter(({ kind, data }) => kind === 'correction' || data['form'] === form));

const releaseAsDeployment = (said: Attributes, service: CatalogueService): Attributes => ({
  ...PRODUCTION,
  service: service.name,
  source: said['source'],
  repo: said['repo'],
  status: 'succeeded',
  startedAt: said['publishedAt'],
  finishedAt: said['publishedAt'],
  version: said['tag'],
  actor: said['actor'],
  url: said['url'],
});

/** A pipeline run is a production deployment where it says so itself, or a service's workflow glob matches it. */
export function deploymentFromRun(id: string, patches: readonly Patch[], catalogue: Catalogue): Timeline<AttemptState> {
  return foldPatches(patches, (said) => {
    const service = serviceDeployedBy(said, catalogue);
    const state = service === undefined ? {} : runAsDeployment(said, service);
    return attemptState(`run/${id}`, state, [], catalogue);
  });
}

/** The service whose workflow glob matches a pipeline. */
export function serviceDeployedBy(said: Attributes, catalogue: Catalogue): CatalogueService | undefined {
  const pipeline = text(said, 'pipeline') ?? '';
  return serviceWith(
    said,
    catalogue,
    ({ deployments: { from, workflow } }) =>
      from === 'workflow' && workflow !== undefined && matchesGlob(workflow, pipeline),
  );
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
  ref: said['branch'],
  actor: said['actor'],
  url: said['url'],
});

function serviceWith(
  said: Attributes,
  catalogue: Catalogue,
  deploysSo: (service: CatalogueService) => boolean,
): CatalogueService | undefined {
  const source = text(said, 'source');
  const ofRepository = servicesOfRepository(catalogue, {
    source,
    repository: text(said, 'repo'),
    repositoryId: text(said, 'repositoryId'),
  });
  return [...ofRepository, ...servicesOfPipeline(catalogue, source, text(said, 'pipeline'))].find(deploysSo);
}
