/** The closing line shared by tests, checks and the smoke run: `12 passed, 0 failed`, with `, 3 skipped` if any were. */
export function tallyLine({ passed, failed, skipped = 0 }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
