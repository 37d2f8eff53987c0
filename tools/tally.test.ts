import { describe, expect, test } from 'vitest';
import { sum, tallyOfCheck, tallyOfSuite } from './tally.ts';

const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };

describe('tallyOfSuite', () => {
  test('counts the tests of a suite that ran', () => {
    expect(tallyOfSuite(0, report)).toEqual({ passed: 5, failed: 0, skipped: 2 });
    expect(tallyOfSuite(1, { ...report, numFailedTests: 3 })).toEqual({ passed: 5, failed: 3, skipped: 2 });
  });

  test('counts a suite that fails without a failed test as one failure', () => {
    expect(tallyOfSuite(1, report)).toMatchObject({ passed: 5, failed: 1 });
  });

  test('counts a suite without a report, or without tests, as one failure whatever its exit code', () => {
    expect(tallyOfSuite(0, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(tallyOfSuite(0, { ...report, numPassedTests: 0 })).toMatchObject({ passed: 0, failed: 1 });
  });
});

test('sum adds checks and suites', () => {
  expect(sum([tallyOfCheck(0), tallyOfCheck(2), tallyOfSuite(0, report)])).toEqual({
    passed: 6,
    failed: 1,
    skipped: 2,
  });
  expect(sum([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
});
