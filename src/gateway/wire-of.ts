import type { IncomingMessage } from 'node:http';
import { RPC_V2_CBOR } from '../aws/cbor/cbor-protocol.ts';
import type { Service } from '../aws/service.ts';
import { parseHost } from './host-name.ts';

/**
 * Which wire protocol a request speaks, as far as that decides who answers it. One port serves all
 * services, so a path alone says little: `GET /` may be the welcome page, a presigned GetCallerIdentity or
 * ListBuckets. `plain`: nothing but method and path decide; calls with X-Amz-Target are among these.
 * `rest`: restJson1, of the service that `restServiceOf` tells.
 */
export type Wire = 'plain' | 'query' | 'cbor' | 's3' | 'rest';

/** What is known of a request before its body. */
export type RequestHead = Pick<IncomingMessage, 'headers' | 'method' | 'url'>;

/** Looks at the head only, before the body is read, because it decides how the body is read. */
export interface Wires {
  readonly wireOf: (request: RequestHead) => Wire;
  /** The service that a request is meant for whose wire is `rest`. */
  readonly restServiceOf: (request: RequestHead) => Service | undefined;
  /** The same of the wire `query`, as far as the signature tells. */
  readonly queryServiceOf: (request: RequestHead) => Service | undefined;
}

export function wiresOf(services: readonly Service[]): Wires {
  const rest = new Map(
    services
      .filter(({ contract }) => contract.protocol === 'restJson1')
      .map((service) => [service.contract.signingName, service]),
  );
  /** Of a request that neither its headers nor S3 claim. */
  const restOf = (scope: string | undefined, host: string | undefined): Service | undefined => {
    if (rest.size === 0) return undefined;
    const name = scope ?? serviceInHost(host);
    return name === undefined ? undefined : rest.get(name);
  };
  return {
    wireOf: ({ headers, method, url = '/' }) => {
      if (headers['x-amz-target'] !== undefined) return 'plain';
      if (headers['smithy-protocol'] === RPC_V2_CBOR) return 'cbor';
      const scope = signedService(headers.authorization, url);
      if (scope === 's3' || isS3Host(headers.host)) return 's3';
      if (restOf(scope, headers.host) !== undefined) return 'rest';
      if (method === 'POST' && isBucket(url) && isUpload(headers['content-type'])) return 's3';
      const isRoot = url === '/' || url.startsWith('/?');
      if (isRoot && method === 'POST' && isForm(headers['content-type'])) return 'query';
      if (isRoot && (method === 'GET' || method === 'POST') && /[?&]Action=/.test(url)) return 'query';
      return 'plain';
    },
    restServiceOf: ({ headers, url = '/' }) =>
      restOf(signedService(headers.authorization, url), headers.host),
    queryServiceOf: ({ headers, url = '/' }) => {
      const signed = signedService(headers.authorization, url);
      return services.find(
        ({ contract: { protocol, signingName } }) =>
          signingName === signed && (protocol === 'awsQuery' || protocol === 'ec2Query'),
      );
    },
  };
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

/** A form with a file: nobody but S3 takes one, at a bucket's own path, which may have been brought elsewhere. */
const isUpload = (type: string | undefined): boolean => /^multipart\/form-data\s*;/i.test(type ?? '');
const isBucket = (url: string): boolean => /^(?:\/_s3)?\/[^/?]*\/?(?:\?|$)/.test(url);

/** `s3.localhost`, `s3.REGION.localhost` and `BUCKET.` before either; other names need a signature for S3. */
function isS3Host(host: string | undefined): boolean {
  const name = host === undefined ? undefined : parseHost(host)?.name;
  return name !== undefined && /(?:^|\.)s3(?:\.[a-z]+(?:-[a-z]+)+-\d)?\.localhost$/.test(name);
}

/** `scheduler.localhost`, `scheduler.REGION.localhost`: for those who sign nothing. */
function serviceInHost(host: string | undefined): string | undefined {
  const name = host === undefined ? undefined : parseHost(host)?.name;
  return /^([a-z0-9-]+)(?:\.[a-z]+(?:-[a-z]+)+-\d)?\.localhost$/.exec(name ?? '')?.[1];
}
