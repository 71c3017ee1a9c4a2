import type { BodyReading, Place } from '../body-reading.js';
import { ignored, says, type Understood } from '../json-hook.js';
import { renamedEvent } from '../renamed.js';
import { repositoryOf } from './repository.js';

/** https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html#Eventpayload-Modified */
export function modified(body: Place, reading: BodyReading): Understood {
  const { repo: before } = repositoryOf(reading.requiredObject(body, 'old'), reading);
  const repository = repositoryOf(reading.requiredObject(body, 'new'), reading);
  const at = reading.requiredMoment(body, 'date');
  if (before === repository.repo) return ignored('only the name of a repository is of interest');
  return says(renamedEvent(repository, { occasion: 'renamed', before, at }));
}
