import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { printable } from '../terminal/printable.js';
import { counted } from '../terminal/quantities.js';
import type { Finding } from './finding.js';
import { localChecks } from './local-checks.js';
import { serverChecks } from './server-checks.js';

/** `leadline doctor [--fix]`: what is wrong here and on the server, each with what to do. Problems are failures. */
export async function doctor(invocation: Invocation): Promise<ExitCode> {
  const { options, io, output } = invocation;
  const fix = options.isSet('fix');
  const findings = [...(await localChecks(io, { fix })), ...(await checksOfServer(invocation, fix))];
  const problems = findings.filter(({ status }) => status === 'problem').length;
  const warnings = findings.filter(({ status }) => status === 'warning').length;
  output.data({ problems, warnings, findings }, () =>
    [
      ...findings.map((finding) => findingText(finding, output.style)),
      '',
      `${counted(problems, 'problem')}, ${counted(warnings, 'warning')}.`,
    ].join('\n'),
  );
  return problems === 0 ? exitCodes.ok : exitCodes.failed;
}

/** An address or token that cannot be used is a finding too. */
async function checksOfServer({ io, server }: Invocation, fix: boolean): Promise<Finding[]> {
  try {
    return await serverChecks(await server(), io, { fix });
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === 'interrupted') throw error;
    return [{ code: 'LL-1100', status: 'problem', title: error.message, fix: error.fix.join(' ') || undefined }];
  }
}

const marks = { ok: ['ok', 'green'], warning: ['warning', 'yellow'], problem: ['PROBLEM', 'red'] } as const;

function findingText(
  { code, status, title, detail, fix, fixed }: Finding,
  style: Invocation['output']['style'],
): string {
  const [word, colour] = marks[status];
  const head = `${style(colour, word.padEnd(8))} ${code}  ${printable(title)}${detail ? `: ${printable(detail)}` : ''}${fixed ? ' (fixed)' : ''}`;
  return fix ? `${head}\n${' '.repeat(18)}${printable(fix)}` : head;
}
