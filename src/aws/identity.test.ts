import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError } from './aws-error.ts';
import { identify } from './identity.ts';

const defaults = { account: '000000000000', region: 'us-east-1' };
const none = new URLSearchParams();
const signed = (credential: string): string =>
  `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=abc`;
const fromHeader = (authorization: string): unknown => identify({ authorization }, none, defaults);

test('no signature gives the defaults', () => {
  expect(identify({}, none, defaults)).toEqual({ accessKeyId: undefined, ...defaults, service: undefined });
});

test('region and service come from the credential scope', () => {
  expect(fromHeader(signed('AKIAIOSFODNN7EXAMPLE/20260101/eu-west-1/ecs/aws4_request'))).toEqual({
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    account: '000000000000',
    region: 'eu-west-1',
    service: 'ecs',
  });
});

test('spaces between the parts do not matter', () => {
  const tight =
    'AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/ecs/aws4_request,SignedHeaders=host,Signature=abc=';
  expect(fromHeader(tight)).toMatchObject({ accessKeyId: 'a', region: 'eu-west-1' });
});

test('an access key id of twelve digits is the account', () => {
  expect(fromHeader(signed('123456789012/20260101/eu-west-1/ecs/aws4_request'))).toMatchObject({
    account: '123456789012',
  });
  expect(fromHeader(signed('1234567890123/20260101/eu-west-1/ecs/aws4_request'))).toMatchObject({
    account: '000000000000',
  });
});

test('a presigned URL', () => {
  const query = new URLSearchParams({
    'X-Amz-Credential': '111122223333/20260101/eu-west-1/ecs/aws4_request',
  });
  expect(identify({}, query, defaults)).toMatchObject({
    account: '111122223333',
    region: 'eu-west-1',
    service: 'ecs',
  });
});

test('SigV4a names its regions in a header', () => {
  const authorization =
    'AWS4-ECDSA-P256-SHA256 Credential=a/20260101/ecs/aws4_request, SignedHeaders=host, Signature=f';
  const regions = (set: string): unknown =>
    identify({ authorization, 'x-amz-region-set': set }, none, defaults);
  expect(regions('eu-west-1,eu-west-2')).toMatchObject({ region: 'eu-west-1', service: 'ecs' });
  expect(regions('*')).toMatchObject({ region: 'us-east-1' });
});

test.each([
  [
    'AWS4-HMAC-SHA256',
    "requires 'Credential' parameter. Authorization header requires 'Signature' parameter.",
  ],
  ['AWS4-HMAC-SHA256 Credential=a/b/c/d/e', "Authorization header requires 'Signature' parameter."],
  ['AWS4-HMAC-SHA256 nonsense', "'nonsense' not a valid key=value pair (missing equal-sign)"],
  [
    signed('AKIA'),
    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIA'",
  ],
  [signed('a//b/c/d'), 'Credential must have exactly 5 slash-delimited elements'],
])('%s is an incomplete signature', (authorization, text) => {
  expect(() => fromHeader(authorization)).toThrow(
    expect.objectContaining({ code: 'IncompleteSignatureException' }),
  );
  expect(() => fromHeader(authorization)).toThrow(text);
});

test.each(['Basic YTpi', 'Bearer x', 'AWS4-HMAC-SHA512 Credential=a'])(
  '%s is no AWS authentication',
  (authorization) => {
    expect(() => fromHeader(authorization)).toThrow(
      expect.objectContaining({ code: 'MissingAuthenticationTokenException' }),
    );
  },
);

test('arbitrary headers throw nothing but AwsError', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (text, isSigned) => {
      try {
        fromHeader(isSigned ? `AWS4-HMAC-SHA256 ${text}` : text);
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
      }
    }),
  );
});
