import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOptions } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';

let longshore: TestLongshore;
let s3: S3Client;
const Bucket = 'forms';

beforeAll(async () => {
  longshore = await startTestLongshore();
  s3 = new S3Client({ ...clientOptions(longshore), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => longshore[Symbol.asyncDispose]());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function post(
  fields: Readonly<Record<string, string>>,
  file: Blob | 'none' = new Blob(['hello'], { type: 'text/plain' }),
): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (file !== 'none') form.set('file', file, 'my file.txt');
  const url = `${longshore.longshore.endpoint}/${Bucket}`;
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const policy = (conditions: readonly unknown[], expiration = '2099-01-01T00:00:00Z'): string =>
  Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');

test('a file becomes an object, with the fields for headers', async () => {
  const { status, headers, text } = await post({
    key: 'up/${filename}',
    'Content-Type': 'text/x-mine',
    'x-amz-meta-Colour': 'blue',
    success_action_status: '201',
    tagging: '',
  });
  expect([status, headers.get('content-type')]).toEqual([201, 'application/xml']);
  expect(text).toContain(
    '<Bucket>forms</Bucket><Key>up/my file.txt</Key><ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag>',
  );
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'up/my file.txt' }));
  expect(await got.Body?.transformToString()).toBe('hello');
  expect(got).toMatchObject({ ContentType: 'text/x-mine', Metadata: { colour: 'blue' } });
});

test('large files, whatever they hold', async () => {
  const bytes = randomBytes(3_000_000);
  expect((await post({ key: 'large' }, new Blob([bytes, '\r\n--', '\r\n', bytes]))).status).toBe(204);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'large' }));
  const got = Buffer.from((await Body?.transformToByteArray()) ?? []);
  expect(got.equals(Buffer.concat([bytes, Buffer.from('\r\n--\r\n'), bytes]))).toBe(true);
});

test('where it leads to', async () => {
  const { status, headers } = await post({
    key: 'a',
    success_action_redirect: 'https://example.com/done?x=1',
  });
  expect(status).toBe(303);
  expect(headers.get('location')).toBe(
    'https://example.com/done?x=1&bucket=forms&key=a&etag=%225d41402abc4b2a76b9719d911017c592%22',
  );
});

describe('a policy', () => {
  const agreed = [{ bucket: Bucket }, ['starts-with', '$key', 'user/'], ['content-length-range', 2, 10]];

  test('that holds', async () => {
    expect((await post({ key: 'user/a', policy: policy(agreed) })).status).toBe(204);
  });

  test.each([
    [
      'another key',
      { key: 'other', policy: policy(agreed) },
      'AccessDenied',
      'Invalid according to Policy: Policy Condition failed: [&quot;starts-with&quot;,&quot;$key&quot;,&quot;user/&quot;]',
    ],
    [
      'a field too many',
      { key: 'user/a', 'x-amz-meta-a': '1', policy: policy(agreed) },
      'AccessDenied',
      'Invalid according to Policy: Extra input fields: x-amz-meta-a',
    ],
    [
      'the end of its time',
      { key: 'user/a', policy: policy(agreed, '2020-01-01T00:00:00Z') },
      'AccessDenied',
      'Invalid according to Policy: Policy expired.',
    ],
    ['no JSON', { key: 'user/a', policy: 'eA==' }, 'InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.'],
    [
      'a file too large',
      { key: 'user/big', policy: policy([...agreed.slice(0, 2), ['content-length-range', 0, 4]]) },
      'EntityTooLarge',
      'Your proposed upload exceeds the maximum allowed size',
    ],
    [
      'a file too small',
      { key: 'user/small', policy: policy([...agreed.slice(0, 2), ['content-length-range', 6, 9]]) },
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
    ],
  ])('refuses %s', async (_, fields, code, message) => {
    const { text } = await post(fields);
    expect(text).toContain(`<Code>${code}</Code><Message>${message}</Message>`);
    expect(
      await s3.send(new HeadObjectCommand({ Bucket, Key: fields.key })).catch((error: unknown) => error),
    ).toMatchObject(fields.key === 'user/a' ? {} : { name: 'NotFound' });
  });
});

test('what is no such form', async () => {
  expect((await post({ key: 'a' }, 'none')).text).toContain(
    '<Message>POST requires exactly one file upload per request.</Message>',
  );
  expect((await post({})).text).toContain('Bucket POST must contain a field named &#39;key&#39;.');
  expect((await post({ key: 'a', x: 'y'.repeat(30_000) })).text).toContain('MaxPostPreDataLengthExceeded');
});
