import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { readAnswer } from '../server/graphql.js';
import { table } from '../terminal/table.js';

const listed = z.object({
  inForce: z.number(),
  generations: z.array(z.object({ generation: z.number(), state: z.string() })),
});
const dropped = z.object({ dropped: z.number(), inForce: z.number() });

/** What the states of a generation mean to a person. */
const meanings: Readonly<Record<string, string>> = {
  in_force: 'in force: numbers come from it',
  at_work: 'a rebuild or a plan is making it',
  before: 'was in force, or was left by a rebuild',
  left: 'was left by a rebuild that did not end',
};

/** `leadline rebuild --list`: what takes room. */
export async function listGenerations({ output, server: connect }: Invocation): Promise<ExitCode> {
  const server = await connect();
  const answer = readAnswer(listed, await server.json({ method: 'POST', path: '/admin/generations', json: {} }));
  output.data(answer, () => {
    const rows = answer.generations.map(({ generation, state }) => [String(generation), meanings[state] ?? state]);
    const spare = answer.generations.some(({ state }) => state === 'before' || state === 'left');
    return [
      table(['GENERATION', 'STATE'], rows),
      ...(spare ? ['', 'What is not needed any more: leadline rebuild --drop <generation>'] : []),
    ].join('\n');
  });
  return exitCodes.ok;
}

/** `leadline rebuild --drop <generation>`: its rows can be made again from the log. */
export async function dropGeneration({ output, server: connect }: Invocation, text: string): Promise<ExitCode> {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new Failure('usage', `--drop: "${text}" is no generation`, [
      'leadline rebuild --list names those there are.',
    ]);
  }
  const server = await connect();
  const request = { method: 'POST', path: '/admin/generations/drop', json: { generation: Number(text) } } as const;
  const answer = readAnswer(dropped, await server.json({ ...request, timeoutMs: null }));
  output.data(answer, () => `Generation ${answer.dropped} is gone; ${answer.inForce} is in force.`);
  return exitCodes.ok;
}
