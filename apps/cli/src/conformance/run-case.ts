import type { Warehouse } from '@leadline/adapters';
import { differences, statisticsFunctions } from '@leadline/statistics';
import { unmetAlerts } from './alerts.js';
import { unmet } from './ask.js';
import { inBegunDays } from './begun-days.js';
import type { Case, FunctionCase, MetricCase, ScenarioCase } from './case-file.js';
import { caseEvent } from './case-world.js';
import { inAnyOrder } from './orders.js';

/** Where a case's answer differs from the expected one, one line each; none: it passed. */
export async function runCase(one: Case, warehouse: Warehouse): Promise<readonly string[]> {
  switch (one.form) {
    case 'metric':
      return runMetricCase(one.case, one.headlines, warehouse);
    case 'scenario':
      return runScenario(one.case, warehouse);
    case 'function':
      return runFunctionCase(one.case);
    case 'unreadable':
      return [one.problem];
  }
}

function runMetricCase(
  metricCase: MetricCase,
  headlines: readonly string[],
  warehouse: Warehouse,
): Promise<readonly string[]> {
  const isGrouped = metricCase.query.by !== undefined;
  const expectation = { ...metricCase, headlines: isGrouped ? ['groups', 'all'] : headlines };
  return inAnyOrder(metricCase.input.events.map(caseEvent), warehouse, () => unmet(expectation, warehouse));
}

/** Every number and alert of every checkpoint, each asked as of its instant. What people must be shown then is prose. */
function runScenario({ input, checkpoints }: ScenarioCase, warehouse: Warehouse): Promise<readonly string[]> {
  return inAnyOrder(input.events.map(caseEvent), warehouse, async () => {
    const problems: string[] = [];
    for (const { asOf, metrics, alerts } of checkpoints) {
      for (const { query, expected, tolerance } of metrics) {
        const metric = query.metric ?? '';
        const expectation = { metric, query, expected, tolerance, headlines: [], told: inBegunDays };
        const found = await unmet(expectation, warehouse).catch(problemOf);
        problems.push(...found.map((problem) => `${asOf} ${metric}: ${problem}`));
      }
      if (alerts !== undefined) problems.push(...(await unmetAlerts(alerts, asOf, warehouse).catch(problemOf)));
    }
    return problems;
  });
}

function runFunctionCase({ function: name, input, expected, tolerance }: FunctionCase): readonly string[] {
  const called = statisticsFunctions[name];
  if (!called) return [`there is no function ${name}`];
  // The arguments of special functions stand beside their expected values.
  const given = name === 'specialFunctions' ? { ...input, points: expected } : input;
  return differences(called(given), expected, tolerance);
}

/** What went wrong, as the one problem of a case. */
export const problemOf = (error: unknown): string[] => [error instanceof Error ? error.message : String(error)];
