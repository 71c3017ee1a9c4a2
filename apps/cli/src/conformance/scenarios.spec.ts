import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { listRollouts, queryAlerts } from '@leadline/pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { unmet } from './ask.js';
import { inBegunDays } from './begun-days.js';
import { readCases, type ScenarioCase } from './case-file.js';
import { caseEvent, deriveWorld } from './case-world.js';

/** Four stories of deployments, written by others: events, and what the numbers must be at several instants. */
const file = new URL('../../../../../shared/vectors/scenarios.json', import.meta.url);

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-scenarios-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'scenarios');
  await warehouse.migrate();
});

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

const stories = existsSync(file) ? (await readCases(file.pathname)).map((one) => scenarioIn(one)) : [];

function scenarioIn(one: Awaited<ReturnType<typeof readCases>>[number]): ScenarioCase {
  if (one.form !== 'scenario') throw new Error(`${one.case.id} is no scenario`);
  return one.case;
}

it('are there', (context) => {
  if (!existsSync(file)) context.skip(`no story was run: there is no ${file.pathname}`);
  expect(stories.map(({ id }) => id)).toEqual(['sc-1', 'sc-2', 'sc-3', 'sc-4']);
});

describe.each(stories)('$id, $title', ({ id, input, checkpoints }) => {
  beforeAll(async () => {
    await warehouse.empty();
    await deriveWorld(input.events.map(caseEvent), warehouse.facts);
  }, 60_000);

  describe.each(checkpoints)('as of $asOf', ({ asOf, metrics, alerts }) => {
    it.for(metrics.map((asked) => ({ metric: asked.query.metric ?? '', asked })))(
      '$metric',
      { timeout: 60_000 },
      async ({ metric, asked }) => {
        const { query, expected, tolerance } = asked;
        const headlines = handChecked.parse(asked['handChecked']);
        expect(await unmet({ metric, query, expected, tolerance, headlines, told: inBegunDays }, warehouse)).toEqual(
          [],
        );
      },
    );

    it('shows what is being rolled out, and how far', async () => {
      const active = await listRollouts(warehouse.analytics, { active: true, asOf: Date.parse(asOf) });
      expect(active.map(({ deployment, weight }) => [deployment.reportedId, weight])).toEqual(
        rolledOut[`${id} ${asOf}`] ?? [],
      );
    });

    it('raises and resolves the alerts of the story, and no others', async () => {
      const raised = await queryAlerts(warehouse.analytics, { scope: {}, asOf: Date.parse(asOf) });
      expect(raised.map(({ rule, key, state, severity }) => ({ rule, key, state, severity }))).toEqual(alerts);
    });
  });
});

/** Paths of the values that were worked by hand begin with the field. */
const handChecked = z.array(z.string().transform((path) => path.split('|', 1)[0] ?? '')).default([]);

/** What the stories tell of rollouts under way, with their share of the traffic; nothing: none is under way. */
const rolledOut: Readonly<Record<string, readonly (readonly [deployment: string, weight: number])[]>> = {
  'sc-1 2026-03-02T09:25:00Z': [['d1', 1]],
  'sc-1 2026-03-02T09:45:00Z': [['d1', 50]],
  'sc-1 2026-03-02T11:30:10Z': [['d2', 10]],
  'sc-2 2026-03-03T09:30:00Z': [['f1', 5]],
  'sc-4 2026-03-05T09:40:00Z': [['k1', 50]],
};
