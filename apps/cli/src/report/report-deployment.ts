import { eventOf } from '@leadline/events';
import type { Invocation } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText, requiredText } from '../option-values.js';
import { parsePointInTime } from '../point-in-time.js';
import { oneLine } from '../terminal/printable.js';
import { counted } from '../terminal/quantities.js';
import { type Brought, broughtBy } from './brought.js';
import { carriedCommits, deployedSha, subjectOf } from './checkout.js';
import { defined } from './defined.js';
import { pipelineRun } from './run-identity.js';
import { sendReport } from './send-report.js';

const deploymentStatuses = ['succeeded', 'failed', 'cancelled', 'in_progress'] as const;
const deploymentKindChoices = ['change', 'hotfix', 'config', 'rollback', 'redeploy'] as const;

/** Of two reports of one millisecond, the one further along is the later. */
const rank = { in_progress: 1, cancelled: 5, failed: 5, succeeded: 5 } as const;

/** `leadline report deployment`: for the end (and, if wanted, the beginning) of a pipeline. */
export async function reportDeployment(invocation: Invocation): Promise<ExitCode> {
  const { options, io, output } = invocation;
  const now = io.now();
  const subject = await subjectOf(invocation);
  const environment = requiredText(options, 'environment', 'production');
  const status = chosen(deploymentStatuses, requiredText(options, 'status', 'succeeded'));
  const sha = await deployedSha(invocation, subject);
  const brought = broughtBy(invocation, subject, sha);
  const carried = await carriedCommits(invocation, subject, sha);
  const { startedAt, finishedAt } = instantsOf(invocation, status);
  const target = optionalText(options, 'target');
  const run = pipelineRun(io.env);
  const place = [subject.service, environment, ...(target === undefined ? [] : [target])].join('/');
  const id = optionalText(options, 'id') ?? `cli/${place}/${run?.attempt ?? `${sha}/${startedAt ?? finishedAt}`}`;
  const revision = now * 10 + rank[status];
  const event = eventOf(
    'deployment',
    { id: `cli:deployment:${id}:${revision}`, source: 'cli', time: finishedAt ?? startedAt },
    defined({
      revision,
      occurredAt: new Date(now).toISOString(),
      id,
      group: optionalText(options, 'group') ?? run?.run,
      target,
      service: subject.service,
      environment,
      envTier: optionalText(options, 'tier') ?? (environment === 'production' ? 'production' : undefined),
      source: 'cli',
      status,
      startedAt,
      finishedAt,
      ...brought,
      version: optionalText(options, 'version'),
      url: optionalText(options, 'url'),
      kind: kindOf(optionalText(options, 'kind')),
      rollbackOf: optionalText(options, 'rollbackOf'),
      commits: carried?.map(({ data }) => data.sha),
      flags: options.texts('flag').length === 0 ? undefined : [...options.texts('flag')],
    }),
  );
  if (carried === undefined && brought.configVersion === undefined && status !== 'in_progress') {
    output.message(
      'Without --previous, what is new in it follows from the history Leadline knows. Exact: --previous <tag or SHA that was live>',
    );
  }
  if (status === 'in_progress' && run === undefined && optionalText(options, 'id') === undefined) {
    output.message(`Report its end under the same id: --id ${oneLine(id)}`);
  }
  const within = subject.repository ? ` --repository ${oneLine(subject.repository)}` : '';
  return sendReport(invocation, {
    events: [...(carried ?? []), event],
    summary: `Reported ${oneLine(id)}: ${oneLine(subject.service)} ${versionText(brought)} in ${oneLine(environment)}, ${status.replace('_', ' ')}${carriedText(carried)}.`,
    next: brought.sha === undefined ? [] : ['', `See it: leadline where ${sha.slice(0, 12)}${within}`],
  });
}

/** What people see of the version: its commit, else the image that leads to it. */
const versionText = ({ sha, artifacts = [] }: Brought): string => sha?.slice(0, 12) ?? oneLine(artifacts[0] ?? '');

function carriedText(carried: readonly unknown[] | undefined): string {
  return carried === undefined ? '' : ` with ${counted(carried.length, 'commit')}`;
}

/** What is in progress has begun and not ended; anything else ended, now if nobody says when. */
function instantsOf(invocation: Invocation, status: string): { startedAt?: string; finishedAt?: string } {
  const now = new Date(invocation.io.now()).toISOString();
  const startedAt = instantOf(invocation, 'startedAt');
  if (status === 'in_progress') return { startedAt: startedAt ?? now };
  return { ...(startedAt !== undefined && { startedAt }), finishedAt: instantOf(invocation, 'finishedAt') ?? now };
}

/** What `--started-at` and the like say, as RFC 3339. */
function instantOf({ options, io }: Invocation, name: 'startedAt' | 'finishedAt'): string | undefined {
  const text = optionalText(options, name);
  if (text === undefined) return undefined;
  return new Date(parsePointInTime(text, `--${name.replace('At', '-at')}`, io.now())).toISOString();
}

function kindOf(text: string | undefined): (typeof deploymentKindChoices)[number] | undefined {
  return text === undefined ? undefined : chosen(deploymentKindChoices, text);
}

/** Commander has checked the choice; this tells the compiler. */
function chosen<T extends string>(choices: readonly T[], text: string): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new Failure('usage', `"${oneLine(text)}" is none of ${choices.join(', ')}`);
  return found;
}
