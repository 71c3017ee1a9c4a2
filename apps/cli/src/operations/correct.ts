import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText, optionName, requiredText } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';
import { inWords } from '../terminal/words.js';

const written = z.object({ event: z.string(), position: z.string() });
const answer = z.object({ recordCorrection: written });
const withdrawn = z.object({ withdrawCorrection: written });

/** What `recordCorrection` takes, without the reason. */
interface Said {
  readonly kind: string;
  readonly deployment?: string;
  readonly incident?: string;
  readonly flagChange?: string;
  readonly fixes?: string;
}

/** `leadline correct deployment <id>`: one word on it. */
export async function correctDeployment(invocation: Invocation): Promise<ExitCode> {
  const { args, options } = invocation;
  const deployment = named(args[0], 'deployment');
  const verdict = onlyOne(invocation, ['failed', 'ok', 'hotfix', 'exclude']);
  const fixes = optionalText(options, 'fixes');
  if (fixes !== undefined && verdict !== 'hotfix') throw new Failure('usage', '--fixes needs --hotfix');
  const kinds = {
    failed: 'DEPLOYMENT_FAILED',
    ok: 'DEPLOYMENT_OK',
    hotfix: 'DEPLOYMENT_IS_HOTFIX',
    exclude: 'DEPLOYMENT_EXCLUDED',
  };
  const said = { kind: kinds[verdict], deployment, ...(fixes === undefined ? {} : { fixes }) };
  return record(invocation, said, `deployment ${oneLine(deployment)}`);
}

/** `leadline correct incident <id>`: what caused it, or that nothing did. */
export async function correctIncident(invocation: Invocation): Promise<ExitCode> {
  const incident = named(invocation.args[0], 'incident');
  const way = onlyOne(invocation, ['causedBy', 'causedByFlag', 'notCausedByChange', 'falsePositive']);
  const kinds = {
    causedBy: 'INCIDENT_CAUSED_BY',
    causedByFlag: 'INCIDENT_CAUSED_BY_FLAG',
    notCausedByChange: 'INCIDENT_NOT_CAUSED_BY_CHANGE',
    falsePositive: 'INCIDENT_FALSE_POSITIVE',
  };
  const said = { kind: kinds[way], incident, ...causeOf(invocation, way) };
  return record(invocation, said, `incident ${oneLine(incident)}`);
}

function causeOf({ options }: Invocation, way: string): Pick<Said, 'deployment' | 'flagChange'> {
  if (way === 'causedBy') return { deployment: requiredText(options, 'causedBy') };
  return way === 'causedByFlag' ? { flagChange: requiredText(options, 'causedByFlag') } : {};
}

/** `leadline withdraw <event>`: takes back a word on a deployment or an incident. */
export async function withdraw(invocation: Invocation): Promise<ExitCode> {
  const { args, options, output } = invocation;
  const event = named(args[0], 'word');
  const of = onlyOne(invocation, ['deployment', 'incident']);
  const input = { event, [of]: requiredText(options, of), reason: requiredText(options, 'reason') };
  const server = await invocation.server();
  const { withdrawCorrection } = readAnswer(withdrawn, await server.graphql(documents.withdraw, { input }));
  output.data({ ...input, withdrawn: event, ...withdrawCorrection }, () =>
    [
      `Taken back: ${oneLine(event)}.`,
      '',
      'What sources and rules say counts again within seconds; see it with: leadline explain change-fail-rate',
    ].join('\n'),
  );
  return exitCodes.ok;
}

function named(id: string | undefined, what: string): string {
  const text = id?.trim() ?? '';
  if (text === '') throw new Failure('usage', `which ${what}? Name its id`);
  return text;
}

/** The one of these options that was given. */
function onlyOne<const N extends string>({ options }: Invocation, names: readonly N[]): N {
  const given = names.filter((name) => options.isSet(name) || options.text(name) !== undefined);
  const [only] = given;
  if (only !== undefined && given.length === 1) return only;
  const flags = names.map(optionName);
  const problem = given.length === 0 ? 'what is to be said of it?' : 'only one thing can be said at once:';
  throw new Failure('usage', `${problem} Give one of ${flags.join(', ')}`);
}

async function record(invocation: Invocation, said: Said, of: string): Promise<ExitCode> {
  const { options, output } = invocation;
  const reason = requiredText(options, 'reason');
  const server = await invocation.server();
  const { recordCorrection } = readAnswer(
    answer,
    await server.graphql(documents.correct, { input: { ...said, reason } }),
  );
  output.data({ ...said, reason, ...recordCorrection }, () =>
    [
      `Written down of ${of}: ${inWords(said.kind)}.`,
      `Its event, to take it back by: ${recordCorrection.event}`,
      '',
      'It counts within seconds; see it with: leadline explain change-fail-rate',
    ].join('\n'),
  );
  return exitCodes.ok;
}
