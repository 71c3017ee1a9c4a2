import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';

const written = z.object({ recordProject: z.object({ event: z.string(), position: z.string() }) });

/** `leadline project record <id>`. */
export async function recordProject({ args, options, output, server: connect }: Invocation): Promise<ExitCode> {
  const id = (args[0] ?? '').trim();
  const [team, service] = [optionalText(options, 'team'), optionalText(options, 'service')];
  if (team !== undefined && service !== undefined)
    throw new Failure('usage', 'a project is of one scope: give --team or --service, not both');
  const wanted = optionalText(options, 'wanted')?.toUpperCase();
  if (wanted !== undefined && wanted !== 'UP' && wanted !== 'DOWN')
    throw new Failure('usage', '--wanted: which way should the metric go? up or down');
  const said = {
    name: optionalText(options, 'name'),
    metric: optionalText(options, 'metric')?.toUpperCase().replaceAll('-', '_'),
    wanted,
    start: instantOption(options, 'start'),
    end: instantOption(options, 'end'),
    team,
    service,
    reason: optionalText(options, 'reason'),
    link: optionalText(options, 'link'),
    ...(options.isSet('withdraw') && { withdrawn: true }),
  };
  const input = { id, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) };
  const server = await connect();
  const { recordProject: made } = readAnswer(written, await server.graphql(documents.recordProject, { input }));
  output.data({ ...input, ...made }, () => `Written down of ${oneLine(id)}. It counts within seconds.`);
  return exitCodes.ok;
}

function instantOption(options: Invocation['options'], name: string): string | undefined {
  const text = optionalText(options, name);
  if (text !== undefined && !/^\d{4}-\d{2}-\d{2}T.+(Z|[+-]\d{2}:\d{2})$/.test(text))
    throw new Failure('usage', `--${name}: "${oneLine(text)}" is no instant such as 2026-03-02T00:00:00Z`);
  return text;
}
