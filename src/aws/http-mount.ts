import type { IncomingMessage, ServerResponse } from 'node:http';

export interface MountContext {
  /** UUID, as for an AWS call. */
  readonly requestId: string;
  /** Aborted when the client hangs up or Longshore stops. */
  readonly signal: AbortSignal;
}

/**
 * A part of a service that speaks plain HTTP under a path of its own, beside AWS's protocols. It is handed
 * request and response as they are, so that bodies stream in both directions.
 */
export interface HttpMount {
  /** `/v2`: it answers this path and all below. */
  readonly path: string;
  /** Answers, whatever happens. Rejects only with a defect, before it has begun to answer. */
  handle(request: IncomingMessage, response: ServerResponse, context: MountContext): Promise<void>;
}
