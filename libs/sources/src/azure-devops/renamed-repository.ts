import { ignored, says, type Understood } from '../json-hook.js';
import { renamedEvent } from '../renamed.js';
import { repositoryOf, type ResourceHook } from './resource.js';

/** https://learn.microsoft.com/azure/devops/service-hooks/events#git.repo.renamed */
export function renamedRepository({ reading, resource, createdAt }: ResourceHook): Understood {
  const { repo, ...same } = repositoryOf(reading.requiredObject(resource, 'repository'), reading);
  const inProject = repo.slice(0, repo.lastIndexOf('/') + 1);
  const [old, now] = [reading.requiredText(resource, 'oldName'), reading.requiredText(resource, 'newName')];
  if (old === now) return ignored('the repository is called as it was');
  const at = reading.moment(resource, 'utcTimestamp') ?? createdAt;
  const repository = { ...same, repo: `${inProject}${now}` };
  return says(renamedEvent(repository, { occasion: 'renamed', before: `${inProject}${old}`, at }));
}
