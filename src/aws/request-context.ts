import { partitionOf, rootArn } from './arn.ts';
import type { Authorize } from './authorization.ts';
import type { AwsError } from './aws-error.ts';
import type { ServiceContract } from './contract/contract.ts';
import { identify, type FindSession, type IdentityDefaults } from './identity.ts';
import { header, type Headers } from './json/json-protocol.ts';
import type { Client, RequestContext } from './service.ts';
import { jsonSignatureRefusals, type SignatureRefusals } from './sigv4/refusals.ts';
import type { RequestSignature } from './sigv4/verify.ts';

/** What every protocol needs of a request beside its body. */
export interface AwsRequest {
  readonly method: string;
  readonly headers: Headers;
  /** Query of the URL, where a presigned request keeps its signature. */
  readonly query: URLSearchParams;
  readonly requestId: string;
  /** Account and region of callers that sign nothing or with made-up credentials. */
  readonly defaults: IdentityDefaults;
  /** Knows the credentials that were given out here. */
  readonly findSession?: FindSession;
  /** Weighs what the caller may do; absent where nothing is enforced. */
  readonly authorize?: Authorize;
  /** There with `authorize`. */
  readonly client?: Client;
  /** Absent where signatures are not looked at. */
  readonly signature?: RequestSignature;
  /** Where it is in memory, or how it comes. */
  readonly body?: Uint8Array | string | AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

/** What became of a request, beside the answer; for the request log. */
export interface Outcome {
  /** Absent where the request named none that exists. */
  readonly operation?: string;
  /** Absent where the signature could not be read, or nobody had to be known. */
  readonly caller?: Caller;
  /** What went wrong, with its cause; never part of the answer itself. */
  readonly error?: unknown;
}

export type Caller = Pick<RequestContext, 'account' | 'region'>;

export const callerOf = ({ account, region }: RequestContext): Caller => ({ account, region });

/** How a protocol refuses temporary credentials; AWS has other names and texts in each. */
export interface CredentialRefusals {
  readonly expired: () => AwsError;
  readonly invalid: () => AwsError;
  /** Of the signature; those of awsJson where absent. */
  readonly signature?: SignatureRefusals;
}

/**
 * Who calls, and from where. Credentials of Longshore's own STS and IAM stand for the session or user that they
 * were made for; all others for the account's root. Throws what the protocol answers to credentials that
 * have ended and, where signatures are looked at, to a call that nobody known has signed.
 */
export function contextOf(
  request: AwsRequest,
  refusals: CredentialRefusals,
  contract?: Pick<ServiceContract, 'signingName'>,
): RequestContext {
  const context = callerContext(request, refusals);
  if (request.signature !== undefined) {
    const { body } = request;
    const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : undefined;
    request.signature.check(refusals.signature ?? jsonSignatureRefusals, bytes, contract?.signingName);
  }
  return context;
}

function callerContext(request: AwsRequest, refusals: CredentialRefusals): RequestContext {
  const { headers, query, defaults, requestId, signal, findSession } = request;
  const { account, region, accessKeyId, service } = identify(headers, query, defaults);
  const partition = partitionOf(region);
  const root = {
    requestId,
    account,
    region,
    partition,
    principalArn: rootArn({ partition, account }),
    ...(request.client !== undefined && { client: request.client }),
    signal,
  };
  if (accessKeyId === undefined || findSession === undefined) return root;
  const token =
    header(headers, 'x-amz-security-token') ??
    query.get('X-Amz-Security-Token') ??
    query.get('x-amz-security-token') ??
    undefined;
  const session = findSession(accessKeyId, token, { region, service });
  if (session === undefined) return { ...root, accessKeyId };
  switch (session.state) {
    case 'valid': {
      const { principalArn, principalId } = session;
      return { ...root, account: session.account, principalArn, principalId, accessKeyId };
    }
    case 'expired':
      throw refusals.expired();
    case 'invalid':
      throw refusals.invalid();
    default:
      return session satisfies never;
  }
}
