import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from '../../test/support/e2e/program.ts';
import type { Figure } from '../figure.ts';
import { definition } from '../support/definitions.ts';
import { openBenchEngine } from '../support/engine.ts';
import { inPairs, milliseconds } from '../support/pairs.ts';
import { startBenchServer } from '../support/server.ts';

/** The endpoint lets a container ask forty times a second. */
const pauseMs = 30;

export const figure: Figure = {
  name: 'metadata',
  issue: 4,
  about:
    "A running task's metadata root and its role's credentials at 169.254.170.2, each over a connection of " +
    'its own, asked from this machine; against a bare node:http server.',
  runs: 60,
  async measure(context) {
    await using engine = await openBenchEngine();
    await using server = await startBenchServer();
    await using bare = startProgram(process.execPath, [
      join(import.meta.dirname, '../support/bare-server.ts'),
      Buffer.from('{}').toString('base64'),
    ]);
    const [, port] = await bare.until(/(\d+)\n/);
    const family = await server.register(
      definition('bench-metadata', [{}], { taskRoleArn: 'arn:aws:iam::000000000000:role/bench' }),
    );
    const arns = await server.run(family);
    await server.calmlyUntil(arns, 'RUNNING');
    const [container = ''] = await server.process.containers();
    const { Env: env } = await engine.configOf(container);
    const valueOf = (name: string): string => {
      const found = env?.find((each) => each.startsWith(`${name}=`));
      if (found === undefined) throw new Error(`the container has no ${name}: who holds 169.254.170.2?`);
      return found.slice(name.length + 1);
    };
    const root = valueOf('ECS_CONTAINER_METADATA_URI_V4');
    const credentials = `http://169.254.170.2${valueOf('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI')}`;
    const timed = async (url: string): Promise<number> => {
      await sleep(pauseMs);
      return milliseconds(() => fetched(url));
    };
    const ofBare = (): Promise<number> => timed(`http://127.0.0.1:${port}`);
    const ofRoot = await inPairs(context, () => timed(root), ofBare);
    const ofCredentials = await inPairs(context, () => timed(credentials), ofBare);
    await server.clear(arns);
    const target = { of: 'median', limit: 'at most', value: 2 } as const;
    const baseline = (values: readonly number[]) => ({ name: 'bare node:http', values });
    return [
      {
        name: 'metadata root',
        unit: 'ms',
        values: ofRoot.values,
        baseline: baseline(ofRoot.baseline),
        target,
      },
      {
        name: 'role credentials',
        unit: 'ms',
        values: ofCredentials.values,
        baseline: baseline(ofCredentials.baseline),
        target,
      },
    ];
  },
};

/** Over a new connection, as most programs in containers ask. Rejects where the answer is not 200. */
function fetched(url: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const request = get(url, { agent: false }, (response) => {
    response.resume();
    response.on('error', reject);
    response.on('end', () =>
      response.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${response.statusCode}`)),
    );
  });
  request.on('error', reject);
  return promise;
}
