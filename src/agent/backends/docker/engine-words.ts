import { type EngineError, daemonText } from '../../../docker/errors.ts';

/** The engine's own text as its clients quote it; where it said nothing, what we know and where we tried. */
export function wordsOf(error: EngineError): string {
  return error.kind === 'unreachable' || error.kind === 'protocol' ? error.message : daemonText(error);
}
