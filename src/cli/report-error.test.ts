import { expect, test } from 'vitest';
import { fakeConsole } from '../../test/support/gateway/console.ts';
import { LongshoreError } from '../kernel/errors.ts';
import { reportError } from './report-error.ts';

const foreseen = new LongshoreError('PORT_IN_USE', 'taken', {
  hint: 'Choose another.',
  cause: new Error('EADDRINUSE'),
});

function reported(error: unknown, env: Record<string, string> = {}): string {
  const console = fakeConsole({ env });
  reportError(error, console);
  return console.textOf('err');
}

test('what was foreseen says what to do, and nothing else', () => {
  expect(reported(foreseen)).toBe('error: taken\n  Choose another.\n');
});

test('what was not is called a defect', () => {
  expect(reported(new TypeError('x is undefined'))).toMatch(
    /^error: x is undefined\n {2}This is a defect.*\n$/,
  );
  expect(reported('text')).toContain('error: text\n');
});

test('LONGSHORE_DEBUG shows the stack and the causes', () => {
  const text = reported(foreseen, { LONGSHORE_DEBUG: '1' });
  expect(text).toContain('report-error.test.ts');
  expect(text).toContain('caused by: Error: EADDRINUSE');
  expect(reported(foreseen, { LONGSHORE_DEBUG: '' })).not.toContain('caused by');
});
