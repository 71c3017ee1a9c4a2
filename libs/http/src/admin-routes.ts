import type { BodyProblem } from '@leadline/pipeline';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PassThrough } from 'node:stream';
import { authorise, sendRefusal } from './authorise.js';
import { sendError } from './error-body.js';
import { BODY_LIMIT } from './raw-body.js';
import type { Guard } from './tokens.js';

export type AdminAnswer =
  | { readonly outcome: 'done'; readonly result: unknown }
  | { readonly outcome: 'problems'; readonly problems: readonly BodyProblem[] }
  /** Not now: it runs already, or something else does. */
  | { readonly outcome: 'conflict'; readonly message: string; readonly fix?: string }
  /** Long: told of while it goes on to whoever asks for NDJSON, to others only by its result. */
  | { readonly outcome: 'work'; readonly run: (tell: (progress: WorkProgress) => void) => Promise<object> };

/** How far long work has come. */
export interface WorkProgress {
  readonly stage: string;
  readonly done: number;
  readonly total?: number;
}

/** What an administrator can have done while the server runs. `by` is the token's id, or "local". */
export type AdminCommand = (input: unknown, by: string) => Promise<AdminAnswer>;

export interface AdminRoutes {
  readonly guard: Guard;
  /** By name below /admin, e.g. "rebuild", "quarantine/retry". */
  readonly commands: ReadonlyMap<string, AdminCommand>;
}

/** `POST /admin/<command>`, for programs on this machine or with an admin token: the CLI's way in. Bodies are JSON. */
export function registerAdmin(app: FastifyInstance, { guard, commands }: AdminRoutes): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Only JSON: no form of a page can send it without asking first (CORS preflight), and none is ever allowed.
    scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_, body, done) =>
      done(null, body),
    );
    scope.addHook('onRequest', async (request, reply) => {
      const authorisation = authorise(guard, request, 'admin', 'always_open');
      return authorisation.outcome === 'allowed' ? undefined : sendRefusal(reply, authorisation);
    });
    for (const [name, command] of commands) {
      scope.post(`/admin/${name}`, (request, reply) => run(command, request, reply, guard));
    }
  });
}

async function run(
  command: AdminCommand,
  request: FastifyRequest,
  reply: FastifyReply,
  guard: Guard,
): Promise<FastifyReply> {
  const authorisation = authorise(guard, request, 'admin', 'always_open');
  if (authorisation.outcome !== 'allowed') return sendRefusal(reply, authorisation);
  const input = parseJson(request.body);
  if (input === undefined) {
    return sendError(reply, 400, {
      error: 'invalid_json',
      message: 'The body is no JSON',
      fix: 'Send JSON or nothing',
    });
  }
  const answer = await command(input.value, authorisation.by);
  switch (answer.outcome) {
    case 'done':
      return reply
        .code(200)
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(answer.result ?? null));
    case 'work':
      return followed(answer.run, request, reply);
    case 'problems':
      return reply.code(400).send({ error: 'invalid_input', message: 'Nothing was done', problems: answer.problems });
    case 'conflict': {
      const { message, fix } = answer;
      return sendError(reply, 409, { error: 'conflict', message, ...(fix === undefined ? {} : { fix }) });
    }
  }
}

const NDJSON = 'application/x-ndjson';

/** Lines `{progress}` and at the end `{result}` or `{error}`; or the result alone. */
async function followed(
  work: Extract<AdminAnswer, { outcome: 'work' }>['run'],
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!headers.accept?.includes(NDJSON)) return reply.code(200).send(await work(() => undefined));
  const lines = new PassThrough();
  const tell = (line: object): void => void lines.write(`${JSON.stringify(line)}\n`);
  const running = work((progress) => tell({ progress }));
  running
    .then(
      (result) => tell({ result }),
      (error: unknown) => tell({ error: { message: error instanceof Error ? error.message : 'It failed' } }),
    )
    .finally(() => lines.end());
  return reply.code(200).type(NDJSON).header('cache-control', 'no-store').send(lines);
}

function parseJson(body: unknown): { value: unknown } | undefined {
  if (!Buffer.isBuffer(body) || body.byteLength === 0) return { value: undefined };
  try {
    return { value: JSON.parse(body.toString('utf8')) };
  } catch {
    return undefined;
  }
}
