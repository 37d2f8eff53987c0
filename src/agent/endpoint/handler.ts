import type { IncomingHttpHeaders } from 'node:http';

export interface EndpointRequest {
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  /** The address from which the request came: a container's own on its task's network. */
  readonly source: string;
}

export interface EndpointAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What answers at 169.254.170.2. The signal is aborted when nobody waits for the answer any more. */
export type EndpointHandler = (request: EndpointRequest, signal: AbortSignal) => Promise<EndpointAnswer>;

/** The agent's own words where it has no such route; they are those of Go's library. */
export const notFound: EndpointHandler = () =>
  Promise.resolve({
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: '404 page not found\n',
  });
