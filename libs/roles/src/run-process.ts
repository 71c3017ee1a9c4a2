import { DirectoryInUse, LogDamaged, MigrationRefused, TopicUnfit, WarehouseInUse } from '@leadline/adapters';
import { type Config, formatProblem, misspeltVariables, readConfig, readTextFile } from '@leadline/config';
import { LogUnavailable } from '@leadline/ports';
import { fileURLToPath } from 'node:url';
import { createLogger } from './logger.js';
import type { Role } from './role.js';
import { runLeadline } from './run-leadline.js';
import { StartRefused } from './start-refused.js';

/** Why a process ended: documented for whatever starts it. */
const codes = { ok: 0, failed: 1, refused: 2 } as const;

/** How long connections may take to close once everything is over. */
const LINGER_MS = 5_000;

export interface ProcessOptions {
  /** Where the built dashboard lies, for the role that serves it. */
  readonly dashboard?: URL;
}

/**
 * The main function of an app: reads the configuration, runs the roles, ends in order on SIGTERM and SIGINT, and reads
 * the configuration again on SIGHUP.
 */
export async function runProcess(
  wanted: readonly Role[],
  proc: NodeJS.Process,
  { dashboard }: ProcessOptions = {},
): Promise<void> {
  const read = () => readConfig({ env: proc.env, readFile: readTextFile, defersExposureCheck: true });
  const first = read();
  if (first.outcome === 'problems') {
    for (const problem of first.problems) proc.stderr.write(`${formatProblem(problem)}\n`);
    proc.exitCode = codes.refused;
    return;
  }
  const logger = createLogger(wanted.join('+'), proc.env['LEADLINE_LOG_LEVEL'] ?? 'info');
  for (const { name, meant } of misspeltVariables(proc.env)) {
    logger.warn({ variable: name }, `nothing reads ${name}; did you mean ${meant}?`);
  }
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) proc.once(name, () => stop.abort());
  const reload = (apply: (config: Config) => Promise<void>): void => {
    proc.on('SIGHUP', () => {
      const again = read();
      if (again.outcome === 'problems') {
        logger.error(
          { problems: again.problems.map(formatProblem) },
          'the configuration has problems; the one before stays in force',
        );
        return;
      }
      apply(again.config).then(
        () => logger.info({ file: again.config.file }, 'the configuration was read again'),
        (error: unknown) => logger.error({ err: error }, 'the configuration could not be put in force'),
      );
    });
  };
  try {
    await runLeadline({
      config: first.config,
      roles: new Set(wanted),
      clock: { now: Date.now },
      logger,
      signal: stop.signal,
      reload,
      ...(dashboard === undefined ? {} : { dashboard: fileURLToPath(dashboard) }),
    });
  } catch (error) {
    proc.exitCode = isRefusal(error) ? codes.refused : codes.failed;
    if (isRefusal(error)) proc.stderr.write(`${error.message}\n`);
    else logger.error({ err: error }, 'Leadline ends, and should be started again');
  }
  // A client that goes on trying to connect must not keep alive a process that does nothing any more.
  setTimeout(() => proc.exit(), LINGER_MS).unref();
}

/** What an operator must change before it can work; everything else may pass. */
function isRefusal(error: unknown): error is Error {
  const refusals = [
    StartRefused,
    DirectoryInUse,
    LogDamaged,
    MigrationRefused,
    TopicUnfit,
    WarehouseInUse,
    LogUnavailable,
  ];
  return refusals.some((refusal) => error instanceof refusal);
}
