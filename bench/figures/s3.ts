import { join } from 'node:path';
import { finish, startLongshoreProgram, startProgram } from '../../test/support/e2e/program.ts';
import { temporaryDirectory } from '../../test/support/e2e/server.ts';
import type { BenchContext, Figure, Row } from '../figure.ts';
import { load } from '../support/load.ts';
import { authorization, ObjectClient } from '../support/object-client.ts';
import { inPairs, milliseconds, type Pairs } from '../support/pairs.ts';
import { cpuSeconds, residentMegabytes, watchPeak } from '../support/process-figures.ts';
import { quiet } from '../support/server.ts';

const mebibytes = 256;
const megabytes = (mebibytes * 1024 ** 2) / 1e6;
const requestsPerRound = 4000;
const connections = 8;
const baselineName = 'node:http and a file';

export const figure: Figure = {
  name: 's3',
  issue: 5,
  about:
    `PutObject and GetObject of ${mebibytes} MiB, how much the server's memory grows meanwhile, and reads of an ` +
    "object of 1 KB per second of the server's own processor time; against a node:http server that writes the same " +
    "to a file with its MD5, and reads it, by Node's own streams.",
  runs: 6,
  async measure(context) {
    await using data = await temporaryDirectory();
    const args = ['serve', '--port', '0', '--backend', 'simulated', '--data-dir', data.path, ...quiet];
    await using server = startLongshoreProgram(args);
    await using bare = startProgram(process.execPath, [
      join(import.meta.dirname, '../support/file-server.ts'),
      join(data.path, 'baseline'),
    ]);
    const [, endpoint = ''] = await server.until(/is ready at (http:\/\/\S+)/);
    const [, port] = await bare.until(/(\d+)\n/);
    const baseline = `http://127.0.0.1:${port}`;
    using ours = new ObjectClient(endpoint);
    using theirs = new ObjectClient(baseline);
    await ours.put('/bench', 0);

    const rest = residentMegabytes(server.pid);
    const peak = watchPeak(server.pid);
    const restOfBaseline = residentMegabytes(bare.pid);
    const peakOfBaseline = watchPeak(bare.pid);
    const put = (client: ObjectClient) => () => speed(() => client.put('/bench/large', mebibytes));
    const get = (client: ObjectClient) => () => speed(() => client.get('/bench/large'));
    const puts = await inPairs(context, put(ours), put(theirs));
    const gets = await inPairs(context, get(ours), get(theirs));
    const growth = peak() - rest;
    const growthOfBaseline = peakOfBaseline() - restOfBaseline;

    const small = await smallReads(context, {
      ours: { pid: server.pid, endpoint: new URL(endpoint) },
      theirs: { pid: bare.pid, endpoint: new URL(baseline) },
    });
    server.signal('SIGTERM');
    await finish(server);
    return [
      row(`PutObject of ${mebibytes} MiB`, 'MB/s', puts, 250),
      row(`GetObject of ${mebibytes} MiB`, 'MB/s', gets, 250),
      {
        name: 'most memory beyond that at rest, over all of these',
        unit: 'MB',
        values: [growth],
        baseline: { name: baselineName, values: [growthOfBaseline] },
        target: { of: 'median', limit: 'at most', value: 32 },
      },
      ...small,
    ];
  },
};

const speed = async (work: () => Promise<unknown>): Promise<number> =>
  megabytes / ((await milliseconds(work)) / 1000);

function row(name: string, unit: Row['unit'], { values, baseline }: Pairs, least: number): Row {
  return {
    name,
    unit,
    values,
    baseline: { name: baselineName, values: baseline },
    target: { of: 'median', limit: 'at least', value: least },
  };
}

interface Side {
  readonly pid: number;
  readonly endpoint: URL;
}

async function smallReads(
  context: BenchContext,
  { ours, theirs }: { readonly ours: Side; readonly theirs: Side },
): Promise<readonly Row[]> {
  for (const { endpoint } of [ours, theirs]) await putSmall(endpoint, 'small', 1000);
  for (let key = 0; key < 10; key += 1) await putSmall(ours.endpoint, `list/${key}`, 10);
  const rate =
    (path: string, { pid, endpoint }: Side) =>
    async (): Promise<number> => {
      const text = `GET ${path} HTTP/1.1\r\nHost: ${endpoint.host}\r\nAuthorization: ${authorization}\r\n\r\n`;
      const before = cpuSeconds(pid);
      const { signal } = context;
      await load({ endpoint, requests: [Buffer.from(text)], count: requestsPerRound, connections, signal });
      return requestsPerRound / (cpuSeconds(pid) - before);
    };
  const small = await inPairs(context, rate('/bench/small', ours), rate('/bench/small', theirs));
  const list = '/bench?list-type=2&prefix=list/';
  const lists = await inPairs(context, rate(list, ours), rate('/bench/small', theirs));
  return [
    row('GetObject of 1 KB, per core', 'requests/s', small, 3000),
    row('ListObjectsV2 of 10 keys, per core', 'requests/s', lists, 3000),
  ];
}

async function putSmall(endpoint: URL, key: string, size: number): Promise<void> {
  const url = new URL(`/bench/${key}`, endpoint);
  const { ok, status } = await fetch(url, {
    method: 'PUT',
    headers: { authorization },
    body: 'x'.repeat(size),
  });
  if (!ok) throw new Error(`PutObject answered ${status}`);
}
