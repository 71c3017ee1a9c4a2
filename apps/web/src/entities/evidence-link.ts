import type { useHref } from '../address/navigation.js';
import type { ExplainedRowFragment } from '../generated/graphql.js';

/** To the page of what a number was made from; null: it has none. */
export function entryHref(
  { kind, id, deploymentId }: Pick<ExplainedRowFragment, 'kind' | 'id' | 'deploymentId'>,
  href: ReturnType<typeof useHref>,
): string | null {
  if (deploymentId !== null) return href('deployment', deploymentId);
  return kind === 'INCIDENT' ? href('incident', id) : null;
}
