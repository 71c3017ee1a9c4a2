import type { Warehouse } from '@leadline/adapters';
import { queryAlerts } from '@leadline/pipeline';

/** An alert that there must be. */
export interface ExpectedAlert {
  readonly rule: string;
  readonly key: string;
  readonly state: string;
  readonly severity?: string | undefined;
}

/** Where the alerts at an instant differ from those expected, one line each; where a list is given, it is all there is. */
export async function unmetAlerts(
  expected: readonly ExpectedAlert[],
  asOf: string,
  warehouse: Warehouse,
): Promise<string[]> {
  const alerts = await queryAlerts(warehouse.analytics, { scope: {}, asOf: Date.parse(asOf) });
  const named = (alert: Pick<ExpectedAlert, 'rule' | 'key'>): string => `${alert.rule} of ${alert.key}`;
  const missed = expected.flatMap((wanted) => {
    const found = alerts.filter((alert) => named(alert) === named(wanted));
    const states = found.map(({ state, severity }) =>
      wanted.severity === undefined ? state : `${state} (${severity})`,
    );
    const state = wanted.severity === undefined ? wanted.state : `${wanted.state} (${wanted.severity})`;
    return states.includes(state)
      ? []
      : [`${asOf} alert ${named(wanted)}: expected ${state}, got ${states.join(', ') || 'none'}`];
  });
  const wanted = new Set(expected.map(named));
  const others = alerts.filter((alert) => !wanted.has(named(alert)));
  return [...missed, ...others.map((alert) => `${asOf} alert ${named(alert)}: expected none, got ${alert.state}`)];
}
