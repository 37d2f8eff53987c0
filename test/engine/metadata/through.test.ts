import { describe, expect, test } from 'vitest';

import { realClock } from '../../../src/kernel/clock.ts';
import { MemoryCredentials } from '../../support/agent/endpoint-ports.ts';
import {
  container,
  type EngineHarness,
  engineHarness,
  obedient,
  sh,
} from '../../support/agent/engine-harness.ts';
import { addressOf, outputOf } from '../../support/agent/network.ts';
import { bridgeTask, taskCredentialsId } from '../../support/agent/told-tasks.ts';
import { held } from '../../support/link-local/echo.ts';

const { roles } = bridgeTask();

/** An agent behind 169.254.170.2, as a user has it. */
async function reached(): Promise<EngineHarness> {
  const endpoint = { credentials: new MemoryCredentials(realClock) };
  const harness = await engineHarness({ endpoint, linkLocal: { wish: 'bind' } });
  await held(harness, 'bind');
  return harness;
}

const get = (url: string) => `wget -q -O - "${url}"`;

describe.each(['bridge', 'awsvpc'] as const)('through 169.254.170.2, in mode %s, a container', (mode) => {
  const run = (harness: EngineHarness, script: string): string => {
    const containers = [container({ name: 'app', command: sh(script) })];
    const given = roles === undefined ? {} : { roles };
    return mode === 'bridge' ? harness.run(containers, {}, given) : harness.runAwsvpc(containers);
  };

  const told = async (harness: EngineHarness, script: string) => {
    const arn = run(harness, script);
    const output = await outputOf(harness, arn, 'app');
    const answer: unknown = JSON.parse(output);
    return { arn, answer, state: harness.state(arn, 'app') };
  };

  test('finds its own metadata with its first breath', async () => {
    await using harness = await reached();
    const { arn, answer, state } = await told(harness, get('$ECS_CONTAINER_METADATA_URI_V4'));
    const address = mode === 'bridge' ? expect.stringMatching(/^172\./) : addressOf(harness.get(arn));
    expect(answer).toMatchObject({
      DockerId: state.runtimeId,
      KnownStatus: 'RUNNING',
      Networks: [{ NetworkMode: mode, IPv4Addresses: [address] }],
    });
  });

  test('finds its task in every version, v2 by its address', async () => {
    await using harness = await reached();
    for (const url of [
      '$ECS_CONTAINER_METADATA_URI_V4/task',
      '$ECS_CONTAINER_METADATA_URI/task',
      'http://169.254.170.2/v2/metadata',
    ]) {
      const { arn, answer } = await told(harness, get(url));
      expect(answer).toMatchObject({ TaskARN: arn });
    }
  });

  test('has stats', async () => {
    await using harness = await reached();
    const { answer, state } = await told(
      harness,
      `sleep 0.5; ${get('$ECS_CONTAINER_METADATA_URI_V4/stats')}`,
    );
    expect(answer).toMatchObject({
      id: state.runtimeId,
      networks: { eth0: { rx_bytes: expect.any(Number) } },
    });
  });
});

test('a task has the credentials of its role, and no other task has them', async () => {
  await using harness = await reached();
  const given = roles === undefined ? {} : { roles };
  const script = get('http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
  const owner = harness.run(
    [
      container({ name: 'app', command: obedient }),
      container({ name: 'ask', essential: false, command: sh(script) }),
    ],
    {},
    given,
  );
  expect(JSON.parse(await outputOf(harness, owner, 'ask'))).toMatchObject({
    RoleArn: roles?.task?.roleArn,
    AccessKeyId: 'ASIA1',
  });
  // Its end stays open: who hangs up is not answered.
  const head = `GET /v2/credentials/${taskCredentialsId} HTTP/1.0\\r\\n\\r\\n`;
  const request = `(printf '${head}'; sleep 2) | nc 169.254.170.2 80`;
  const other = harness.run([container({ name: 'ask', command: sh(request) })]);
  const refused = await outputOf(harness, other, 'ask');
  expect(refused).toContain('400 Bad Request');
  expect(refused).toContain('CredentialsV2Request: Credentials not found');
});
