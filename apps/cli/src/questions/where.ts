import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { resolveCommit, surroundingRepository } from '../git/repository.js';
import { optionalText } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';
import { table } from '../terminal/table.js';
import { inWords } from '../terminal/words.js';

const place = z.object({
  environment: z.string(),
  target: z.string().nullish(),
  state: z.string(),
  since: z.string().nullish(),
  waitingFor: z.string().nullish(),
  deployment: z.object({ reportedId: z.string(), version: z.string().nullish(), url: z.string().nullish() }).nullish(),
});
const answer = z.object({
  change: z
    .object({
      repository: z.string(),
      revision: z.string(),
      title: z.string().nullish(),
      url: z.string().nullish(),
      committedAt: z.string().nullish(),
      mergedAt: z.string().nullish(),
      whereabouts: z.array(place),
    })
    .nullable(),
});
type Change = NonNullable<z.infer<typeof answer>['change']>;

/** `leadline where <sha>`: in which environments a commit is live, since when, or where it waits. */
export async function where(invocation: Invocation): Promise<ExitCode> {
  const { output } = invocation;
  const asked = await subject(invocation);
  const server = await invocation.server();
  const { change } = readAnswer(answer, await server.graphql(documents.where, asked));
  if (change === null) {
    throw new Failure('failed', `Leadline knows no commit ${oneLine(asked.revision)} of ${oneLine(asked.repository)}`, [
      'If its history is not in Leadline yet: leadline import git .',
      'If the repository has another name there: --repository owner/name',
    ]);
  }
  output.data(change, () => changeText(change, (text) => output.style('bold', text)));
  return exitCodes.ok;
}

/** The commit as the checkout knows it (so that HEAD, branches and short SHAs work), else as it was typed. */
async function subject({ args, options, io }: Invocation): Promise<{ repository: string; revision: string }> {
  const typed = args[0]?.trim() ?? '';
  if (typed === '') throw new Failure('usage', 'which commit? Name a SHA, or HEAD within a checkout');
  const named = optionalText(options, 'repository');
  const checkout = await surroundingRepository(io);
  const isHere = checkout !== undefined && (named === undefined || named === checkout.name);
  const found = isHere ? await resolveCommit(checkout, typed) : undefined;
  const repository = named ?? checkout?.name;
  if (repository === undefined) {
    throw new Failure(
      'usage',
      'which repository? Name it with --repository owner/name, or run this within its checkout',
    );
  }
  if (found === undefined && !/^[0-9a-f]{4,64}$/i.test(typed)) {
    throw new Failure('usage', `"${oneLine(typed)}" is no SHA, and no revision of a checkout here`);
  }
  return { repository, revision: found ?? typed.toLowerCase() };
}

function changeText(
  { repository, revision, title, committedAt, whereabouts }: Change,
  bold: (text: string) => string,
): string {
  const head = [
    bold(`${revision.slice(0, 12)} ${oneLine(title ?? '', 80)}`.trimEnd()),
    `${oneLine(repository)}${committedAt ? `, committed ${oneLine(committedAt)}` : ''}`,
    '',
  ];
  if (whereabouts.length === 0) return [...head, 'In no environment yet.'].join('\n');
  const rows = whereabouts.map(({ environment, target, state, since, waitingFor, deployment }) => [
    target ? `${environment}/${target}` : environment,
    inWords(state),
    since ?? '',
    deployment?.version ?? deployment?.reportedId ?? (waitingFor ? `waits for ${waitingFor}` : ''),
  ]);
  return [...head, table(['ENVIRONMENT', 'STATE', 'SINCE', 'DEPLOYMENT'], rows)].join('\n');
}
