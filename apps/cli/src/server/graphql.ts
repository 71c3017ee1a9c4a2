import { z } from 'zod';
import { Failure } from '../failure.js';
import { oneLine } from '../terminal/printable.js';
import { type Asked, refusal } from './refusal.js';

const oneError = z.object({
  message: z.string(),
  extensions: z.looseObject({ code: z.string().optional(), fix: z.string().optional() }).optional(),
});
const answer = z.object({ data: z.unknown().optional(), errors: z.array(oneError).optional() });

/** Codes that mean: the question was refused, rather than that answering it failed. */
const refusals = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'TOO_MANY_POINTS',
  'QUERY_LIMIT',
]);

/** `data` of an answer without errors; otherwise fails with every error the server gave. */
export async function graphqlData(response: Response, asked: Asked): Promise<unknown> {
  const parsed = answer.safeParse(
    await response
      .clone()
      .json()
      .catch(() => undefined),
  );
  if (!parsed.success) throw await failureOf(response, asked);
  const { data, errors = [] } = parsed.data;
  if (errors.length > 0) {
    const [first] = errors;
    const kind = refusals.has(first?.extensions?.code ?? '') ? 'refused' : 'failed';
    throw new Failure(kind, `the server answered: ${oneLine(first?.message ?? '', 500)}`, [
      ...fixOf(first),
      ...errors.slice(1).flatMap((error) => [oneLine(error.message, 500), ...fixOf(error)]),
    ]);
  }
  if (!response.ok) throw await failureOf(response, asked);
  return data;
}

/** What is to be done about an error, where its message does not end with it. */
function fixOf(error: z.infer<typeof oneError> | undefined): string[] {
  const fix = error?.extensions?.fix;
  return fix === undefined || error?.message.includes(fix) ? [] : [oneLine(fix, 500)];
}

async function failureOf(response: Response, asked: Asked): Promise<Failure> {
  if (!response.ok) return refusal(response, asked);
  return new Failure(
    'failed',
    `${asked.address}${asked.path} answered something that is not GraphQL; is it a Leadline?`,
  );
}

/** Reads what the server answered in the shape a command needs; a server of another version may differ. */
export function readAnswer<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [problem] = parsed.error.issues;
  const place = problem?.path.map(String).join('.') ?? '';
  throw new Failure(
    'failed',
    `the server answered in an unknown shape (${place}: ${problem?.message ?? 'invalid'}); are its version and this one the same?`,
  );
}
