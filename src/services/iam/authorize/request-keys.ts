import type { RequestContext } from '../../../aws/service.ts';
import type { ContextEntries } from '../evaluate/context-keys.ts';

/** Condition keys of every request that are not its caller's. */
export function requestKeys({ region, client }: RequestContext, now: number): ContextEntries {
  return {
    'aws:RequestedRegion': region,
    ...timeKeys(now),
    'aws:SourceIp': client?.address,
    // What Longshore itself does for somebody goes over no wire.
    'aws:SecureTransport': String(client?.isSecure ?? true),
    'aws:UserAgent': client?.userAgent,
    'aws:referer': client?.referer,
  };
}

export const timeKeys = (now: number): ContextEntries => ({
  'aws:CurrentTime': new Date(now).toISOString(),
  'aws:EpochTime': String(Math.floor(now / 1000)),
});
