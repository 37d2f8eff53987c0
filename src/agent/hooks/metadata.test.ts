import { expect, test } from 'vitest';

import { agentHarness } from '../../../test/support/agent/harness.ts';
import { MemoryCredentials } from '../../../test/support/agent/endpoint-ports.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';
import { bridgeTask, fargateTask, taskCredentialsId, webId } from '../../../test/support/agent/told-tasks.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { environmentOf } from '../environment.ts';
import { metadataHook } from './metadata.ts';

const { signal } = new AbortController();
const web = containerPlan({ name: 'web' });

async function injected(
  task: TaskRecord,
  own: Record<string, string> = {},
  given: Partial<Parameters<typeof metadataHook>[0]> = {},
): Promise<Record<string, string>> {
  const hook = metadataHook({
    isReachable: () => true,
    endpointFor: () => 'http://169.254.170.2:4566',
    givesCredentials: true,
    revoke: () => Promise.resolve(),
    ...given,
  });
  const addition = await hook.prepare?.(task, web, signal);
  return environmentOf(own, addition === undefined ? [] : [addition]);
}

const region = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' };

test('a container is told where it runs, its metadata, its credentials and the API', async () => {
  expect(await injected(bridgeTask())).toEqual({
    ...region,
    AWS_EXECUTION_ENV: 'AWS_ECS_EC2',
    ECS_CONTAINER_METADATA_URI: `http://169.254.170.2/v3/${webId}`,
    ECS_CONTAINER_METADATA_URI_V4: `http://169.254.170.2/v4/${webId}`,
    ECS_AGENT_URI: `http://169.254.170.2/api/${webId}`,
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: `/v2/credentials/${taskCredentialsId}`,
    AWS_ENDPOINT_URL: 'http://169.254.170.2:4566',
  });
  expect(await injected(fargateTask())).toMatchObject({ AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE' });
});

test('without a task role there are no credentials, also where there is an execution role', async () => {
  const { roles, ...task } = bridgeTask();
  expect(await injected({ ...task, roles: { execution: roles?.execution ?? never() } })).not.toHaveProperty(
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  );
});

test('nor are there where nobody makes any', async () => {
  const environment = await injected(bridgeTask(), {}, { givesCredentials: false });
  expect(environment).not.toHaveProperty('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
  expect(environment).toHaveProperty('ECS_AGENT_URI');
});

test('what cannot be reached is not told', async () => {
  const unreached = { isReachable: () => false, endpointFor: () => undefined };
  expect(await injected(bridgeTask(), {}, unreached)).toEqual({
    ...region,
    AWS_EXECUTION_ENV: 'AWS_ECS_EC2',
  });
});

test('a container without a network is not told of it', async () => {
  const hook = metadataHook({
    isReachable: () => true,
    endpointFor: () => undefined,
    givesCredentials: true,
    revoke: () => Promise.resolve(),
  });
  const alone = await hook.prepare?.(bridgeTask(), { ...web, disableNetworking: true }, signal);
  expect(alone?.environment).toEqual({ AWS_EXECUTION_ENV: 'AWS_ECS_EC2' });
});

test('its names win over the user’s; a region or an API endpoint of the user’s own is left alone', async () => {
  const own = {
    AWS_DEFAULT_REGION: 'us-west-2',
    AWS_ENDPOINT_URL: 'https://mine',
    AWS_EXECUTION_ENV: 'mine',
    ECS_AGENT_URI: 'mine',
  };
  const environment = await injected(bridgeTask(), own);
  expect(environment).toMatchObject({
    AWS_DEFAULT_REGION: 'us-west-2',
    AWS_ENDPOINT_URL: 'https://mine',
    AWS_EXECUTION_ENV: 'AWS_ECS_EC2',
    ECS_AGENT_URI: `http://169.254.170.2/api/${webId}`,
  });
  expect(environment).not.toHaveProperty('AWS_REGION');
});

test('the sessions of a task end when it stops', async () => {
  const sources: MemoryCredentials[] = [];
  const { run, stop, clock, get } = await agentHarness({
    endpoint: (time) => {
      const credentials = new MemoryCredentials(time);
      sources.push(credentials);
      return { credentials };
    },
  });
  const { roles } = bridgeTask();
  const arn = run([web], { roles: roles ?? never() });
  await clock.advance(1000);
  expect(get(arn).lastStatus).toBe('RUNNING');
  stop(arn);
  await clock.advance(1000);
  expect(get(arn).lastStatus).toBe('STOPPED');
  expect(sources.map(({ revoked }) => revoked)).toEqual([[arn]]);
});

function never(): never {
  throw new Error('the task has roles');
}
