import { eventOf } from '@leadline/events';
import type { Invocation } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText, requiredText } from '../option-values.js';
import { parsePointInTime } from '../point-in-time.js';
import { oneLine } from '../terminal/printable.js';
import { defined } from './defined.js';
import { sendReport } from './send-report.js';

/** `leadline report flag <flag> --exposure <percent>`: a feature flag now reaches more or fewer users. */
export async function reportFlag(invocation: Invocation): Promise<ExitCode> {
  const { args, options, io } = invocation;
  const flag = args[0]?.trim() ?? '';
  if (flag === '') throw new Failure('usage', 'which flag? Name its key');
  const environment = requiredText(options, 'environment', 'production');
  const exposure = exposureOf(requiredText(options, 'exposure'));
  const typedAt = optionalText(options, 'at');
  const at = new Date(typedAt === undefined ? io.now() : parsePointInTime(typedAt, '--at', io.now())).toISOString();
  const id = optionalText(options, 'id') ?? `cli/${flag}/${environment}/${at}`;
  const services = [...options.texts('service')];
  const revision = io.now() * 10;
  const event = eventOf(
    'flag_change',
    { id: `cli:flag_change:${id}:${revision}`, source: 'cli', time: at },
    defined({
      revision,
      occurredAt: new Date(io.now()).toISOString(),
      id,
      flag,
      environment,
      envTier: optionalText(options, 'tier') ?? (environment === 'production' ? 'production' : undefined),
      at,
      exposure,
      services: services.length === 0 ? undefined : services,
      planned: options.isSet('planned') ? true : undefined,
      source: 'cli',
    }),
  );
  const reached = exposure === null ? 'some users' : `${exposure} % of users`;
  return sendReport(invocation, {
    events: [event],
    summary: `Reported ${oneLine(flag)} in ${oneLine(environment)}: ${reached}.`,
  });
}

/** Percent of users; null for targets of unknown size. */
function exposureOf(text: string): number | null {
  if (text === 'some') return null;
  const value = Number(text.replace(/\s*%$/, ''));
  if (/^\d{1,3}(\.\d+)?\s*%?$/.test(text) && value <= 100) return value;
  throw new Failure('usage', `--exposure: expected 0 (off) to 100 (everybody), or "some", not "${oneLine(text)}"`);
}
