import type { Entity } from './backstage-entity.js';

type Annotations = Readonly<Record<string, string>>;

/** Where a component's code is. */
export interface Place {
  readonly repository: string | undefined;
  /** "services/checkout"; undefined: the whole repository. */
  readonly folder: string | undefined;
}

const slugs: readonly (readonly [annotation: string, forge: string])[] = [
  ['github.com/project-slug', 'github'],
  ['gitlab.com/project-slug', 'gitlab'],
  ['dev.azure.com/project-repo', 'azure-devops'],
];

/** By the annotations of forges, and by the location of its source. */
export function placeOf({ metadata }: Entity): Place {
  const annotations = metadata.annotations ?? {};
  const slug = slugs.flatMap(([annotation, forge]) =>
    annotations[annotation] ? `${forge}:${annotations[annotation]}` : [],
  );
  const located = placeIn(locationIn(annotations));
  return { repository: slug[0] ?? located?.repository, folder: located?.folder };
}

const locationIn = (annotations: Annotations): string => annotations['backstage.io/source-location'] ?? '';

/** A location of its source that says nothing of use: of a forge nobody knows, or of a folder beside the file. */
export function unreadLocation({ metadata }: Entity): string | undefined {
  const location = locationIn(metadata.annotations ?? {});
  return location === '' || placeIn(location) !== undefined ? undefined : location;
}

/** "url:https://github.com/acme/shop/tree/main/services/checkout/" */
function placeIn(location: string): Place | undefined {
  const address = location.replace(/^url:/, '');
  if (!URL.canParse(address)) return undefined;
  const { hostname, pathname, searchParams } = new URL(address);
  const path = decodeURIComponent(pathname).replace(/\/+$/, '');
  const azure = /^\/[^/]+\/(?<project>[^/]+)\/_git\/(?<repo>[^/]+)$/.exec(path)?.groups;
  if (hostname === 'dev.azure.com' && azure !== undefined) {
    const folder = searchParams.get('path')?.replaceAll(/^\/|\/$/g, '');
    return { repository: `azure-devops:${azure['project']}/${azure['repo']}`, folder: folder || undefined };
  }
  // Servers of one's own are found by their names, as most are called after what they run.
  const forge = (['github', 'gitlab'] as const).find((name) => hostname.split('.').includes(name));
  if (forge === undefined) return undefined;
  const [, repository = '', folder = ''] = /^\/(.+?)(?:\/-)?(?:\/(?:tree|blob)\/[^/]+(?:\/(.*))?)?$/.exec(path) ?? [];
  return repository.includes('/') ? { repository: `${forge}:${repository}`, folder: folder || undefined } : undefined;
}
