import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';
import { table } from '../terminal/table.js';
import { inWords } from '../terminal/words.js';

const number = z.number().nullable();
const project = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.string(),
  metric: z.string(),
  wanted: z.string(),
  start: z.string(),
  end: z.string().nullable(),
  by: z.string(),
  namedAt: z.string(),
  namedBeforehand: z.boolean(),
  comparison: z
    .object({
      result: z.object({
        verdict: z.string(),
        doubt: z.string().nullable(),
        before: number,
        after: number,
        change: number,
        p: number,
        nBefore: z.number(),
        nAfter: z.number(),
      }),
    })
    .nullable(),
});
const answered = z.object({ projects: z.array(project) });
type Project = z.infer<typeof project>;

/** `leadline project ls`. */
export async function listProjects({ options, output, server: connect }: Invocation): Promise<ExitCode> {
  const [team, service] = [optionalText(options, 'team'), optionalText(options, 'service')];
  if (team !== undefined && service !== undefined) throw new Failure('usage', 'give --team or --service, not both');
  const scope = {
    ...(team === undefined ? {} : { teams: [team] }),
    ...(service === undefined ? {} : { services: [service] }),
  };
  const server = await connect();
  const { projects } = readAnswer(answered, await server.graphql(documents.projects, { scope }));
  output.data(projects, () =>
    projects.length === 0
      ? 'No project was written down: leadline project record.'
      : table(
          ['PROJECT', 'SCOPE', 'METRIC', 'FROM', 'UNTIL', 'NAMED', 'WHAT BECAME OF IT'],
          projects.map((one) => [
            oneLine(one.name),
            oneLine(one.scope),
            `${one.metric} ${one.wanted.toLowerCase()}`,
            one.start.slice(0, 10),
            one.end === null ? '' : one.end.slice(0, 10),
            one.namedBeforehand ? 'beforehand' : 'later',
            becameOf(one),
          ]),
        ),
  );
  return exitCodes.ok;
}

function becameOf({ comparison, end }: Project): string {
  if (end === null) return 'it goes on';
  if (comparison === null) return 'four full weeks are not over, before it and since';
  const { verdict, doubt, change, p } = comparison.result;
  const by = change === null ? '' : `, ${change > 0 ? '+' : ''}${Math.round(change * 100)} %`;
  const chance = p === null ? '' : `, p = ${p < 0.001 ? '< 0.001' : p.toFixed(3)}`;
  return `${inWords(verdict)}${doubt === null ? '' : ` (${inWords(doubt)})`}${by}${chance}`;
}
