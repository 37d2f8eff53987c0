import type { IncomingMessage } from 'node:http';
import { parseHost } from './host-name.ts';

/**
 * Which wire protocol a request speaks, as far as that decides who answers it. One port serves all
 * services, so a path alone says little: `GET /` may be the welcome page, a presigned GetCallerIdentity or
 * ListBuckets. `plain`: nothing but method and path decide; calls with X-Amz-Target are among these.
 *
 * Looks at the head only, before the body is read, because it decides how the body is read.
 */
export type Wire = 'plain' | 'query' | 's3';

export function wireOf({ headers, method, url = '/' }: IncomingMessage): Wire {
  if (headers['x-amz-target'] !== undefined) return 'plain';
  const scope = signedService(headers.authorization, url);
  if (scope === 's3') return 's3';
  if (isS3Host(headers.host)) return 's3';
  const isRoot = url === '/' || url.startsWith('/?');
  if (isRoot && method === 'POST' && isForm(headers['content-type'])) return 'query';
  if (isRoot && method === 'GET' && /[?&]Action=/.test(url)) return 'query';
  return 'plain';
}

/** The service in the credential scope of the Authorization header, or of a presigned URL. */
function signedService(authorization: string | undefined, url: string): string | undefined {
  if (authorization !== undefined) {
    return /Credential=[^,\s]*\/([^/,\s]+)\/aws4_request/.exec(authorization)?.[1];
  }
  const credential = /[?&]X-Amz-Credential=([^&]*)/.exec(url)?.[1];
  // SigV2, which names no service: nobody but S3 takes it any more.
  if (credential === undefined) return /[?&]AWSAccessKeyId=[^&]/.test(url) ? 's3' : undefined;
  return /(?:%2F|\/)([a-z0-9-]+)(?:%2F|\/)aws4_request$/i.exec(credential)?.[1];
}

function isForm(type: string | undefined): boolean {
  return type?.split(';', 1)[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded';
}

/** `s3.localhost`, `s3.REGION.localhost` and `BUCKET.` before either; other names need a signature for S3. */
function isS3Host(host: string | undefined): boolean {
  const name = host === undefined ? undefined : parseHost(host)?.name;
  return name !== undefined && /(?:^|\.)s3(?:\.[a-z]+(?:-[a-z]+)+-\d)?\.localhost$/.test(name);
}
