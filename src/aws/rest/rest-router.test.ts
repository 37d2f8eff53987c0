import { describe, expect, test } from 'vitest';
import { s3Contract } from '../contract/s3.gen.ts';
import { RestRouter } from './rest-router.ts';

const router = new RestRouter(s3Contract);
const find = (
  method: string,
  path: string,
  query = '',
  headers: Readonly<Record<string, string>> = {},
  labels: Readonly<Record<string, string>> = { Bucket: 'b' },
): string | undefined =>
  router.find({ method, path, query: new URLSearchParams(query), headers, labels })?.operation;

describe('Amazon S3', () => {
  test.each([
    ['GET', '/', '', 'ListObjects'],
    ['GET', '/', 'list-type=2&prefix=a', 'ListObjectsV2'],
    ['GET', '/', 'list-type=1', 'ListObjects'],
    ['GET', '/', 'location', 'GetBucketLocation'],
    ['GET', '/', 'uploads', 'ListMultipartUploads'],
    ['GET', '/', 'versioning', 'GetBucketVersioning'],
    ['HEAD', '/', '', 'HeadBucket'],
    ['PUT', '/', '', 'CreateBucket'],
    ['PUT', '/', 'tagging', 'PutBucketTagging'],
    ['DELETE', '/', '', 'DeleteBucket'],
    ['POST', '/', 'delete', 'DeleteObjects'],
    ['GET', '/k', '', 'GetObject'],
    ['GET', '/k', 'x-id=GetObject', 'GetObject'],
    ['GET', '/k', 'uploadId=u', 'ListParts'],
    ['GET', '/k', 'uploadId=u&x-id=ListParts', 'ListParts'],
    ['GET', '/k', 'tagging', 'GetObjectTagging'],
    ['GET', '/k', 'response-content-type=a', 'GetObject'],
    ['HEAD', '/k', '', 'HeadObject'],
    ['PUT', '/k', '', 'PutObject'],
    ['PUT', '/k', 'partNumber=1&uploadId=u', 'UploadPart'],
    ['POST', '/k', 'uploads', 'CreateMultipartUpload'],
    ['POST', '/k', 'uploadId=u', 'CompleteMultipartUpload'],
    ['DELETE', '/k', '', 'DeleteObject'],
    ['DELETE', '/k', 'uploadId=u', 'AbortMultipartUpload'],
    ['POST', '/k', '', undefined],
    ['PATCH', '/k', '', undefined],
  ])('%s %s?%s', (method, path, query, operation) => {
    expect(find(method, path, query)).toBe(operation);
  });

  test('headers tell a copy', () => {
    const headers = { 'x-amz-copy-source': 'a/b' };
    expect(find('PUT', '/k', '', headers)).toBe('CopyObject');
    expect(find('PUT', '/k', 'partNumber=1&uploadId=u', headers)).toBe('UploadPartCopy');
  });

  test('without a bucket there are only buckets', () => {
    expect(find('GET', '/', '', {}, {})).toBe('ListBuckets');
    expect(find('GET', '/k', '', {}, {})).toBeUndefined();
  });

  test.each([
    ['/a/b', 'a/b'],
    ['/a%2Fb%20c', 'a/b c'],
    ['/%E2%82%AC', '€'],
    ['/a//b/', 'a//b/'],
    ['/..%2f..', '../..'],
    ['/100%', '100%'],
    ['/a\nb', 'a\nb'],
  ])('the key of %j', (path, Key) => {
    const call = { method: 'GET', path, query: new URLSearchParams(), headers: {}, labels: { Bucket: 'b' } };
    expect(router.find(call)?.labels).toEqual({ Bucket: 'b', Key });
  });
});
