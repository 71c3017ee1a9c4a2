import type { BodyReading, Place } from '../body-reading.js';
import { renamedEvent } from '../renamed.js';
import { type Hook, ignored, says, type Understood } from './hook.js';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#repository */
export function repository({ body, reading, repository: renamed, action }: Hook): Understood {
  if (action !== 'renamed' && action !== 'transferred') return ignored('only the name of a repository is of interest');
  const { repo, id, place, defaultBranch } = renamed;
  const at = reading.instant(place, 'updated_at');
  const before = formerName(reading, reading.requiredObject(body, 'changes'), repo);
  return says(renamedEvent({ source: 'github', key: id, repo, defaultBranch }, { occasion: action, before, at }));
}

function formerName(reading: BodyReading, changes: Place, repo: string): string | undefined {
  const slash = repo.lastIndexOf('/');
  const [owner, name] = [repo.slice(0, slash), repo.slice(slash + 1)];
  const renamed = reading.object(changes, 'repository');
  const nameBefore = reading.text(renamed && reading.object(renamed, 'name'), 'from');
  if (nameBefore !== undefined) return `${owner}/${nameBefore}`;
  const moved = reading.object(changes, 'owner');
  const from = moved && reading.object(moved, 'from');
  const ownerBefore = ['user', 'organization'].flatMap(
    (kind) => reading.text(from && reading.object(from, kind), 'login') ?? [],
  )[0];
  return ownerBefore === undefined ? undefined : `${ownerBefore}/${name}`;
}
