import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { CreateClusterCommand, ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';

async function longshore(...options: Parameters<typeof startTestLongshore>): Promise<TestLongshore> {
  const running = await startTestLongshore(...options);
  onTestFinished(() => running[Symbol.asyncDispose]());
  return running;
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

/** Somebody who has a service: every request is kept with its body. */
async function upstream(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
    void response.end('{}'),
) {
  const seen: { request: IncomingMessage; body: string }[] = [];
  const url = await listening(
    createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        seen.push({ request, body: Buffer.concat(pieces).toString() });
        answer(request, response);
      });
    }),
  );
  return { url, seen };
}

describe('a second Longshore behind the first', () => {
  test('has the services that are passed on, and verifies the signatures that were kept', async () => {
    const second = await longshore({ verifySignatures: { rootSecret: 'test' } });
    const first = await longshore({ upstreams: [`*=${second.longshore.endpoint}`, 'ssm=embedded'] });
    const secrets = (of: TestLongshore) => new SecretsManagerClient(clientOptions(of));
    await secrets(first).send(new CreateSecretCommand({ Name: 'db', SecretString: 'hush' }));
    const found = await secrets(second).send(new GetSecretValueCommand({ SecretId: 'db' }));
    expect(found.SecretString).toBe('hush');

    const ssm = (of: TestLongshore) => new SSMClient(clientOptions(of));
    await ssm(first).send(new PutParameterCommand({ Name: '/own', Value: 'v', Type: 'String' }));
    const parameter = await refusal(ssm(second).send(new GetParameterCommand({ Name: '/own' })));
    expect(parameter.name).toBe('ParameterNotFound');

    const s3 = (of: TestLongshore) => new S3Client({ ...clientOptions(of), forcePathStyle: true });
    await s3(first).send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await s3(first).send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a b/ü', Body: 'object' }));
    const object = await s3(second).send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a b/ü' }));
    expect(await object.Body?.transformToString()).toBe('object');
    const again = await s3(first).send(
      new GetObjectCommand({ Bucket: 'bucket', Key: 'a b/ü', Range: 'bytes=1-2' }),
    );
    expect(await again.Body?.transformToString()).toBe('bj');

    // Calls that nobody signs say only in their body for whom they are.
    const sts = new STSClient(clientOptions(first));
    const assume = { RoleArn: 'arn:aws:iam::1:role/a', RoleSessionName: 'one', WebIdentityToken: 'no token' };
    const refused = await refusal(sts.send(new AssumeRoleWithWebIdentityCommand(assume)));
    expect(refused.name).toMatch(/^(?:InvalidIdentityToken|Validation)/);

    // Amazon ECS is always Longshore's own.
    await first.client.send(new CreateClusterCommand({ clusterName: 'own' }));
    const { clusterArns = [] } = await new ECSClient(clientOptions(second)).send(new ListClustersCommand({}));
    expect(clusterArns.filter((arn) => arn.endsWith('/own'))).toEqual([]);
  });
});

describe('a call that is passed on', () => {
  const signed = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=111122223333/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=f`;

  test('arrives as it was made', async () => {
    const { url, seen } = await upstream((_, response) => {
      response.writeHead(207, 'Many', {
        'x-answer': ['a', 'b'],
        'content-type': 'text/html',
        connection: 'close',
      });
      response.end('<script>');
    });
    const first = await longshore({ upstreams: [`lambda=${url}/base`] });
    const answer = await fetch(`${first.longshore.endpoint}/2015-03-31/functions/f/../g%2Fh?a=1&b=%20`, {
      method: 'PATCH',
      headers: { authorization: signed('lambda'), 'x-amz-custom': 'ü-free', te: 'trailers' },
      body: 'payload',
    });
    expect(answer.status).toBe(207);
    expect(answer.headers.get('x-answer')).toBe('a, b');
    // What lies there must not become a page of Longshore's own origin.
    expect(answer.headers.get('content-security-policy')).toBe('sandbox');
    expect(await answer.text()).toBe('<script>');
    expect(seen).toHaveLength(1);
    const [{ request, body } = { request: undefined, body: '' }] = seen;
    expect(body).toBe('payload');
    expect(request).toMatchObject({ method: 'PATCH', url: '/base/2015-03-31/functions/g%2Fh?a=1&b=%20' });
    expect(request?.headers).toMatchObject({
      host: new URL(first.longshore.endpoint).host,
      authorization: signed('lambda'),
      'x-amz-custom': 'ü-free',
      'content-length': '7',
    });
    expect(request?.headers['te']).toBeUndefined();
  });

  test('is for the service of its target, its signature, its host or its path', async () => {
    const { url, seen } = await upstream();
    const first = await longshore({
      upstreams: ['dynamodb', 'kinesis', 'sqs', 'lambda'].map((name) => `${name}=${url}/${name}`),
    });
    const call = (path: string, headers: Record<string, string>, method = 'POST') =>
      fetch(first.longshore.endpoint + path, { method, headers });
    await call('/', { 'x-amz-target': 'DynamoDB_20120810.ListTables' });
    await call('/', { authorization: signed('kinesis') });
    await call('/?X-Amz-Credential=a%2F20260101%2Feu-west-1%2Fsqs%2Faws4_request', {}, 'GET');
    await call('/000000000000/queue', { 'content-type': 'application/x-www-form-urlencoded' });
    await call('/2015-03-31/functions/', {}, 'GET');
    expect(seen.map(({ request }) => request.url?.split('?')[0])).toEqual([
      '/dynamodb/',
      '/kinesis/',
      '/sqs/',
      '/sqs/000000000000/queue',
      '/lambda/2015-03-31/functions/',
    ]);
  });

  test('reuses its connection, and is sent again where that was closed meanwhile', async () => {
    let connections = 0;
    const { url } = await upstream((request, response) => {
      response.end('{}');
      // Closed without a word, after the answer.
      response.once('finish', () => setImmediate(() => request.socket.destroy()));
    });
    const server = createServer((_, response) => response.end('{}')).on(
      'connection',
      () => (connections += 1),
    );
    const kept = await listening(server);
    const first = await longshore({ upstreams: [`sqs=${url}`, `sns=${kept}`] });
    const call = (service: string) =>
      fetch(first.longshore.endpoint, {
        method: 'POST',
        headers: { authorization: signed(service) },
        body: 'x',
      });
    for (let count = 0; count < 5; count += 1) {
      expect((await call('sqs')).status).toBe(200);
      expect((await call('sns')).status).toBe(200);
    }
    expect(connections).toBe(1);
  });

  test('streams both ways', { timeout: 60_000 }, async () => {
    const size = 64 * 1024 * 1024;
    const piece = Buffer.alloc(256 * 1024, 7);
    let received = 0;
    const answer = async (response: ServerResponse): Promise<void> => {
      response.writeHead(200);
      for (let sent = 0; sent < size; sent += piece.length) {
        if (!response.write(piece)) await once(response, 'drain');
      }
      response.end();
    };
    const url = await listening(
      createServer((request, response) => {
        request.on('data', (bytes: Buffer) => (received += bytes.length));
        request.on('end', () => void answer(response));
      }),
    );
    const first = await longshore({ upstreams: [`s3=${url}`] });
    async function* body(): AsyncGenerator<Uint8Array> {
      for (let sent = 0; sent < size; sent += piece.length) yield piece;
    }
    const got = await fetch(`${first.longshore.endpoint}/bucket/key`, {
      method: 'PUT',
      headers: { authorization: signed('s3') },
      body: body(),
      duplex: 'half',
    });
    let length = 0;
    for await (const bytes of got.body ?? []) length += bytes.length;
    expect({ received, length }).toEqual({ received: size, length: size });
  });

  test('has its client told to go on only when the upstream wants the body', async () => {
    const { url, seen } = await upstream();
    const refusing = createServer();
    refusing.on('checkContinue', (_, response) => response.writeHead(403).end('no'));
    const first = await longshore({ upstreams: [`s3=${url}`, `glacier=${await listening(refusing)}`] });
    const { request } = await import('node:http');
    const put = async (service: string) => {
      const headers = { authorization: signed(service), expect: '100-continue', 'content-length': '4' };
      const sending = request(first.longshore.endpoint, { method: 'PUT', path: '/bucket/key', headers });
      let isTold = false;
      sending.on('continue', () => {
        isTold = true;
        sending.end('body');
      });
      sending.flushHeaders();
      const [answer] = await once(sending, 'response');
      answer.resume();
      sending.destroy();
      return { isTold, status: answer.statusCode };
    };
    expect(await put('s3')).toEqual({ isTold: true, status: 200 });
    expect(seen[0]?.body).toBe('body');
    expect(await put('glacier')).toEqual({ isTold: false, status: 403 });
  });

  test('ends at the upstream when its client hangs up', async () => {
    const closed = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const url = await listening(
      createServer((request, response) => {
        response.once('close', () => closed.resolve());
        request.resume();
        asked.resolve();
      }),
    );
    const first = await longshore({ upstreams: [`sqs=${url}`] });
    const abort = new AbortController();
    const call = fetch(first.longshore.endpoint, {
      method: 'POST',
      headers: { authorization: signed('sqs') },
      signal: abort.signal,
    });
    await asked.promise;
    abort.abort();
    await expect(call).rejects.toThrow();
    await closed.promise;
  });
});

describe('what nobody has', () => {
  test.each([
    [
      'json',
      { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-type': 'application/x-amz-json-1.0' },
      'dynamodb',
      400,
    ],
    [
      'query',
      {
        authorization: 'Credential=a/20260101/r/sns/aws4_request',
        'content-type': 'application/x-www-form-urlencoded',
      },
      'sns',
      400,
    ],
    ['rest', { authorization: 'Credential=a/20260101/r/lambda/aws4_request' }, 'lambda', 400],
    [
      'cbor',
      { authorization: 'Credential=a/20260101/r/monitoring/aws4_request', 'smithy-protocol': 'rpc-v2-cbor' },
      'monitoring',
      400,
    ],
    ['xml', { authorization: 'Credential=a/20260101/r/route53/aws4_request' }, 'route53', 400],
  ])('is said in the protocol of the caller: %s', async (wire, headers, service, status) => {
    const first = await longshore();
    const answer = await fetch(first.longshore.endpoint, { method: 'POST', headers });
    expect(answer.status).toBe(status);
    const body = await answer.text();
    expect(body).toContain(
      `Longshore has no ${service}. Start it with --upstream ${service}=URL to pass its calls on.`,
    );
    const form = {
      json: /^\{"__type":"Unknown/,
      query: /^<ErrorResponse>/,
      rest: /^\{/,
      cbor: /^\ufffd/,
      xml: /<Error><Code>/,
    };
    expect(body).toMatch(form[wire as keyof typeof form]);
  });
});

describe('an upstream that does not answer', () => {
  const list = (running: TestLongshore) =>
    refusal(new SSMClient(clientOptions(running)).send(new GetParameterCommand({ Name: '/a' })));

  test('because nobody listens there is named at once', async () => {
    const server = createServer();
    const url = await listening(server);
    server.close();
    await once(server, 'close');
    const first = await longshore({ upstreams: [`ssm=${url}`] });
    expect(await list(first)).toEqual({
      name: 'ServiceUnavailableException',
      message: `The upstream of ssm, ${url}, cannot be reached: the connection is refused (ECONNREFUSED).`,
      status: 502,
    });
  });

  test('because it breaks off is named', async () => {
    const server = createTcpServer((socket) => socket.once('data', () => socket.destroy()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const first = await longshore({ upstreams: [`ssm=${url}`] });
    expect(await list(first)).toMatchObject({
      message: expect.stringContaining('broke off the connection'),
      status: 502,
    });
  });
});

test('an answer that breaks off breaks off here, too', async () => {
  const { url } = await upstream((request, response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('12345');
    setImmediate(() => request.socket.destroy());
  });
  const first = await longshore({ upstreams: [`sqs=${url}`] });
  const authorization = 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sqs/aws4_request, x';
  const answer = await fetch(first.longshore.endpoint, { method: 'POST', headers: { authorization } });
  await expect(answer.text()).rejects.toThrow();
});

test('an upstream that leads back is told, not followed', async () => {
  const other = createServer((request, response) => {
    // As the first, but with the call of its own upstream.
    void fetch(back, { method: 'POST', headers: passed(request.headers) }).then(async (answer) =>
      response.writeHead(answer.status).end(await answer.text()),
    );
  });
  const passed = (headers: IncomingMessage['headers']): Record<string, string> =>
    Object.fromEntries(
      ['authorization', 'x-longshore-passed-by'].map((name) => [name, String(headers[name])]),
    );
  const first = await longshore({ upstreams: [`sqs=${await listening(other)}`] });
  const back = first.longshore.endpoint;
  const authorization = 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sqs/aws4_request, x';
  const answer = await fetch(back, { method: 'POST', headers: { authorization } });
  expect(await answer.text()).toContain('is this Longshore itself');
});
