import { defaultOptions, knownRows, type MetricQuery, Parameters, rowExpressions } from '@leadline/metrics';
import type { Statement } from '@leadline/ports';
import { isOneOfKeys } from './deployment-keys.js';
import type { DeploymentKey } from './types.js';

/** Why deployments may have failed, and which of it speaks under the default options: `held_reasons`, `speaking`. */
export function speakingReasonsStatement(keys: readonly DeploymentKey[], asOf: number): Statement {
  const bind = new Parameters();
  const question: MetricQuery = {
    ids: [],
    window: { from: 0, to: 0, timeZone: 'UTC' },
    by: [],
    scope: {},
    asOf,
    options: defaultOptions,
  };
  const rows = knownRows({
    named: rowExpressions(question, bind),
    conditions: [isOneOfKeys(keys, bind)],
    looksAhead: false,
    usedBy: 'held_reasons speaking_reasons',
  });
  const sql = `
SELECT service, environment, deployment, occurrence, held_reasons,
  arrayMap(r -> (toString(r.authority), r.by), speaking_reasons) AS speaking
FROM ${rows}
LIMIT ${bind.bind('Int64', keys.length)}`;
  return { sql, params: bind.values };
}
