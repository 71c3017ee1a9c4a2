import { ignored, says, type Understood } from '../json-hook.js';
import { renamedEvent } from '../renamed.js';
import type { RepositoryHook } from './repository.js';

/** https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Updated */
export function updated({ body, reading, repository }: RepositoryHook): Understood {
  const changes = reading.requiredObject(body, 'changes');
  const name = reading.object(changes, 'full_name');
  const before = reading.text(name, 'old');
  if (before === undefined || before === repository.repo)
    return ignored('only the name of a repository is of interest');
  const at = reading.moment(reading.object(body, 'repository'), 'updated_on');
  return says(renamedEvent(repository, { occasion: 'renamed', before, at }));
}
