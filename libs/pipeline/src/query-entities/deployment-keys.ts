import type { Parameters } from '@leadline/metrics';
import type { DeploymentKey } from './types.js';

/** Condition on a row of `deployments`: it is one of these. */
export function isOneOfKeys(keys: readonly DeploymentKey[], bind: Parameters): string {
  if (keys.length === 0) return 'false';
  const strings = (column: 'service' | 'environment' | 'deployment'): string =>
    bind.bind(
      'Array(String)',
      keys.map((key) => key[column]),
    );
  const occurrences = bind.bind(
    'Array(Int64)',
    keys.map(({ occurrence }) => occurrence),
  );
  return `service IN ${strings('service')} AND (service, environment, deployment, occurrence) IN (
    SELECT key.1, key.2, key.3, key.4
    FROM (SELECT arrayJoin(arrayZip(${strings('service')}, ${strings('environment')}, ${strings('deployment')}, ${occurrences})) AS key))`;
}

/** The same deployment, the same text. */
export const keyText = ({ service, environment, deployment, occurrence }: DeploymentKey): string =>
  JSON.stringify([service, environment, deployment, occurrence]);

/**
 * Entities whose reports may carry an attempt's id: fold names attempts of releases and runs after them. Reports are
 * found by entity without reading all of them.
 */
export function reportEntitiesOf(attempts: readonly string[]): string[] {
  return attempts.flatMap((id) => {
    const other = /^(release|run)\/(.*)$/s.exec(id);
    return [`deployment:${id}`, ...(other ? [`${other[1]}:${other[2]}`] : [])];
  });
}
