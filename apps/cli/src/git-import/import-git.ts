import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { openRepository, type Repository } from '../git/repository.js';
import { lastSegment } from '../git/remote.js';
import { requiredText } from '../option-values.js';
import { oneLine } from '../terminal/printable.js';
import { counted, duration, grouped } from '../terminal/quantities.js';
import { parsePointInTime } from '../point-in-time.js';
import { type ImportPlan, type ImportRequest, isoSeconds, latestBelievable, planImport } from './plan.js';
import { sendPlan } from './send-plan.js';

/** `leadline import git <path>`: the history of a repository as commits and deployments. */
export async function importGit(invocation: Invocation): Promise<ExitCode> {
  const { args, options, io, output } = invocation;
  const repository = await openRepository(args[0] ?? '.', io);
  const plan = await planImport(repository, requestOf(invocation, repository));
  if (plan.unusable.length > 0) {
    const names = plan.unusable.slice(0, 5).map((name) => oneLine(name, 60));
    const more = plan.unusable.length > 5 ? ', …' : '';
    output.message(
      `Left out ${counted(plan.unusable.length, 'tag')} that lead to no commit or have no usable date: ${names.join(', ')}${more}`,
    );
  }
  if (options.isSet('dryRun')) {
    output.data({ ...summaryOf(plan), dryRun: true, tags: tagsOf(plan) }, () => dryRunText(plan));
    return exitCodes.ok;
  }
  const server = await invocation.server();
  // Fails at once where nothing answers; later, a server that goes away is waited for.
  await server.ask({ method: 'GET', path: '/healthz' });
  const started = io.now();
  const sent = await sendPlan({ repository, plan, server, io, restart: options.isSet('restart') });
  const seconds = (io.now() - started) / 1000;
  if (sent.undated > 0) {
    output.message(
      `${counted(sent.undated, 'commit')} ${sent.undated === 1 ? 'has a date' : 'have dates'} before 1990 or in the future: imported without, so without a lead time`,
    );
  }
  output.data({ ...summaryOf(plan), ...sent, outcome: undefined, seconds }, () => importedText(plan, seconds));
  return exitCodes.ok;
}

function requestOf({ options, io }: Invocation, repository: Repository): ImportRequest {
  const globs = options.texts('tags');
  const name = requiredText(options, 'repository', repository.name);
  const since = options.text('since');
  if (globs.includes('')) throw new Failure('usage', '--tags: expected a glob such as "v*"');
  return {
    tagGlobs: globs.length === 0 ? ['*'] : globs,
    repository: name,
    service: requiredText(options, 'service', lastSegment(name)),
    environment: requiredText(options, 'environment', 'production'),
    since: since === undefined ? undefined : parsePointInTime(since, '--since', io.now()) / 1000,
    latest: latestBelievable(io),
    patchIds: options.isSet('patchIds'),
  };
}

function summaryOf({ repository, service, environment, commits, tags, unusable }: ImportPlan) {
  return {
    repository,
    service,
    environment,
    commits,
    deployments: tags.length,
    unusableTags: unusable,
    from: isoSeconds(tags[0]?.at ?? NaN),
    to: isoSeconds(tags.at(-1)?.at ?? NaN),
  };
}

function tagsOf({ tags }: ImportPlan) {
  return tags.map(({ name, sha, at, isAnnotated }) => ({ name, sha, at: isoSeconds(at), annotated: isAnnotated }));
}

function dryRunText(plan: ImportPlan): string {
  const shown = plan.tags.slice(-10).reverse();
  return [
    `Would import ${contentText(plan)}.`,
    '',
    `The newest deployments (${plan.service} in ${plan.environment}):`,
    ...shown.map(({ name, sha, at }) => `  ${isoSeconds(at) ?? ''}  ${sha.slice(0, 12)}  ${oneLine(name, 60)}`),
    ...(plan.tags.length > shown.length ? [`  and ${grouped(plan.tags.length - shown.length)} before`] : []),
    '',
    'Nothing was sent.',
  ].join('\n');
}

function importedText(plan: ImportPlan, seconds: number): string {
  return [
    `Imported ${contentText(plan)} in ${duration(seconds)}.`,
    '',
    'Next:',
    `  leadline explain CHANGE_LEAD_TIME --service ${plan.service}`,
    `  leadline where ${plan.tags.at(-1)?.sha.slice(0, 12) ?? 'HEAD'} --repository ${plan.repository}`,
  ].join('\n');
}

function contentText({ commits, tags, repository }: ImportPlan): string {
  return `${counted(commits, 'commit')} and ${counted(tags.length, 'deployment')} of ${oneLine(repository)}`;
}
