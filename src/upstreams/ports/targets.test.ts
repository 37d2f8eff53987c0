import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { jsonSignatureRefusals } from '../../aws/sigv4/refusals.ts';
import { SignatureVerifier } from '../../aws/sigv4/verify.ts';
import type { TargetMessage, UpstreamTargetService } from '../../aws/targets/target-upstreams.ts';
import { realClock } from '../../kernel/clock.ts';
import { Connections } from '../connections.ts';
import { readUpstreams } from '../upstreams.ts';
import { targetUpstreams } from './targets.ts';

const account = '111122223333';

interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Hands one message over, and tells what the service was sent. */
async function send(
  service: UpstreamTargetService,
  resource: string,
  message: Partial<TargetMessage>,
  answer: { readonly status: number; readonly body: string } = { status: 200, body: '{}' },
): Promise<Seen> {
  let seen: Seen | undefined;
  const verifier = new SignatureVerifier({
    secretOf: () => 'test',
    clock: realClock,
    bucketInHost: () => undefined,
  });
  const server = createServer((request, response) => {
    const { url = '', headers, method = '' } = request;
    void text(request).then((body) => {
      verifier.of({ method, url, headers }, new URLSearchParams()).check(jsonSignatureRefusals, body);
      seen = { url, headers, body };
      return response.writeHead(answer.status).end(answer.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connections = new Connections(realClock);
  onTestFinished(() => {
    connections[Symbol.dispose]();
    server.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const upstreams = targetUpstreams(readUpstreams([`${service}=${url}`]), {
    connections,
    clock: realClock,
    credentialsFor: (call) => ({ accessKeyId: call.account, secretAccessKey: 'test' }),
  });
  const arn = `arn:aws:${service}:eu-west-1:${account}:${resource}`;
  await upstreams(service)?.send(
    arn,
    { body: '{"a":1}', id: 'id-1', ...message },
    new AbortController().signal,
  );
  if (seen === undefined) throw new Error('nothing was sent');
  expect(seen.headers.authorization).toContain(`Credential=${account}/`);
  expect(seen.headers.authorization).toContain(`/eu-west-1/${service}/aws4_request`);
  return { ...seen, body: seen.body.replaceAll(url, 'URL') };
}

test('a queue, and one that keeps order', async () => {
  const plain = await send('sqs', 'queue', { attributes: { ERROR_CODE: 'X' } });
  expect(plain.headers['x-amz-target']).toBe('AmazonSQS.SendMessage');
  expect(JSON.parse(plain.body)).toEqual({
    QueueUrl: `URL/${account}/queue`,
    MessageBody: '{"a":1}',
    MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: 'X' } },
  });
  const fifo = await send('sqs', 'queue.fifo', { messageGroupId: 'g' });
  expect(JSON.parse(fifo.body)).toMatchObject({ MessageGroupId: 'g', MessageDeduplicationId: 'id-1' });
});

test('a topic', async () => {
  const { body } = await send('sns', 'topic', { attributes: { a: 'b' } });
  expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
    Action: 'Publish',
    TopicArn: `arn:aws:sns:eu-west-1:${account}:topic`,
    Message: '{"a":1}',
    'MessageAttributes.entry.1.Value.StringValue': 'b',
  });
});

test('a function, and a version of it', async () => {
  const { url, headers, body } = await send('lambda', 'function:f', {});
  expect({ url, body, type: headers['x-amz-invocation-type'] }).toEqual({
    url: '/2015-03-31/functions/f/invocations',
    body: '{"a":1}',
    type: 'Event',
  });
  expect((await send('lambda', 'function:f:live', {})).url).toBe(
    '/2015-03-31/functions/f/invocations?Qualifier=live',
  );
});

test('a stream, a delivery stream and a state machine', async () => {
  const Data = Buffer.from('{"a":1}').toString('base64');
  const kinesis = await send('kinesis', 'stream/s', { partitionKey: 'p' });
  expect(JSON.parse(kinesis.body)).toEqual({ StreamName: 's', Data, PartitionKey: 'p' });
  const firehose = await send('firehose', 'deliverystream/d', {});
  expect(JSON.parse(firehose.body)).toEqual({ DeliveryStreamName: 'd', Record: { Data } });
  const states = await send('states', 'stateMachine:m', {});
  expect(JSON.parse(states.body)).toMatchObject({ input: '{"a":1}', name: 'id-1' });
});

test('what the service answers is its own error; a service that is not there has no port', async () => {
  const body =
    '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}';
  await expect(send('sqs', 'none', {}, { status: 400, body })).rejects.toMatchObject({
    code: 'QueueDoesNotExist',
    message: 'The specified queue does not exist.',
    fault: 'client',
  });
  const xml = '<ErrorResponse><Error><Code>NotFound</Code><Message>Topic</Message></Error></ErrorResponse>';
  await expect(send('sns', 'none', {}, { status: 404, body: xml })).rejects.toMatchObject({
    code: 'NotFound',
  });
  const none = targetUpstreams(readUpstreams([]), {
    connections: new Connections(realClock),
    clock: realClock,
    credentialsFor: () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
  });
  expect(none('sqs')).toBeUndefined();
});
