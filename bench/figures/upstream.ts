import { join } from 'node:path';
import { startProgram } from '../../test/support/e2e/program.ts';
import type { BenchContext, Figure } from '../figure.ts';
import { load } from '../support/load.ts';
import { inPairs } from '../support/pairs.ts';
import { startBenchServer } from '../support/server.ts';

/** Calls in a row on one connection; their mean is one value. */
const calls = 300;

function call(endpoint: URL): Buffer {
  const body = JSON.stringify({
    QueueUrl: 'http://127.0.0.1/000000000000/queue',
    MessageBody: 'x'.repeat(200),
  });
  return Buffer.from(
    `POST / HTTP/1.1\r\nHost: ${endpoint.host}\r\nContent-Type: application/x-amz-json-1.0\r\n` +
      'X-Amz-Target: AmazonSQS.SendMessage\r\nX-Amz-Date: 20260101T000000Z\r\n' +
      'Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, ' +
      `SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

async function perCall(endpoint: URL, { signal }: BenchContext): Promise<number> {
  const seconds = await load({ endpoint, requests: [call(endpoint)], count: calls, connections: 1, signal });
  return (seconds * 1000) / calls;
}

export const figure: Figure = {
  name: 'upstream',
  issue: 5,
  about:
    'One call of SQS after the other on a kept connection, passed on to a bare node:http server; against the ' +
    'same calls made of that server directly.',
  runs: 20,
  async measure(context) {
    await using bare = startProgram(process.execPath, [
      join(import.meta.dirname, '../support/bare-server.ts'),
      Buffer.from('{"MessageId":"1"}').toString('base64'),
    ]);
    const [, port] = await bare.until(/(\d+)\n/);
    const direct = new URL(`http://127.0.0.1:${port}`);
    const args = ['--backend', 'simulated', '--link-local', 'off', '--upstream', `sqs=${direct.origin}`];
    await using server = await startBenchServer({ args });
    const through = new URL(server.process.endpoint);
    const { values, baseline } = await inPairs(
      context,
      () => perCall(through, context),
      () => perCall(direct, context),
    );
    return [
      {
        name: 'a call that is passed on',
        unit: 'ms',
        values,
        baseline: { name: 'direct', values: baseline },
      },
      {
        name: 'added by passing on',
        unit: 'ms',
        values: values.map((value, index) => value - (baseline[index] ?? 0)),
        target: { of: 'median', limit: 'at most', value: 1 },
      },
    ];
  },
};
