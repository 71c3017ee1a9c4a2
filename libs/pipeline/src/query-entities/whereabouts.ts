import type { Analytics } from '@leadline/ports';
import { type FoundPlaces, placesIn, type SoughtChange } from './change-places.js';
import { visitsInEvidence } from './visits-in-evidence.js';
import { visitsInStays } from './visits-in-stays.js';

/**
 * Where a change is: for each environment and target of the services of its repository since when, or that it waits.
 * Read from what stands where now; where something of it became known after the asked instant, from the evidence.
 */
export async function whereaboutsOf(analytics: Analytics, sought: SoughtChange): Promise<FoundPlaces> {
  const found = await visitsInStays(analytics, sought);
  return found === null ? whereaboutsByEvidence(analytics, sought) : placesIn(found, sought);
}

/** The same from the evidence, at any instant. */
export async function whereaboutsByEvidence(analytics: Analytics, sought: SoughtChange): Promise<FoundPlaces> {
  return placesIn(await visitsInEvidence(analytics, sought), sought);
}
