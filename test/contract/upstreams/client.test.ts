import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { ServiceContract } from '../../../src/aws/contract/contract.ts';
import { ec2Contract } from '../../../src/aws/contract/ec2.gen.ts';
import { iamContract } from '../../../src/aws/contract/iam.gen.ts';
import { s3Contract } from '../../../src/aws/contract/s3.gen.ts';
import { secretsmanagerContract } from '../../../src/aws/contract/secretsmanager.gen.ts';
import { stsContract } from '../../../src/aws/contract/sts.gen.ts';
import { innerCall } from '../../../src/aws/inner-call.ts';
import { realClock } from '../../../src/kernel/clock.ts';
import { upstreamService } from '../../../src/upstreams/client/service-client.ts';
import { Connections } from '../../../src/upstreams/connections.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';
import { trust } from '../iam/documents.ts';

let running: TestLongshore;
const connections = new Connections(realClock);
beforeAll(async () => {
  running = await startTestLongshore({ verifySignatures: { rootSecret: 'test' } });
});
afterAll(async () => {
  connections[Symbol.dispose]();
  await running[Symbol.asyncDispose]();
});

function caller(contract: ServiceContract, url: () => string = () => running.longshore.endpoint) {
  const upstream = { service: contract.signingName, urlIn: () => new URL(url()) };
  const credentialsFor = ({ account }: { account: string }) => ({
    accessKeyId: account,
    secretAccessKey: 'test',
  });
  const service = upstreamService(contract, upstream, { connections, clock: realClock, credentialsFor });
  return (operation: string, input: object): Promise<unknown> => {
    const account = '111122223333';
    const principalArn = `arn:aws:iam::${account}:root`;
    const signal = new AbortController().signal;
    const context = innerCall({ requestId: '1', account, region: 'us-east-1', principalArn, signal });
    return Promise.resolve(service.handle(operation, input, context));
  };
}

describe('Longshore as a client of other services', () => {
  test('awsJson', async () => {
    const call = caller(secretsmanagerContract);
    await call('CreateSecret', {
      ClientRequestToken: '00000000-0000-4000-8000-000000000000',
      Name: 'db',
      SecretBinary: 'aHVzaA==',
      Tags: [{ Key: 'k', Value: 'ü' }],
    });
    expect(await call('GetSecretValue', { SecretId: 'db' })).toMatchObject({
      Name: 'db',
      SecretBinary: 'aHVzaA==',
      CreatedDate: expect.any(Number),
    });
    await expect(call('GetSecretValue', { SecretId: 'none' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
      fault: 'client',
    });
  });

  test('awsQuery, with lists of structures, booleans and times', async () => {
    const call = caller(iamContract);
    const Tags = [
      { Key: 'a', Value: '1 + 2' },
      { Key: 'b', Value: '' },
    ];
    const input = { RoleName: 'app', AssumeRolePolicyDocument: trust, Tags, MaxSessionDuration: 7200 };
    expect(await call('CreateRole', input)).toMatchObject({ Role: { RoleName: 'app', Tags, Path: '/' } });
    expect(await call('ListRoleTags', { RoleName: 'app' })).toMatchObject({ Tags, IsTruncated: false });
    expect(await call('GetRole', { RoleName: 'app' })).toMatchObject({
      Role: { MaxSessionDuration: 7200, CreateDate: expect.any(Number) },
    });
    expect(await call('DeleteRole', { RoleName: 'app' })).toEqual({});
    const broken = { ...input, Tags: [{ Key: '&', Value: "'" }] };
    await expect(call('CreateRole', broken)).rejects.toThrow("Value '&' at 'tags.1.member.key'");
    // By the name that the model has for what the wire calls NoSuchEntity.
    await expect(call('GetRole', { RoleName: 'none' })).rejects.toMatchObject({
      code: 'NoSuchEntityException',
      httpStatus: 404,
    });
    const session = await caller(stsContract)('AssumeRole', {
      RoleArn: 'arn:aws:iam::111122223333:role/app',
      RoleSessionName: 'one',
    });
    expect(session).toMatchObject({ Credentials: { Expiration: expect.any(Number) } });
  });

  test('restXml, with labels, headers, documents and bodies', async () => {
    const call = caller(s3Contract);
    await call('CreateBucket', { Bucket: 'bucket' });
    const Key = 'a b/ü+1';
    const put = await call('PutObject', {
      Bucket: 'bucket',
      Key,
      Body: Buffer.from('body'),
      Metadata: { one: 'x' },
    });
    expect(put).toMatchObject({ ETag: '"841a2d689ad86bd1611447453c22c6fc"' });
    const got = await call('GetObject', { Bucket: 'bucket', Key });
    expect(got).toMatchObject({ ContentLength: 4, Metadata: { one: 'x' }, LastModified: expect.any(Number) });
    expect(got).toHaveProperty('Body', Buffer.from('body'));
    const listed = await call('ListObjectsV2', { Bucket: 'bucket', Prefix: 'a b/' });
    expect(listed).toMatchObject({ KeyCount: 1, Contents: [{ Key, Size: 4 }] });
    const Tagging = { TagSet: [{ Key: 'k', Value: 'v' }] };
    await call('PutObjectTagging', { Bucket: 'bucket', Key, Tagging });
    expect(await call('GetObjectTagging', { Bucket: 'bucket', Key })).toMatchObject(Tagging);
    await expect(call('GetObject', { Bucket: 'bucket', Key: 'none' })).rejects.toMatchObject({
      code: 'NoSuchKey',
    });
  });

  test('a protocol that it does not speak is said', async () => {
    await expect(caller(ec2Contract)('DescribeVpcs', {})).rejects.toThrow(
      'Longshore itself cannot call EC2, which speaks ec2Query.',
    );
  });

  test('what is no answer of AWS is said with its status', async () => {
    const server = createServer((request, response) => {
      void text(request).then(() =>
        response.writeHead(request.headers['x-amz-target'] ? 200 : 404).end('<html>nope'),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const url = () =>
      `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    await expect(caller(iamContract, url)('GetUser', {})).rejects.toThrow('HTTP 404: <html>nope');
    await expect(caller(secretsmanagerContract, url)('ListSecrets', {})).rejects.toThrow('cannot be read');
  });
});
