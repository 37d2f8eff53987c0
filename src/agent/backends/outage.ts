import { isEngineError } from '../../docker/errors.ts';

/** Whether nobody was there to answer: a restart of the engine, of which nothing may be concluded. */
export function isOutage(error: unknown): boolean {
  if (isEngineError(error, 'unreachable')) return true;
  return error instanceof Error && error.cause !== undefined && isOutage(error.cause);
}
