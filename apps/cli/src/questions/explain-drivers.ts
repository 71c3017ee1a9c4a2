import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { duration, grouped } from '../terminal/quantities.js';
import { table } from '../terminal/table.js';
import { inWords } from '../terminal/words.js';
import { askedOf, type Driven, windowOf } from './asked.js';

const driversAnswer = z.object({
  drivers: z.object({
    before: z.number().nullable(),
    after: z.number().nullable(),
    nBefore: z.number(),
    nAfter: z.number(),
    delta: z.number().nullable(),
    driver: z.string().nullable(),
    isMixAgainstWithin: z.boolean(),
    components: z.array(z.object({ component: z.string(), value: z.number(), arithmetic: z.string() })),
    services: z.array(
      z.object({
        service: z.string(),
        nBefore: z.number(),
        nAfter: z.number(),
        shareBefore: z.number(),
        shareAfter: z.number(),
        mix: z.number(),
      }),
    ),
  }),
});
type Drivers = z.infer<typeof driversAnswer>['drivers'];

/** `leadline explain …-drivers`: what a change of a metric comes from, against the window of the same length before. */
export async function explainDrivers(invocation: Invocation, of: Driven): Promise<ExitCode> {
  const window = windowOf(invocation);
  const length = Date.parse(window.to) - Date.parse(window.from);
  const compareTo = { ...window, from: new Date(Date.parse(window.from) - length).toISOString(), to: window.from };
  const server = await invocation.server();
  const { drivers } = readAnswer(
    driversAnswer,
    await server.graphql(documents.drivers, { of, window, compareTo, ...askedOf(invocation) }),
  );
  const { output } = invocation;
  output.data({ of, window, compareTo, drivers }, () =>
    [
      output.style('bold', titles[of]),
      `${window.from} to ${window.to}, against ${compareTo.from} to ${compareTo.to}`,
      '',
      driversText(drivers, of),
    ].join('\n'),
  );
  return exitCodes.ok;
}

const titles: Readonly<Record<Driven, string>> = {
  CHANGE_LEAD_TIME: 'What drove change lead time (mean, by its phases)',
  CHANGE_FAIL_RATE: 'What drove change fail rate',
};

function driversText(
  { before, after, nBefore, nAfter, delta, driver, isMixAgainstWithin, components, services }: Drivers,
  of: Driven,
): string {
  const shown = (value: number): string =>
    of === 'CHANGE_LEAD_TIME'
      ? `${value < 0 ? '−' : ''}${duration(Math.abs(value))}`
      : `${(100 * value).toFixed(1)} points`;
  if (delta === null || before === null || after === null) {
    return `Nothing to compare: n = ${grouped(nBefore)} before, ${grouped(nAfter)} after.`;
  }
  return [
    `${shown(before)} (n = ${grouped(nBefore)}) to ${shown(after)} (n = ${grouped(nAfter)}): ${shown(delta)}`,
    driver === null ? 'No single one of these dominates.' : `Driven by ${inWords(driver)}.`,
    ...(isMixAgainstWithin ? ['Within services it went the other way: their shares of the samples changed.'] : []),
    '',
    table(
      ['COMPONENT', 'ADDS'],
      components.map(({ component, value }) => [inWords(component), shown(value)]),
    ),
    '',
    table(
      ['SERVICE', 'N BEFORE', 'N AFTER', 'SHARE BEFORE', 'SHARE AFTER'],
      services.map((one) => [
        one.service,
        String(one.nBefore),
        String(one.nAfter),
        percent(one.shareBefore),
        percent(one.shareAfter),
      ]),
    ),
    '',
    ...components
      .filter(({ value }) => value !== 0)
      .map(({ component, arithmetic }) => `${inWords(component)}: ${arithmetic}`),
  ].join('\n');
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
