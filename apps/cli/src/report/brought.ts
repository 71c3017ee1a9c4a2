import { artifactNames } from '@leadline/events';
import type { Invocation } from '../command.js';
import { Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { oneLine } from '../terminal/printable.js';
import type { Subject } from './checkout.js';

/** What a deployment brought, as the options and the checkout tell. */
export interface Brought {
  readonly sha: string | undefined;
  readonly repo: string | undefined;
  readonly configVersion: string | undefined;
  readonly artifacts: string[] | undefined;
  readonly components: { repository: string; sha: string }[] | undefined;
}

/** @param sha Commit of the checkout that is deployed. */
export function broughtBy({ options }: Invocation, { repository }: Subject, sha: string): Brought {
  const artifacts = options.texts('artifact').map(artifactIn);
  const components = options.texts('component').map(componentIn);
  const said = {
    artifacts: artifacts.length === 0 ? undefined : artifacts,
    components: components.length === 0 ? undefined : components,
  };
  if (!options.isSet('configuration')) return { sha, repo: repository, configVersion: undefined, ...said };
  if (artifacts.length === 0) {
    throw new Failure('usage', '--configuration needs --artifact: which image does the configuration name?');
  }
  for (const [name, why] of [
    ['service', 'which service was configured? Name it with --service'],
    ['previous', '--previous lists commits of the application; this checkout holds configuration'],
  ] as const) {
    if ((optionalText(options, name) === undefined) === (name === 'service')) throw new Failure('usage', why);
  }
  return { sha: undefined, repo: undefined, configVersion: sha, ...said };
}

function artifactIn(text: string): string {
  if (artifactNames(text).length > 0) return text;
  throw new Failure('usage', `--artifact: "${oneLine(text)}" names nothing exact`, [
    'An image with its tag or digest (ghcr.io/acme/shop:1.4.0), a digest (sha256:…), or a package URL with a version (pkg:npm/shop@1.4.0).',
  ]);
}

function componentIn(text: string): { repository: string; sha: string } {
  const [, repository, sha] = /^([^\s=]+\/[^\s=/]+)=([0-9a-f]{40}(?:[0-9a-f]{24})?)$/i.exec(text) ?? [];
  if (repository !== undefined && sha !== undefined) return { repository, sha: sha.toLowerCase() };
  throw new Failure('usage', `--component: "${oneLine(text)}" is not <owner/name>=<sha>`, [
    'The whole SHA, 40 digits: --component acme/shop-api=3f2c1ab…',
  ]);
}
