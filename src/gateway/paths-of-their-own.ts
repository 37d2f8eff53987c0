import type { IncomingMessage } from 'node:http';
import type { Wire } from './wire-of.ts';

/**
 * Services that route by path may have any: a bucket's key may be `_longshore/health`, and Longshore's own
 * routes come first. So what is meant for one of these is brought to a place that no other route has.
 */
export const OWN_PATHS = { s3: '/_s3', rest: '/_rest' } as const satisfies Partial<Record<Wire, string>>;

export function toOwnPath(wireOf: (request: IncomingMessage) => Wire, request: IncomingMessage): string {
  const { url = '/' } = request;
  if (!url.startsWith('/')) return url;
  const wire = wireOf(request);
  return wire === 's3' || wire === 'rest' ? OWN_PATHS[wire] + url : url;
}
