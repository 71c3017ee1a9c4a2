import { eventOf } from '@leadline/events';
import { says, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { type ResourceHook, SOURCE } from './resource.js';

/**
 * https://learn.microsoft.com/azure/devops/service-hooks/events#workitem.created. An update has what changed in `fields`
 * and the whole item in `revision`. Its tags are its labels.
 */
export function workItem({ event, reading, resource, within, createdAt }: ResourceHook): Understood {
  const revision = reading.object(resource, 'revision');
  const fields = reading.requiredObject(revision ?? resource, 'fields');
  const number = reading.requiredInteger(resource, resource.fields['workItemId'] === undefined ? 'id' : 'workItemId');
  const openedAt = reading.requiredMoment(fields, 'System.CreatedDate');
  const updatedAt = reading.moment(fields, 'System.ChangedDate') ?? createdAt ?? openedAt;
  const closedAt =
    reading.moment(fields, 'Microsoft.VSTS.Common.ClosedDate') ??
    reading.moment(fields, 'Microsoft.VSTS.Common.ResolvedDate');
  const tags = (reading.text(fields, 'System.Tags') ?? '').split(';').map((tag) => tag.trim());
  const project = reading.text(fields, 'System.TeamProject');
  const deleted = event === 'workitem.deleted';
  return says(
    eventOf(
      'issue',
      {
        id: `${SOURCE}:${event}:${within(String(number))}:${updatedAt}`,
        source: `${SOURCE}:${project ?? number}`,
        time: updatedAt,
      },
      {
        id: `${SOURCE}/${within(String(number))}`,
        number,
        source: SOURCE,
        repo: project,
        title: reading.text(fields, 'System.Title') ?? '',
        type: reading.text(fields, 'System.WorkItemType')?.toLowerCase(),
        severity: reading.text(fields, 'Microsoft.VSTS.Common.Severity'),
        labels: tags.filter((tag) => tag !== ''),
        openedAt,
        closedAt: closedAt ?? null,
        deleted,
        occurredAt: updatedAt,
        revision: revisionOf(updatedAt, deleted ? 9 : closedAt === undefined ? 1 : 7),
      },
    ),
  );
}
