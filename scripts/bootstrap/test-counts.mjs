/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * Counts the tests in a report of Vitest's JSON reporter. A file that could not be loaded and an error outside of every test count
 * as failed tests, so that the closing line never says 0 when something failed.
 * @returns {Counts}
 */
export function countTests(report) {
  const passed = report.numPassedTests;
  const brokenFiles = report.testResults.filter(isBrokenFile).length;
  const failed = report.numFailedTests + brokenFiles;
  return { passed, failed: failed === 0 && !report.success ? 1 : failed };
}

const isBrokenFile = ({ status, assertionResults }) =>
  status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed');

/** @param {Counts[]} counts */
export const sumCounts = (counts) =>
  counts.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), {
    passed: 0,
    failed: 0,
  });

/** The line that ends every test run and that other programs read. */
export const closingLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
