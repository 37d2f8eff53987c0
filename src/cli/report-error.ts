import { LongshoreError, messageOf } from '../kernel/errors.ts';
import { painted, plain } from './colours.ts';
import type { Console } from './console.ts';

/**
 * What a person reads when a command fails. Errors that Longshore foresaw say what to do; for others the
 * stack is wanted only by those who ask for it.
 */
export function reportError(error: unknown, { err, env }: Pick<Console, 'err' | 'env'>): void {
  const paint = err.colour ? painted : plain;
  err.write(`${paint('red', 'error:')} ${messageOf(error)}\n`);
  const isDebugging = env['LONGSHORE_DEBUG'] !== undefined && env['LONGSHORE_DEBUG'] !== '';
  if (error instanceof LongshoreError) err.write(`  ${paint('dim', error.hint)}\n`);
  else if (!isDebugging)
    err.write('  This is a defect of Longshore. Set LONGSHORE_DEBUG=1 to see where it happened.\n');
  if (isDebugging) err.write(`${traceOf(error)}\n`);
}

/** The stack of an error and of all that caused it. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? messageOf(error);
  return error.cause === undefined ? stack : `${stack}\ncaused by: ${traceOf(error.cause)}`;
}
