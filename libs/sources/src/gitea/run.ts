import type { BodyReading, Place } from '../body-reading.js';
import { runEvent, type RunStatus } from '../ci-run.js';
import { fullShaOf } from '../git-names.js';
import { says, type Understood } from '../json-hook.js';
import { namesOf } from '../repository.js';
import { type ForgeHook, personOf, SOURCE } from './repository.js';

/** A run of Gitea Actions (`workflow_run`), or of Forgejo Actions (`action_run_success` and so on). */
export function workflowRun({ body, reading, repository }: ForgeHook): Understood {
  const place = reading.object(body, 'workflow_run') ?? reading.requiredObject(body, 'run');
  const state = reading.requiredText(place, 'status');
  const conclusion = reading.text(place, 'conclusion');
  const file = reading.text(place, 'path') ?? reading.text(place, 'workflow_id');
  return says(
    runEvent({
      source: SOURCE,
      key: repository.on(reading.requiredId(place, 'id')),
      attempt: reading.integer(place, 'run_attempt'),
      pipeline: file === undefined ? reading.text(place, 'name') : fileName(file),
      ...namesOf(repository),
      sha: fullShaOf(reading.text(place, 'head_sha') ?? reading.text(place, 'commit_sha')),
      branch: reading.text(place, 'head_branch') ?? reading.text(place, 'prettyref'),
      state: conclusion ?? state,
      status: outcomeOf(state === 'completed' ? (conclusion ?? state) : state),
      startedAt: reading.moment(place, 'started_at') ?? reading.moment(place, 'started'),
      finishedAt: reading.moment(place, 'completed_at') ?? reading.moment(place, 'stopped'),
      actor: personOf(reading, startedBy(reading, place)),
      url: reading.link(place, 'html_url'),
    }),
  );
}

/** Gitea names who began the attempt, Forgejo whose push or click did (`trigger_user`). */
const startedBy = (reading: BodyReading, place: Place): Place | null =>
  reading.object(place, 'triggering_actor') ?? reading.object(place, 'actor') ?? reading.object(place, 'trigger_user');

/** ".gitea/workflows/deploy.yml@refs/heads/main" → "deploy.yml". */
function fileName(path: string): string {
  const [file = path] = path.split('@');
  return file.slice(file.lastIndexOf('/') + 1);
}

function outcomeOf(word: string): RunStatus {
  switch (word) {
    case 'success':
    case 'neutral':
      return 'succeeded';
    case 'failure':
    case 'timed_out':
      return 'failed';
    case 'cancelled':
    case 'skipped':
    case 'completed':
      return 'cancelled';
    default:
      return 'in_progress';
  }
}
