/** What an address in `services.<name>.links` may be filled in with, each in braces: {version}. */
export const linkPlaces = ['service', 'environment', 'deployment', 'version', 'sha'] as const;
export type LinkPlace = (typeof linkPlaces)[number];

/** Somewhere else to look: a runbook, the logs of a version. */
export interface NamedLink {
  readonly name: string;
  readonly url: string;
}

const PLACE = /\{([^{}]*)\}/g;

/** Names in braces that are no place, as they are written. */
export const unknownPlaces = (address: string): string[] =>
  [...address.matchAll(PLACE)].flatMap(([, name = '']) => (linkPlaces.some((place) => place === name) ? [] : [name]));

/**
 * The links of a service for one deployment of it, or for the service alone. What is filled in is encoded, so that a
 * sender's text cannot lead elsewhere. A link of which a place is not known is left out: it would lead to anything.
 */
export function filledLinks(
  links: Readonly<Record<string, string>> | undefined,
  known: Readonly<Partial<Record<LinkPlace, string | null>>>,
): NamedLink[] {
  return Object.entries(links ?? {}).flatMap(([name, address]) => {
    const places = linkPlaces.filter((place) => address.includes(`{${place}}`));
    if (places.some((place) => !known[place])) return [];
    return [{ name, url: places.reduce((url, place) => fill(url, place, known[place] ?? ''), address) }];
  });
}

const fill = (url: string, place: LinkPlace, value: string): string =>
  url.replaceAll(`{${place}}`, () => encodeURIComponent(value));
