import { parseHost } from './host-name.ts';

export interface S3Address {
  readonly labels: { readonly Bucket?: string };
  /** Of the key, percent-encoded, with its slash. */
  readonly path: string;
}

/**
 * Where the bucket of a request stands: before the host (`bucket.localhost`, `bucket.s3.localhost`,
 * `bucket.s3.REGION.localhost`), as clients do by default, or first in the path.
 */
export function s3Address(host: string | undefined, url: string): S3Address {
  const path = url.split('?', 1)[0] ?? '/';
  const bucket = bucketInHost(host);
  if (bucket !== undefined) return { labels: { Bucket: bucket }, path };
  const found = /^\/([^/]+)(\/.*)?$/s.exec(path);
  if (found === null) return { labels: {}, path: '/' };
  const [, first = '', rest = '/'] = found;
  return { labels: { Bucket: decoded(first) }, path: rest };
}

export function bucketInHost(host: string | undefined): string | undefined {
  const name = host === undefined ? undefined : parseHost(host)?.name;
  if (name?.endsWith('.localhost') !== true) return undefined;
  const service = /^(?:(.+)\.)?s3(?:\.[a-z]+(?:-[a-z]+)+-\d)?\.localhost$/.exec(name);
  return service === null ? name.slice(0, -'.localhost'.length) : service[1];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
