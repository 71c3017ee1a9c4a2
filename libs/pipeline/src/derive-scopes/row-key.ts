import type { DeploymentRow } from '@leadline/tables';

type RowIdentity = Pick<DeploymentRow, 'service' | 'environment' | 'deployment' | 'occurrence'>;

const keys = new WeakMap<RowIdentity, string>();

/** The row's key as {@link Occurrence} writes it. */
export function rowKey(row: RowIdentity): string {
  const known = keys.get(row);
  if (known !== undefined) return known;
  const key = JSON.stringify([row.environment, row.deployment, row.occurrence, row.service]);
  keys.set(row, key);
  return key;
}
