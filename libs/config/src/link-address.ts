import { linkPlaces, unknownPlaces } from '@leadline/events';
import { didYouMean } from './did-you-mean.js';

/** Why an address of `services.<name>.links` leads nowhere, or undefined. */
export function linkProblem(address: string): string | undefined {
  if (!/^https?:\/\/[^\s/{}]/i.test(address)) return 'expected an address that begins with https:// or http://';
  const [unknown] = unknownPlaces(address);
  if (unknown === undefined) return undefined;
  const known = linkPlaces.map((place) => `{${place}}`).join(', ');
  return `nothing fills in "{${unknown}}"${didYouMean(unknown, linkPlaces) || `; there are ${known}`}`;
}
