import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { CreateConnectionAuthRequestParameters } from '../../../aws/contract/events.types.gen.ts';
import { aesCipher, newKey } from '../../../kernel/cipher.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import { Store } from '../../../store/store.ts';
import { DeliveryError } from '../deliveries/delivery-error.ts';
import { sealParameters } from '../model/connection-secrets.ts';
import { eventDocument } from '../model/event.ts';
import { type ConnectionRecord, type Delivery, eventsTables } from '../model/tables.ts';
import { ApiDestinations } from './api-destination.ts';

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A program that takes events; `answer` says with which status, headers and body. */
async function listener(
  answer: (request: Request) => { status: number; headers?: Record<string, string>; body?: string },
): Promise<{ readonly origin: string; readonly requests: Request[] }> {
  const requests: Request[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      const { status, headers: own, body } = answer(request);
      outgoing.writeHead(status, own).end(body);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const scope = { partition: 'aws', account: '000000000000', region: 'us-east-1' };
const never = new AbortController().signal;

const cipher = aesCipher(newKey());

interface OpenConnection extends Partial<ConnectionRecord> {
  readonly parameters?: CreateConnectionAuthRequestParameters;
}

function open(endpoint: string, { parameters, ...connection }: OpenConnection, perSecond = 300) {
  const store = new Store({ onListenerError: () => {} });
  const tables = eventsTables(store);
  const clock = new VirtualClock();
  const place = { account: scope.account, region: scope.region };
  const times = { createdAt: 0, modifiedAt: 0 };
  const connectionArn = 'arn:aws:events:us-east-1:000000000000:connection/c/1';
  tables.connections.put({
    ...place,
    ...times,
    name: 'c',
    arn: connectionArn,
    secretArn: 'arn:secret',
    state: 'AUTHORIZED',
    authorizationType: 'BASIC',
    sealed: sealParameters(
      cipher,
      connectionArn,
      parameters ?? { BasicAuthParameters: { Username: 'me', Password: 'secret' } },
    ),
    ...connection,
  });
  tables.apiDestinations.put({
    ...place,
    ...times,
    name: 'd',
    arn: 'arn:d',
    connectionArn,
    endpoint,
    method: 'POST',
    perSecond,
  });
  const destinations = new ApiDestinations({ tables, clock, cipher });
  const invoke = (target: Partial<Delivery['target']> = {}, input = '{"a":1}'): Promise<void> =>
    destinations.invoke(deliveryOf(target, input), { scope, name: 'd' }, never);
  return { invoke, clock, tables };
}

function deliveryOf(target: Partial<Delivery['target']>, input: string): Delivery {
  const event = eventDocument('id', {
    ...scope,
    source: 'app',
    detailType: 'Thing',
    resources: [],
    detail: {},
    time: 0,
  });
  return {
    seq: 1,
    lane: 'lane',
    ruleArn: 'arn:rule',
    ruleName: 'rule',
    target: { Id: 't', Arn: 'arn:d', ...target },
    event,
    input,
    ingestedAt: 0,
    attempts: 0,
    dueAt: 0,
  };
}

describe('an API destination', () => {
  test('gets the event with what target and connection add; the connection has the last word', async () => {
    const { origin, requests } = await listener(() => ({ status: 204 }));
    const InvocationHttpParameters = {
      HeaderParameters: [{ Key: 'X-Both', Value: 'connection' }],
      QueryStringParameters: [{ Key: 'q', Value: 'c' }],
      BodyParameters: [{ Key: 'b', Value: '2' }],
    };
    const { invoke } = open(`${origin}/hook/*/x`, {
      parameters: { BasicAuthParameters: { Username: 'me', Password: 'secret' }, InvocationHttpParameters },
    });
    const HttpParameters = {
      PathParameterValues: ['a b'],
      HeaderParameters: { 'X-Own': 'target', 'X-Both': 'target' },
      QueryStringParameters: { q: 't', p: '1' },
    };
    await invoke({ HttpParameters });
    expect(requests).toEqual([
      {
        method: 'POST',
        url: '/hook/a%20b/x?q=c&p=1',
        headers: expect.objectContaining({
          authorization: `Basic ${Buffer.from('me:secret').toString('base64')}`,
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Amazon/EventBridge/ApiDestinations',
          'x-own': 'target',
          'x-both': 'connection',
        }),
        body: '{"a":1,"b":"2"}',
      },
    ]);
  });

  test('is given the key of its connection', async () => {
    const { origin, requests } = await listener(() => ({ status: 200 }));
    const parameters = { ApiKeyAuthParameters: { ApiKeyName: 'X-Key', ApiKeyValue: 'k' } };
    await open(origin, { authorizationType: 'API_KEY', parameters }).invoke();
    expect(requests[0]?.headers['x-key']).toBe('k');
  });

  test('is given a token, which is kept until it is refused', async () => {
    let tokens = 0;
    const { origin, requests } = await listener(({ url, headers }) => {
      if (url === '/token')
        return { status: 200, body: JSON.stringify({ access_token: `t${(tokens += 1)}` }) };
      return {
        status: headers.authorization === 'Bearer t1' && tokens === 1 && requests.length > 3 ? 401 : 200,
      };
    });
    const { invoke } = open(`${origin}/hook`, {
      authorizationType: 'OAUTH_CLIENT_CREDENTIALS',
      parameters: {
        OAuthParameters: {
          ClientParameters: { ClientID: 'id', ClientSecret: 's' },
          AuthorizationEndpoint: `${origin}/token`,
          HttpMethod: 'POST',
          OAuthHttpParameters: { BodyParameters: [{ Key: 'scope', Value: 'all' }] },
        },
      },
    });
    await invoke();
    await invoke();
    expect(requests.map(({ url }) => url)).toEqual(['/token', '/hook', '/hook']);
    expect(requests[0]?.body).toBe('grant_type=client_credentials&client_id=id&client_secret=s&scope=all');
    await expect(invoke()).rejects.toMatchObject({ isRetriable: true });
    await invoke();
    expect(requests.at(-1)?.headers.authorization).toBe('Bearer t2');
  });

  test.each([
    [500, true],
    [429, true],
    [409, true],
    [400, false],
    [404, false],
    [302, false],
  ])('that answers %d is tried again: %s', async (status, isRetriable) => {
    const { origin } = await listener(() => ({ status }));
    await expect(open(origin, {}).invoke()).rejects.toMatchObject({ isRetriable });
  });

  test('says when it may be tried again', async () => {
    const { origin } = await listener(() => ({ status: 503, headers: { 'retry-after': '7' } }));
    await expect(open(origin, {}).invoke()).rejects.toMatchObject({ retryAfter: 7000 });
  });

  test('that is not there is tried again', async () => {
    const { origin } = await listener(() => ({ status: 200 }));
    servers.splice(0).forEach((server) => server.close());
    const failed = open(origin, {}).invoke();
    await expect(failed).rejects.toThrow(DeliveryError);
    await expect(failed).rejects.toMatchObject({ isRetriable: true });
  });

  test('that does not answer in time is tried again', async () => {
    const asked = Promise.withResolvers<void>();
    const silent = createServer(() => asked.resolve());
    servers.push(silent);
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    const { invoke, clock } = open(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`, {});
    const failed = expect(invoke()).rejects.toMatchObject({
      message: expect.stringContaining('did not answer within 5 s'),
      isRetriable: true,
    });
    await asked.promise;
    await clock.advance(5000);
    await failed;
  });

  test('is not called more often than its rate', async () => {
    const { origin, requests } = await listener(() => ({ status: 200 }));
    const { invoke, clock } = open(origin, {}, 2);
    await Promise.all([invoke(), invoke()]);
    const waiting = [invoke(), invoke()];
    await clock.advance(499);
    expect(requests).toHaveLength(2);
    await clock.advance(1);
    await waiting[0];
    expect(requests).toHaveLength(3);
    await clock.advance(500);
    await waiting[1];
    expect(requests).toHaveLength(4);
  });

  test('whose connection lost its authorization waits for another', async () => {
    const { origin, requests } = await listener(() => ({ status: 200 }));
    await expect(open(origin, { state: 'DEAUTHORIZED', parameters: {} }).invoke()).rejects.toMatchObject({
      isRetriable: true,
    });
    expect(requests).toEqual([]);
  });
});
