import { type EndpointRequest, type EndpointAnswer, notFound } from '../handler.ts';
import type { Route } from '../routes.ts';
import type { TaskDirectory } from '../task-directory.ts';

export interface FaultParts {
  readonly directory: TaskDirectory;
}
export function answerFault(
  _parts: FaultParts,
  _route: Route & { kind: 'fault' },
  request: EndpointRequest,
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  return notFound(request, signal);
}
