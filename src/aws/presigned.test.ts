import { expect, test } from 'vitest';
import { refuseExpired } from './presigned.ts';

const now = Date.parse('2026-01-01T00:10:00Z');
const check = (query: Readonly<Record<string, string>>): void =>
  refuseExpired(new URLSearchParams(query), now);
const v4 = { 'X-Amz-Credential': 'a/20260101/us-east-1/s3/aws4_request', 'X-Amz-Date': '20260101T000000Z' };
const v2 = { AWSAccessKeyId: 'a', Signature: 'b' };

test('a presigned request passes until its end', () => {
  for (const query of [{}, { ...v4, 'X-Amz-Expires': '600' }, { ...v2, Expires: String(now / 1000) }]) {
    expect(() => check(query)).not.toThrow();
  }
});

test('and not after', () => {
  for (const query of [
    { ...v4, 'X-Amz-Expires': '599' },
    { ...v2, Expires: String(now / 1000 - 1) },
  ]) {
    expect(() => check(query)).toThrow(expect.objectContaining({ code: 'AccessDenied', httpStatus: 403 }));
  }
});

test.each([
  [{ ...v4, 'X-Amz-Expires': '604801' }],
  [{ ...v4, 'X-Amz-Expires': 'x' }],
  [v4],
  [v2],
  [{ ...v4, 'X-Amz-Date': 'now', 'X-Amz-Expires': '1' }],
])('%j is malformed', (query) => {
  expect(() => check(query)).toThrow(expect.objectContaining({ code: 'AuthorizationQueryParametersError' }));
});
