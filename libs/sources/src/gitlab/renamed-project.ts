import { ignored, says, type Understood } from '../json-hook.js';
import { renamedEvent } from '../renamed.js';
import type { ProjectHook } from './project.js';

/** Says which server a system hook is of; its body names none. */
const INSTANCE = 'x-gitlab-instance';

/** https://docs.gitlab.com/administration/system_hooks/: `project_rename` and `project_transfer`. */
export function renamedProject({ body, reading, project, headers }: ProjectHook): Understood {
  const before = reading.requiredText(body, 'old_path_with_namespace');
  const at = reading.requiredMoment(body, 'updated_at');
  if (headers[INSTANCE] === undefined)
    return ignored('names no server: old versions of GitLab do not send X-Gitlab-Instance');
  if (before === project.repo) return ignored('the path of the project is as it was');
  const occasion = reading.text(body, 'event_name') === 'project_transfer' ? 'transferred' : 'renamed';
  return says(renamedEvent(project, { occasion, before, at }));
}
