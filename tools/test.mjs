/**
 * Runs every test with Vitest and closes with one line, `N passed, N failed`, and `, N skipped` where tests were
 * skipped; each skipped test is listed before it with its reason. A file, suite or hook that breaks counts as failed,
 * and so does a run that finds no test or ends before it could report. Arguments go to `vitest run`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executeNode } from './workspace/execute.mjs';
import { root } from './workspace/root.mjs';
import { tallyLine } from './workspace/tally.mjs';

const folder = mkdtempSync(join(tmpdir(), 'leadline-tests-'));
const reportFile = join(folder, 'report.json');
const exitCode = await executeNode(
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    `--reporter=${join(root, 'tools/test-reporter.mjs')}`,
    ...process.argv.slice(2),
  ],
  { env: { ...process.env, LEADLINE_TEST_REPORT: reportFile } },
);
const { passed, broken, skipped } = readReport();
rmSync(folder, { recursive: true });

// Vitest also fails for reasons that are no test's, coverage thresholds for one: never close with "0 failed" then.
if (exitCode !== 0 && broken.length === 0) broken.push(`Vitest ended with exit code ${exitCode}`);
if (broken.length > 0) console.log(`\nFailed:\n${broken.map((line) => `  ${line}`).join('\n')}`);
if (skipped.length > 0) {
  console.log(`\nSKIPPED: these prove nothing in this run.`);
  for (const { name, reason } of skipped) console.log(`  ${name}\n      ${reason}`);
}
console.log(`\n${tallyLine({ passed, failed: broken.length, skipped: skipped.length })}`);
process.exitCode = broken.length > 0 ? exitCode || 1 : 0;

function readReport() {
  let text;
  try {
    text = readFileSync(reportFile, 'utf8');
  } catch {
    return { passed: 0, broken: [`Vitest ended with exit code ${exitCode} before it could report`], skipped: [] };
  }
  const report = JSON.parse(text);
  return report.passed + report.broken.length + report.skipped.length > 0
    ? report
    : { ...report, broken: ['No test was found'] };
}
