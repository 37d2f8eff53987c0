import { AwsError } from '../aws-error.ts';
import { amzTime } from './amz-time.ts';
import type { ReadSignature, V2Signature, V4Signature } from './read-signature.ts';

/*
 * How each protocol refuses a signature; AWS has other names and texts in each.
 */

export interface Mismatch {
  readonly accessKeyId: string;
  readonly provided: string;
  readonly stringToSign: string;
  /** Absent in Signature Version 2, which has none, and for a chunk of a body. */
  readonly canonicalRequest?: string;
}

export interface Untimely {
  /** When it was signed, and what the time is; milliseconds since the epoch. */
  readonly signed: number;
  readonly now: number;
  /** For how long before or after that time it is good, in milliseconds. */
  readonly lasts: number;
}

export interface SignatureRefusals {
  /** Milliseconds for which a signature may be ahead of the time here. */
  readonly longestAhead: number;
  missing(): AwsError;
  unknownKey(accessKeyId: string): AwsError;
  mismatch(what: Mismatch): AwsError;
  expired(when: Untimely): AwsError;
  early(when: Untimely): AwsError;
  /** The signature is for another service. */
  misdirected(signed: string, service: string): AwsError;
  /** The signature is not whole, or not of the form. */
  broken(problem: string): AwsError;
  /** The body is not the one whose hash was signed. */
  payload(claimed: string, computed: string): AwsError;
  /** A header that must be signed is not. */
  unsignedHeaders(names: readonly string[]): AwsError;
}

const CHECK =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
  'and signing method. Consult the service documentation for details.';
const NO_TOKEN = 'Request is missing Authentication Token';
const UNKNOWN = 'The security token included in the request is invalid.';
const HOST = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";

const minutes = (ms: number): string =>
  ms % 60_000 === 0 ? `${ms / 60_000} min.` : `${Math.round(ms / 1000)} sec.`;

function expiredText({ signed, now, lasts }: Untimely): string {
  return (
    `Signature expired: ${amzTime(signed)} is now earlier than ${amzTime(now - lasts)} ` +
    `(${amzTime(now)} - ${minutes(lasts)})`
  );
}

function earlyText({ signed, now, lasts }: Untimely): string {
  return (
    `Signature not yet current: ${amzTime(signed)} is still later than ${amzTime(now + lasts)} ` +
    `(${amzTime(now)} + ${minutes(lasts)})`
  );
}

interface Names {
  readonly missing: string;
  readonly unknown: string;
  readonly mismatch: string;
  readonly incomplete: string;
  readonly status: number;
}

function refusals({ missing, unknown, mismatch, incomplete, status }: Names): SignatureRefusals {
  const refuse = (code: string, message: string): AwsError =>
    new AwsError(code, message, { httpStatus: status });
  return {
    longestAhead: 5 * 60_000,
    missing: () => refuse(missing, NO_TOKEN),
    unknownKey: () => refuse(unknown, UNKNOWN),
    mismatch: () => refuse(mismatch, CHECK),
    expired: (when) => refuse(mismatch, expiredText(when)),
    early: (when) => refuse(mismatch, earlyText(when)),
    misdirected: (_signed, service) =>
      refuse(mismatch, `Credential should be scoped to correct service: '${service}'.`),
    broken: (problem) => refuse(incomplete, problem),
    payload: () => refuse(mismatch, CHECK),
    unsignedHeaders: () => refuse(mismatch, HOST),
  };
}

export const jsonSignatureRefusals: SignatureRefusals = refusals({
  missing: 'MissingAuthenticationTokenException',
  unknown: 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
  incomplete: 'IncompleteSignatureException',
  status: 400,
});

export const querySignatureRefusals: SignatureRefusals = refusals({
  missing: 'MissingAuthenticationToken',
  unknown: 'InvalidClientTokenId',
  mismatch: 'SignatureDoesNotMatch',
  incomplete: 'IncompleteSignature',
  status: 403,
});

/** REST services answer 403. */
export const restJsonSignatureRefusals: SignatureRefusals = refusals({
  missing: 'MissingAuthenticationTokenException',
  unknown: 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
  incomplete: 'IncompleteSignatureException',
  status: 403,
});

const authFailure = (): AwsError =>
  new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', {
    httpStatus: 401,
  });

/** EC2 does not say what is wrong with a signature. */
export const ec2SignatureRefusals: SignatureRefusals = {
  ...querySignatureRefusals,
  missing: () => new AwsError('MissingParameter', 'The request must contain the parameter AWSAccessKeyId'),
  unknownKey: authFailure,
  mismatch: authFailure,
  expired: () => new AwsError('RequestExpired', 'Request has expired.'),
  payload: authFailure,
  unsignedHeaders: authFailure,
};

const forbidden = (code: string, message: string, members = {}): AwsError =>
  new AwsError(code, message, { httpStatus: 403, members });

/** Bytes in hexadecimal digits, parted by blanks. */
const bytesOf = (text: string): string => Buffer.from(text).toString('hex').replace(/../g, '$& ').trim();

/** Amazon S3's, which say what should have been signed. */
export const s3SignatureRefusals: SignatureRefusals = {
  longestAhead: 15 * 60_000,
  missing: () => forbidden('AccessDenied', 'Access Denied'),
  unknownKey: (accessKeyId) =>
    forbidden('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
      AWSAccessKeyId: accessKeyId,
    }),
  mismatch: ({ accessKeyId, provided, stringToSign, canonicalRequest }) =>
    forbidden(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      {
        AWSAccessKeyId: accessKeyId,
        StringToSign: stringToSign,
        SignatureProvided: provided,
        StringToSignBytes: bytesOf(stringToSign),
        ...(canonicalRequest !== undefined && {
          CanonicalRequest: canonicalRequest,
          CanonicalRequestBytes: bytesOf(canonicalRequest),
        }),
      },
    ),
  expired: tooSkewed,
  early: tooSkewed,
  misdirected: (signed) =>
    new AwsError(
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; incorrect service "${signed}". This endpoint belongs to "s3".`,
    ),
  broken: (problem) => new AwsError('AuthorizationHeaderMalformed', problem),
  payload: (claimed, computed) =>
    new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { members: { ClientComputedContentSHA256: claimed, S3ComputedContentSHA256: computed } },
    ),
  unsignedHeaders: (names) =>
    forbidden('AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: names.join(', '),
    }),
};

function tooSkewed({ signed, now, lasts }: Untimely): AwsError {
  return forbidden(
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    {
      RequestTime: amzTime(signed),
      ServerTime: new Date(now).toISOString().replace(/\.\d{3}/, ''),
      MaxAllowedSkewMilliseconds: lasts,
    },
  );
}

/** Amazon S3 wants to be told of the body's hash, where it is not a URL that was signed. */
export const missingContentHash = (): AwsError =>
  new AwsError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');

/** What may stand for the hash of a body. */
export const payloadWords: readonly string[] = [
  'UNSIGNED-PAYLOAD',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD',
  'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER',
];

export const unknownContentHash = (ArgumentValue: string): AwsError =>
  new AwsError(
    'InvalidArgument',
    `x-amz-content-sha256 must be ${payloadWords.join(', ')} or a valid sha256 value.`,
    { members: { ArgumentName: 'x-amz-content-sha256', ArgumentValue } },
  );

/** Of what is no signature that could be checked. */
export function unreadable(
  read: Exclude<ReadSignature, V4Signature | V2Signature>,
  refuse: SignatureRefusals,
): AwsError {
  switch (read.kind) {
    case 'none':
      return refuse.missing();
    case 'v4a':
      return refuse.broken(
        'Longshore cannot check signatures of SigV4a (AWS4-ECDSA-P256-SHA256): sign with AWS4-HMAC-SHA256.',
      );
    case 'broken':
      return refuse.broken(read.problem);
    default:
      return read satisfies never;
  }
}
