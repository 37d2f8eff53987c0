import { describe, expect, test } from 'vitest';
import { calledService } from './called-service.ts';
import { passedOn } from './headers.ts';
import { signingRegion } from './service-names.ts';
import { readUpstreams } from './upstreams.ts';

describe('--upstream', () => {
  const urlOf = (entries: readonly string[], service: string): string | undefined =>
    readUpstreams(entries).find(service)?.urlIn('eu-west-1').href;

  test('one service, all, and all but one', () => {
    const entries = ['s3=http://minio:9000', '*=http://moto:5000/', 'ssm=embedded'];
    expect(urlOf(entries, 's3')).toBe('http://minio:9000/');
    expect(urlOf(entries, 'sqs')).toBe('http://moto:5000/');
    expect(urlOf(entries, 'ssm')).toBeUndefined();
    expect(urlOf(entries, 'ecs')).toBeUndefined();
  });

  test('names of the CLI, and AWS itself', () => {
    expect(urlOf(['elbv2=http://a'], 'elasticloadbalancing')).toBe('http://a/');
    expect(readUpstreams(['s3=http://a', '*=aws']).ofAws).toEqual(['*']);
    expect(urlOf(['*=aws'], 'sqs')).toBe('https://sqs.eu-west-1.amazonaws.com/');
    expect(urlOf(['*=aws'], 'ecr')).toBe('https://api.ecr.eu-west-1.amazonaws.com/');
    expect(urlOf(['*=aws'], 'iam')).toBe('https://iam.amazonaws.com/');
  });

  test.each([
    ['s3', 'is not SERVICE=URL'],
    ['=http://a', 'is not SERVICE=URL'],
    ['s3=minio:9000', 'is no URL of an endpoint'],
    ['s3=ftp://a', 'is no URL of an endpoint'],
    ['s3=http://a?b', 'is no URL of an endpoint'],
    ['s3=http://me:secret@a', 'credentials do not go into the URL'],
    ['ecs=http://a', 'Longshore itself is Amazon ECS'],
    ['s 3=http://a', 'names no service'],
  ])('%s is refused', (entry, problem) => {
    expect(() => readUpstreams([entry])).toThrow(problem);
  });

  test('a service that is given twice is refused', () => {
    expect(() => readUpstreams(['s3=http://a', 's3api=http://b'])).toThrow('s3 is given twice');
  });
});

test.each([
  ['iam', 'eu-west-1', 'iam.amazonaws.com', 'us-east-1'],
  ['iam', 'cn-northwest-1', 'iam.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ['iam', 'us-gov-east-1', 'iam.us-gov.amazonaws.com', 'us-gov-west-1'],
  ['ecr', 'eu-west-1', 'api.ecr.eu-west-1.amazonaws.com', 'eu-west-1'],
  ['sqs', 'cn-north-1', 'sqs.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
])('%s of AWS in %s is at %s, which is signed for as in %s', (service, region, host, signed) => {
  const url = readUpstreams(['*=aws']).find(service)?.urlIn(region);
  expect(url?.host).toBe(host);
  expect(url && signingRegion(url, region)).toBe(signed);
});

test('an address that is none of AWS takes the region that was asked for', () => {
  expect(signingRegion(new URL('http://minio:9000'), 'eu-west-1')).toBe('eu-west-1');
});

describe('the service that is called', () => {
  const of = (headers: Record<string, string>, url = '/', method = 'GET') =>
    calledService({ method, url, headers });
  const form = { 'content-type': 'multipart/form-data; boundary=x' };

  test('a form with a file is for a bucket', () => {
    expect(of(form, '/bucket', 'POST')).toBe('s3');
    expect(of({ ...form, host: 'bucket.localhost' }, '/', 'POST')).toBe('s3');
    expect(of(form, '/bucket/key', 'POST')).toBeUndefined();
    expect(of(form, '/bucket')).toBeUndefined();
  });
  const signed = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=A/20260101/r/${service}/aws4_request, x`,
  });

  test.each([
    [{ 'x-amz-target': 'AmazonSQS.SendMessage' }, '/', 'sqs'],
    [{ 'x-amz-target': 'Unknown.Call', ...signed('glue') }, '/', 'glue'],
    [signed('s3express'), '/', 's3'],
    [{ authorization: 'AWS4-ECDSA-P256-SHA256 Credential=A/20260101/s3/aws4_request, x' }, '/', 's3'],
    [{}, '/?X-Amz-Credential=A%2F20260101%2Fr%2Fsts%2Faws4_request&b', 'sts'],
    [{}, '/b/k?AWSAccessKeyId=A&Signature=b', 's3'],
    [{ host: 'sqs.eu-west-1.localhost:4566' }, '/', 'sqs'],
    [{ host: 'api.ecr.eu-west-1.amazonaws.com' }, '/', 'ecr'],
    [{ host: 'a.bucket.s3.localhost:4566' }, '/key', 's3'],
    [{ host: 'bucket.localhost' }, '/', undefined],
    [{ host: 'localhost:4566' }, '/', undefined],
    [{}, '/service/GraniteServiceVersion20100801/operation/ListMetrics', 'monitoring'],
    [{}, '/2015-03-31/functions/f/invocations', 'lambda'],
  ])('%j %s: %s', (headers, url, service) => {
    expect(of(headers, url)).toBe(service);
  });
});

test('headers of the connection are not passed on', () => {
  const raw = [
    'Host',
    'a',
    'Connection',
    'close, X-Hop',
    'x-hop',
    '1',
    'TE',
    'x',
    'X-Amz-Date',
    '2',
    'Set-Cookie',
    'b',
    'Set-Cookie',
    'c',
  ];
  expect(passedOn(raw)).toEqual(['Host', 'a', 'X-Amz-Date', '2', 'Set-Cookie', 'b', 'Set-Cookie', 'c']);
});
