import { createHmac } from 'node:crypto';
import { header } from '../json/json-protocol.ts';
import type { SignedRequest } from './canonical.ts';

/** Parameters that are part of the resource; all others are not signed. */
const SUBRESOURCES: ReadonlySet<string> = new Set(
  (
    'accelerate acl analytics cors delete encryption inventory legal-hold lifecycle location logging metrics ' +
    'notification object-lock ownershipControls partNumber policy policyStatus publicAccessBlock replication ' +
    'requestPayment response-cache-control response-content-disposition response-content-encoding ' +
    'response-content-language response-content-type response-expires restore retention select select-type ' +
    'tagging torrent uploadId uploads versionId versioning versions website'
  ).split(' '),
);

/**
 * What Signature Version 2 signs of a URL for Amazon S3. `bucket`: where it stands in the host's name.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html
 */
export function stringToSignV2(
  request: SignedRequest,
  query: URLSearchParams,
  bucket: string | undefined,
): string {
  const { method, headers, url } = request;
  const amz: string[] = [];
  for (const name of Object.keys(headers).sort()) {
    if (!name.startsWith('x-amz-')) continue;
    amz.push(`${name}:${(header(headers, name) ?? '').trim().replace(/\s+/g, ' ')}`);
  }
  // A session's token may stand in the URL, where it counts as the header that it is in place of.
  const token = query.get('x-amz-security-token');
  if (token !== null) amz.push(`x-amz-security-token:${token}`);
  const path = url.split('?', 1)[0] ?? '/';
  const subresources = [...query]
    .filter(([name]) => SUBRESOURCES.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  const resource = (bucket === undefined ? '' : `/${bucket}`) + path;
  return [
    method,
    header(headers, 'content-md5') ?? '',
    header(headers, 'content-type') ?? '',
    query.get('Expires') ?? '',
    ...amz.sort(),
    resource + (subresources.length === 0 ? '' : `?${subresources.join('&')}`),
  ].join('\n');
}

export const signatureV2 = (secret: string, toSign: string): string =>
  createHmac('sha1', secret).update(toSign).digest('base64');
