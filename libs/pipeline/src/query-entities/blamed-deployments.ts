import {
  defaultOptions,
  knownRows,
  type MetricOptions,
  type MetricQuery,
  Parameters,
  rowExpressions,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { deploymentId } from './deployment-id.js';
import { deploymentSummaries } from './deployment-summaries.js';
import type { Blame, BlamingIncident, DeploymentKey, FailureReason, FindBlamed } from './types.js';

interface BlamedRow extends DeploymentKey {
  readonly held: readonly (readonly [rule: string, by: string])[];
  readonly speaking: readonly (readonly [rule: string, by: string])[];
}

/** Which deployments incidents are laid to, by what their evidence holds; one statement for all incidents, and one for those they name. */
export const blamedDeployments: FindBlamed = (analytics, incidents, asOf) =>
  blamedUnder(analytics, incidents, { asOf, options: defaultOptions });

/** The same under other options: they decide what speaks, not what is held. */
export async function blamedUnder(
  analytics: Analytics,
  incidents: readonly BlamingIncident[],
  view: View,
): Promise<ReadonlyMap<string, readonly Blame[]>> {
  const blamed = new Map(incidents.map(({ id }) => [id, new Array<Blame>()]));
  for (const row of await rowsBlamedFor(analytics, incidents, view)) {
    const speaking = new Set(row.speaking.map((one) => JSON.stringify(one)));
    for (const [rule, by] of row.held) {
      const counts = speaking.has(JSON.stringify([rule, by]));
      blamed.get(by)?.push({ deployment: deploymentId(row), rule: rule as FailureReason['rule'], counts });
    }
  }
  return blamed;
}

interface View {
  readonly asOf: number;
  readonly options: MetricOptions;
}

async function rowsBlamedFor(
  analytics: Analytics,
  incidents: readonly BlamingIncident[],
  { asOf, options }: View,
): Promise<readonly BlamedRow[]> {
  if (incidents.length === 0) return [];
  const bind = new Parameters();
  const question: MetricQuery = {
    ids: [],
    window: { from: 0, to: 0, timeZone: 'UTC' },
    by: [],
    scope: {},
    asOf,
    options,
  };
  const named = [...new Set(incidents.flatMap(({ causedBy }) => causedBy))];
  const elsewhere = [...(await deploymentSummaries(analytics, named, asOf)).values()].map(({ service }) => service);
  const strings = (values: readonly string[]): string => bind.bind('Array(String)', [...new Set(values)]);
  const rows = knownRows({
    named: rowExpressions(question, bind),
    conditions: [
      `service IN ${strings([...incidents.map(({ service }) => service), ...elsewhere])}`,
      `arrayExists(r -> has(${strings(incidents.map(({ id }) => id))}, r.by), reasons)`,
    ],
    looksAhead: false,
    usedBy: 'held_reasons speaking_reasons',
  });
  const sql = `
SELECT service, environment, deployment, occurrence,
  arrayMap(r -> (toString(r.authority), r.by), held_reasons) AS held,
  arrayMap(r -> (toString(r.authority), r.by), speaking_reasons) AS speaking
FROM ${rows}
ORDER BY service, environment, deployment, occurrence
LIMIT 100000`;
  return analytics.query<BlamedRow>({ sql, params: bind.values });
}
