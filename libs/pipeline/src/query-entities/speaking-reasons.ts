import { defaultOptions, knownRows, Parameters, rowExpressions } from '@leadline/metrics';
import type { Statement } from '@leadline/ports';
import type { DeploymentKey } from './types.js';

/** Why a deployment may have failed, and which of it speaks under the default options: `held_reasons`, `speaking`. */
export function speakingReasonsStatement(key: DeploymentKey, asOf: number): Statement {
  const bind = new Parameters();
  const window = { from: 0, to: 0, timeZone: 'UTC' };
  const rows = knownRows({
    named: rowExpressions({ ids: [], window, by: [], scope: {}, asOf, options: defaultOptions }, bind),
    conditions: [
      `service = ${bind.bind('String', key.service)}`,
      `environment = ${bind.bind('String', key.environment)}`,
      `deployment = ${bind.bind('String', key.deployment)}`,
      `occurrence = ${bind.bind('Int64', key.occurrence)}`,
    ],
    looksAhead: false,
    usedBy: 'held_reasons speaking_reasons',
  });
  const sql = `
SELECT held_reasons, arrayMap(r -> (toString(r.authority), r.by), speaking_reasons) AS speaking
FROM ${rows}
LIMIT 1`;
  return { sql, params: bind.values };
}
