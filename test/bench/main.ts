/**
 * `npm run bench`: measures what Leadline promises of its speed, one bench after the other, each in a Node that is started
 * as servers are, and prints every figure beside its goal. Progress goes to standard error, the table to standard output.
 *
 *   npm run bench -- [--quick] [--json] [--events N] [bench…]
 *
 * A goal that is not met is printed as such and fails nothing: how fast a machine is, is no property of the code. Exit
 * code 1 means that a bench could not run, 2 that it was called wrongly.
 */
import { parseArgs } from 'node:util';
import type { Measured, Size } from './bench.js';
import { benches } from './benches.js';
import { answerOf } from './child.js';
import { thisMachine } from './machine.js';
import { loadWarning, type Outcome, reportJson, reportText } from './report.js';
import { serverFlags } from './server-flags.js';

const usage = [
  'Usage: npm run bench -- [--quick] [--json] [--events N] [bench…]',
  '',
  ...benches.map(({ name, about }) => `  ${name.padEnd(22)}${about}`),
].join('\n');

async function run({ names, size, events, json }: Asked): Promise<number> {
  const machine = thisMachine();
  if (machine.isLoaded) console.error(loadWarning(machine));
  const outcomes: Outcome[] = [];
  for (const name of names) outcomes.push(await outcomeOf(name, size, events));
  const report = { size, machine, benches: outcomes };
  console.log(json ? reportJson(report) : reportText(report));
  return outcomes.every(({ outcome }) => outcome === 'measured') ? 0 : 1;
}

async function outcomeOf(bench: string, size: Size, events: number | undefined): Promise<Outcome> {
  console.error(bench);
  const startedAt = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedAt) / 1000);
  try {
    const module = new URL('bench-process.ts', import.meta.url);
    const measured = await answerOf<Measured>({
      module,
      args: [bench, size, ...(events === undefined ? [] : [String(events)])],
      nodeOptions: serverFlags,
    });
    return { bench, seconds: seconds(), outcome: 'measured', ...measured };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`  could not run: ${message}`);
    return { bench, seconds: seconds(), outcome: 'could_not_run', error: message };
  }
}

interface Asked {
  readonly names: readonly string[];
  readonly size: Size;
  /** Of benches that can take any number; undefined: what their size says. */
  readonly events: number | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

function asked(): Asked {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    options: { quick: flag, json: flag, events: { type: 'string' }, help: { ...flag, short: 'h' } },
    allowPositionals: true,
  });
  const unknown = positionals.find((each) => !benches.some(({ name }) => name === each));
  if (unknown !== undefined) throw new Error(`There is no bench "${unknown}"`);
  const events = values.events === undefined ? undefined : Number(values.events);
  if (events !== undefined && !(Number.isSafeInteger(events) && events > 0)) {
    throw new Error(`--events takes a whole number above 0, not "${values.events}"`);
  }
  const names = benches
    .map(({ name }) => name)
    .filter((name) => positionals.length === 0 || positionals.includes(name));
  return { names, size: values.quick ? 'quick' : 'full', events, json: values.json, help: values.help };
}

try {
  const wanted = asked();
  if (wanted.help) console.log(usage);
  else process.exitCode = await run(wanted);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}
