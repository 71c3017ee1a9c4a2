import type { BodyReading, Place } from '../body-reading.js';

/** A cluster of one application runs few; a body of thousands is not one. */
const MOST = 100;

/**
 * The images a sync brought: those of the manifests it applied where its result lists them, else those that run. While a
 * sync is under way the ones that run are mostly the old ones.
 */
export function imagesIn(reading: BodyReading, app: Place, state: Place): string[] | undefined {
  const ofManifests = appliedIn(reading, state);
  const status = reading.object(app, 'status');
  const running = reading.texts((status && reading.object(status, 'summary')) ?? state, 'images') ?? [];
  const images = ofManifests.length > 0 ? ofManifests : running;
  return images.length === 0 ? undefined : [...new Set(images)].sort().slice(0, MOST);
}

function appliedIn(reading: BodyReading, state: Place): string[] {
  const result = reading.object(state, 'syncResult');
  const images: string[] = [];
  for (const resource of result === null ? [] : reading.objects(result, 'resources')) {
    if (resource.fields['images'] !== undefined) images.push(...(reading.texts(resource, 'images') ?? []));
  }
  return images;
}
