import { type Api, createApi } from '../src/docker/api.ts';
import { findEngine } from '../src/docker/connect.ts';
import { hostView } from '../src/docker/host-view.ts';
import { isEngineError } from '../src/docker/errors.ts';
import { createTransport } from '../src/docker/transport.ts';

/** The engine that Longshore itself would use from here: found by the same rules, spoken to by the same client. */
export function openEngine(): Api {
  return createApi(createTransport(findEngine({ env: process.env, view: hostView() })));
}

/** What a person is told of an error: its message and, where there is one, what to do. */
export function explain(error: unknown): string {
  if (isEngineError(error) && error.hint !== undefined) return `${error.message}\n${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}
