import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { call, send, signed } from './http.ts';

/** One port, every protocol, without an SDK between. */
let longshore: TestLongshore;
let endpoint: string;

beforeAll(async () => {
  longshore = await startTestLongshore();
  ({ endpoint } = longshore.longshore);
});
afterAll(() => longshore[Symbol.asyncDispose]());

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
const form = (body: string, service?: string): ReturnType<typeof send> =>
  send(endpoint, {
    method: 'POST',
    headers: { 'content-type': FORM, ...(service !== undefined && signed(service)) },
    body,
  });

describe('awsQuery', () => {
  test('an answer, word for word', async () => {
    const { status, headers, body } = await form('Action=GetCallerIdentity&Version=2011-06-15', 'sts');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/xml');
    const id = String(headers['x-amzn-requestid']);
    expect(body).toBe(
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
        '<UserId>111122223333</UserId><Account>111122223333</Account>' +
        '<Arn>arn:aws:iam::111122223333:root</Arn></GetCallerIdentityResult>' +
        `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></GetCallerIdentityResponse>\n`,
    );
  });

  test('an operation without a result', async () => {
    const trust = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}';
    const create = `Action=CreateRole&Version=2010-05-08&RoleName=w&AssumeRolePolicyDocument=${encodeURIComponent(trust)}`;
    expect(await form(create, 'iam')).toMatchObject({ status: 200 });
    const { body } = await form('Action=DeleteRole&Version=2010-05-08&RoleName=w', 'iam');
    expect(body).toMatch(
      /^<DeleteRoleResponse xmlns="https:\/\/iam.amazonaws.com\/doc\/2010-05-08\/"><ResponseMetadata><RequestId>[0-9a-f-]{36}<\/RequestId><\/ResponseMetadata><\/DeleteRoleResponse>\n$/,
    );
  });

  test('an error, word for word', async () => {
    const { status, body, headers } = await form('Action=GetRole&Version=2010-05-08&RoleName=no', 'iam');
    expect(status).toBe(404);
    expect(body).toBe(
      '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>' +
        '<Code>NoSuchEntity</Code><Message>The role with name no cannot be found.</Message></Error>' +
        `<RequestId>${String(headers['x-amzn-requestid'])}</RequestId></ErrorResponse>\n`,
    );
  });

  test.each([
    ['no action', 'Version=2011-06-15', 'MissingAction'],
    ['an action of nobody', 'Action=Dance&Version=2011-06-15', 'InvalidAction'],
    ['another version', 'Action=GetCallerIdentity&Version=2000-01-01', 'InvalidAction'],
    ['an action of another service', 'Action=GetRole&Version=2010-05-08', 'InvalidAction'],
    [
      'a number that is none',
      'Action=GetSessionToken&Version=2011-06-15&DurationSeconds=x',
      'MalformedInput',
    ],
    ['what the model forbids', 'Action=AssumeRole&Version=2011-06-15', 'ValidationError'],
  ])('%s', async (_, body, code) => {
    const answer = await form(body, 'sts');
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(`<Code>${code}</Code>`);
  });

  test('without a signature, action and version name the service', async () => {
    expect((await form('Action=GetCallerIdentity&Version=2011-06-15')).body).toContain('000000000000');
    expect((await form('Action=ListRoles&Version=2010-05-08')).body).toContain('<ListRolesResult>');
    expect((await form('Action=Dance&Version=2000-01-01')).body).toContain(
      'Could not find operation Dance for version 2000-01-01',
    );
  });

  test('a GET with everything in the URL', async () => {
    const credential = encodeURIComponent('111122223333/20260101/us-east-1/sts/aws4_request');
    const path = `/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=${credential}`;
    expect((await call(endpoint, 'GET', path)).body).toContain('<Account>111122223333</Account>');
  });

  test('the welcome page is still there', async () => {
    expect((await call(endpoint, 'GET', '/')).body).toContain('This is Longshore');
  });
});

describe('awsJson', () => {
  test.each(['1.0', '1.1'])('%s is answered as it was asked', async (version) => {
    const type = `application/x-amz-json-${version}`;
    const ask = (operation: string): ReturnType<typeof call> =>
      call(endpoint, 'POST', '/', {
        headers: { 'content-type': type, 'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}` },
        body: '{}',
      });
    expect(await ask('ListClusters')).toMatchObject({ status: 200, headers: { 'content-type': type } });
    expect(await ask('Nothing')).toMatchObject({ status: 400, headers: { 'content-type': type } });
  });
});

describe('restXml', () => {
  const s3 = (method: string, path: string, more: Parameters<typeof call>[3] = {}): ReturnType<typeof call> =>
    call(endpoint, method, path, { ...more, headers: { ...signed('s3'), ...more.headers } });

  test('host style, with and without s3 in the name', async () => {
    const host = 'styled.s3.localhost:4566';
    expect(await s3('PUT', '/', { headers: { host } })).toMatchObject({ status: 200 });
    expect(await s3('PUT', '/a/b', { headers: { host }, body: 'hello' })).toMatchObject({ status: 200 });
    for (const name of [host, 'styled.localhost:4566', 'styled.s3.us-east-1.localhost']) {
      expect(await s3('GET', '/a/b', { headers: { host: name } })).toMatchObject({
        status: 200,
        body: 'hello',
      });
    }
    expect(await s3('GET', '/styled/a/b')).toMatchObject({ body: 'hello' });
    // Whoever asks the service's own name need not sign.
    expect(await call(endpoint, 'GET', '/a/b', { headers: { host } })).toMatchObject({ body: 'hello' });
  });

  test('documents and errors, word for word', async () => {
    await s3('PUT', '/worded');
    const { body, headers } = await s3('GET', '/worded?location');
    expect(headers['content-type']).toBe('application/xml');
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>',
    );
    const error = await s3('GET', '/worded/a%26b');
    expect(error.status).toBe(404);
    const id = String(error.headers['x-amz-request-id']);
    expect(error.body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>' +
        `<Key>a&amp;b</Key><RequestId>${id}</RequestId><HostId>${id}</HostId></Error>`,
    );
    const head = await s3('HEAD', '/worded/none');
    expect(head).toMatchObject({ status: 404, body: '' });
  });

  test('paths of others belong to S3 where S3 is meant', async () => {
    const headers = { host: 'paths.localhost' };
    await s3('PUT', '/', { headers });
    for (const path of ['/_longshore/health', '/v2/x', '/_s3/x']) {
      await s3('PUT', path, { headers, body: path });
      expect(await s3('GET', path, { headers })).toMatchObject({ status: 200, body: path });
    }
    expect(await call(endpoint, 'GET', '/_s3/paths/v2/x')).toMatchObject({ status: 404 });
  });

  test.each([
    ['a path of nobody', 'PATCH', '/worded/k', 404],
    ['a method of nobody', 'POST', '/worded/k', 405],
  ])('%s', async (_, method, path, status) => {
    expect(await s3(method, path)).toMatchObject({ status });
  });

  test.each([
    ['a document that is none', '/worded?delete', 'x', 'MalformedXML'],
    ['one that lacks what it must have', '/worded?delete', '<Delete><Object/></Delete>', 'MalformedXML'],
    [
      'one with entities of its own',
      '/worded?delete',
      '<!DOCTYPE a [<!ENTITY b "c">]><Delete/>',
      'MalformedXML',
    ],
  ])('%s', async (_, path, body, code) => {
    const answer = await s3('POST', path, { body });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(`<Code>${code}</Code>`);
  });

  test('a number that is none', async () => {
    const { status, body } = await s3('GET', '/worded?max-keys=many');
    expect(status).toBe(400);
    expect(body).toContain('<Code>InvalidArgument</Code>');
  });

  test('a body that ends too early leaves what was there', async () => {
    await s3('PUT', '/worded/kept', { body: 'kept' });
    const chunked = {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '10',
    };
    const cut = await s3('PUT', '/worded/kept', { body: '5\r\nhello\r\n0\r\n\r\n', headers: chunked });
    expect(cut.body).toContain('<Code>IncompleteBody</Code>');
    const bad = { ...chunked, 'x-amz-decoded-content-length': '5', 'x-amz-trailer': 'x-amz-checksum-crc32' };
    const body = '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
    expect((await s3('PUT', '/worded/kept', { body, headers: bad })).body).toContain(
      '<Code>BadDigest</Code>',
    );
    expect((await s3('GET', '/worded/kept')).body).toBe('kept');
    const good = body.replace('AAAAAA==', 'NhCmhg==');
    expect(await s3('PUT', '/worded/kept', { body: good, headers: bad })).toMatchObject({ status: 200 });
    const { headers, body: read } = await s3('GET', '/worded/kept');
    expect(read).toBe('hello');
    expect(headers).not.toHaveProperty('content-encoding');
  });

  test('a body that is not read to its end does not cost the connection', async () => {
    await s3('PUT', '/worded');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const bad = `1\r\nab${'x'.repeat(300_000)}`;
    const headers = {
      ...signed('s3'),
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '9',
    };
    for (const path of ['/worded/k', '/nowhere/k', '/worded/k']) {
      const answer = await send(endpoint, { method: 'PUT', path, headers, body: bad, agent });
      expect(answer.body).toMatch(/<Code>(IncompleteBody|NoSuchBucket)<\/Code>/);
    }
    expect(
      await send(endpoint, { method: 'HEAD', path: '/worded', headers: signed('s3'), agent }),
    ).toMatchObject({
      status: 200,
    });
    agent.destroy();
  });

  test('a page in a bucket has no origin from which it could call Longshore', async () => {
    await s3('PUT', '/worded/page', { body: '<script>…</script>', headers: { 'content-type': 'text/html' } });
    const { headers } = await s3('GET', '/worded/page');
    expect(headers).toMatchObject({ 'content-type': 'text/html', 'content-security-policy': 'sandbox' });
  });

  test('presigned requests of both kinds, until they end', async () => {
    await s3('PUT', '/worded/signed', { body: 'x' });
    const credential = encodeURIComponent('111122223333/20260101/us-east-1/s3/aws4_request');
    const v4 = (date: string): string =>
      `/worded/signed?X-Amz-Credential=${credential}&X-Amz-Date=${date}&X-Amz-Expires=60&X-Amz-Signature=a`;
    const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    expect(await call(endpoint, 'GET', v4(now))).toMatchObject({ status: 200, body: 'x' });
    const late = await call(endpoint, 'GET', v4('20260101T000000Z'));
    expect(late.status).toBe(403);
    expect(late.body).toContain('<Message>Request has expired</Message>');
    const v2 = (end: number): string => `/worded/signed?AWSAccessKeyId=a&Signature=b&Expires=${end}`;
    expect(await call(endpoint, 'GET', v2(4_000_000_000))).toMatchObject({ body: 'x' });
    expect(await call(endpoint, 'GET', v2(1))).toMatchObject({ status: 403 });
  });
});
