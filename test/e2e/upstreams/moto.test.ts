import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { awsJson, python } from '../../support/e2e/clients.ts';
import { type Moto, startMoto } from '../../support/e2e/moto.ts';
import { startServer, temporaryDirectory } from '../../support/e2e/server.ts';

const script = fileURLToPath(new URL('../../support/e2e/drive_upstreams.py', import.meta.url));
const targets = fileURLToPath(new URL('../../support/e2e/drive_targets.py', import.meta.url));

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto[Symbol.asyncDispose]());

const simulated = ['--backend', 'simulated', '--link-local', 'off'];

test.each([
  ['their own signatures', [], {}],
  ['signatures of a profile', ['--upstream-profile', 'dev'], { keys: 'dev' }],
])('boto3 calls moto through Longshore with %s', async (_, args, { keys }: { keys?: string }) => {
  await fetch(`${moto.url}/moto-api/reset`, { method: 'POST' });
  await using home = await temporaryDirectory();
  const credentials = join(home.path, 'credentials');
  await writeFile(
    credentials,
    `[${keys ?? 'none'}]\naws_access_key_id=AKIADEV\naws_secret_access_key=secret\n`,
  );
  await using server = await startServer({
    args: [...simulated, '--upstream', `*=${moto.url}`, ...args],
    env: { AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: '/dev/null' },
  });
  const { code, stdout, stderr } = await python(server.endpoint, script);
  expect(code, stderr).toBe(0);
  const account = '123456789012';
  expect(JSON.parse(stdout)).toMatchObject({
    object: 'object',
    presigned: 'object',
    big: 9 * 1024 * 1024,
    missing: 'NoSuchKey',
    message: 'hello',
    secret: 'hush',
    parameter: 'token',
    role: `arn:aws:iam::${account}:role/app`,
    account,
    session: `arn:aws:sts::${account}:assumed-role/app/one`,
    topic: `arn:aws:sns:us-east-1:${account}:topic`,
    functions: ['f'],
    tables: [],
    cluster: 'ACTIVE',
  });
  expect(await awsJson(moto.url, ['ecs', 'list-clusters'])).toEqual({ clusterArns: [] });
  expect(await awsJson(moto.url, ['sqs', 'list-queues'])).toMatchObject({ QueueUrls: [expect.anything()] });
});

test('events reach the queues, topics and streams of moto', async () => {
  await fetch(`${moto.url}/moto-api/reset`, { method: 'POST' });
  const upstreams = ['sqs', 'sns', 'kinesis'].flatMap((service) => ['--upstream', `${service}=${moto.url}`]);
  await using server = await startServer({ args: [...simulated, ...upstreams] });
  const { code, stdout, stderr } = await python(server.endpoint, targets);
  expect(code, stderr).toBe(0);
  const { failed, queue, topic, stream } = JSON.parse(stdout);
  const event = { source: 'app', 'detail-type': 'Thing', detail: { n: 1 } };
  expect(failed).toEqual([]);
  expect(queue).toMatchObject(event);
  expect(JSON.parse(topic.Message)).toMatchObject(event);
  expect(stream).toMatchObject(event);
});

test('sixty-four megabytes each way pass through in little memory', async () => {
  const size = 64 * 1024 * 1024;
  const piece = Buffer.alloc(256 * 1024, 7);
  const upstream = createServer((request, response) => {
    request.resume();
    request.on('end', () => void send().then(() => response.end()));
    const send = async (): Promise<void> => {
      for (let sent = 0; sent < size; sent += piece.length) {
        if (!response.write(piece)) await once(response, 'drain');
      }
    };
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  onTestFinished(() => void upstream.close());
  const address = upstream.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await using server = await startServer({
    args: [...simulated, '--upstream', `s3=http://127.0.0.1:${port}`],
  });
  const authorization =
    'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=f';
  const transfer = async (): Promise<number> => {
    async function* body(): AsyncGenerator<Uint8Array> {
      for (let sent = 0; sent < size; sent += piece.length) yield piece;
    }
    const options = { method: 'PUT', headers: { authorization }, body: body(), duplex: 'half' } as const;
    const answer = await fetch(`${server.endpoint}/bucket/key`, options);
    let length = 0;
    for await (const bytes of answer.body ?? []) length += bytes.length;
    return length;
  };
  expect(await transfer()).toBe(size);
  const after = await peakMegabytes(server.program.pid);
  for (let count = 0; count < 3; count += 1) expect(await transfer()).toBe(size);
  expect((await peakMegabytes(server.program.pid)) - after).toBeLessThan(32);
});

/** Most that the process has had resident, in MB. */
async function peakMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
