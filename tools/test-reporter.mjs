import { writeFileSync } from 'node:fs';

/**
 * A Vitest reporter that writes what tools/test.mjs counts to the file named in LEADLINE_TEST_REPORT:
 * `{ passed: number, broken: string[], skipped: { name, reason }[] }`. Broken are failed tests, and files, suites and
 * hooks that threw, each once.
 */
export default class TestReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const report = { passed: 0, broken: [], skipped: [] };
    for (const module of modules) {
      for (const suite of [module, ...module.children.allSuites()]) {
        const [error] = suite.errors();
        if (error) report.broken.push(`${place(module, suite)}: ${firstLine(error.message)}`);
      }
      for (const test of module.children.allTests()) count(test, module, report);
    }
    for (const error of unhandledErrors) report.broken.push(`Unhandled error: ${firstLine(error.message)}`);
    writeFileSync(process.env['LEADLINE_TEST_REPORT'], JSON.stringify(report));
  }
}

function count(test, module, report) {
  const result = test.result();
  switch (result.state) {
    case 'passed':
      report.passed += 1;
      break;
    case 'skipped':
      report.skipped.push({ name: place(module, test), reason: reasonFor(test, result) });
      break;
    // A test still pending when the run is over has been cut short.
    default:
      report.broken.push(place(module, test));
  }
}

function reasonFor(test, result) {
  if (result.note) return result.note;
  for (let suite = test.parent; suite; suite = suite.parent) {
    if (suite.errors().length > 0) return 'not run, because its suite failed';
  }
  return test.options.mode === 'todo' ? 'not written yet' : 'NO REASON GIVEN: skip with context.skip("why")';
}

function place(module, entity) {
  return entity === module ? module.relativeModuleId : `${module.relativeModuleId} > ${entity.fullName}`;
}

function firstLine(message) {
  return String(message).split('\n')[0];
}
