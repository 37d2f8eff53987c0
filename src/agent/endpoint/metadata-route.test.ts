import { describe, expect, test } from 'vitest';

import { endpointHarness } from '../../../test/support/agent/endpoint.ts';
import { bridgeTask, fargateTask, webId } from '../../../test/support/agent/told-tasks.ts';
import { AwsError } from '../../aws/aws-error.ts';
import type { TaskRecord } from '../model/task-record.ts';

const taskAt = (source: string): string | undefined =>
  source === '169.254.170.9' ? bridgeTask().arn : undefined;

function told(given: Parameters<typeof endpointHarness>[0] = {}) {
  const harness = endpointHarness({ taskAt, ...given });
  harness.tasks.put(bridgeTask());
  return harness;
}

const lost = 'from v3 endpoint ID: nobody';

test('a container and its task are found by the id that the container was given', async () => {
  const { get } = told();
  const container = { DockerId: 'd0c4e7', Name: 'web' };
  expect(await get(`/v4/${webId}`)).toMatchObject({ status: 200, type: 'application/json', body: container });
  expect(await get(`/v3/${webId}`)).toMatchObject({ status: 200, body: container });
  expect(await get(`/v4/${webId}/task`)).toMatchObject({ body: { Family: 'shop', Containers: [container] } });
  expect(await get(`/v3/${webId}/task`)).toMatchObject({ body: { Family: 'shop', Containers: [container] } });
});

test.each([
  [
    '/v4/nobody',
    404,
    `V4 container metadata handler: unable to get container ID from request: unable to get docker ID ${lost}`,
  ],
  [
    '/v3/nobody',
    400,
    `V3 container metadata handler: unable to get container ID from request: unable to get docker ID ${lost}`,
  ],
  [
    '/v4/nobody/task',
    404,
    `V4 task metadata handler: unable to get task arn from request: unable to get task Arn ${lost}`,
  ],
  [
    '/v3/nobody/taskWithTags',
    500,
    `V3 task metadata handler: unable to get task arn from request: unable to get task Arn ${lost}`,
  ],
  [
    '/v4/nobody/stats',
    404,
    `V4 container stats handler: unable to get task arn from request: unable to get task Arn ${lost}`,
  ],
  [
    '/v3/nobody/task/stats',
    400,
    `V3 task stats handler: unable to get task arn from request: unable to get task Arn ${lost}`,
  ],
  [`/v4/${webId}/stats`, 500, 'Unable to get container stats for: d0c4e7'],
  [`/v3/${webId}/stats`, 400, 'Unable to get container stats for: d0c4e7'],
  [
    '/v2/metadata',
    400,
    "Unable to get task arn from request: unable to associate '169.254.170.3' with a task",
  ],
])('%s answers %i with a JSON string', async (path, status, text) => {
  expect(await told().get(path)).toMatchObject({ status, type: 'application/json', body: text });
});

test('a container that is not made yet has a task but no metadata of its own', async () => {
  const { get, tasks } = told();
  const task = bridgeTask();
  tasks.put({
    ...task,
    containers: task.containers.map((state) => ({ ...state, runtimeId: undefined, known: 'PULLED' })),
  });
  expect(await get(`/v4/${webId}`)).toMatchObject({ status: 404 });
  expect(await get(`/v4/${webId}/task`)).toMatchObject({ status: 200 });
});

describe('a container that asks before the engine has told of its start', () => {
  const starting = (): TaskRecord => {
    const task = bridgeTask();
    const containers = task.containers.map((state) => ({
      ...state,
      known: 'CREATED' as const,
      networks: undefined,
    }));
    return { ...task, containers };
  };

  test('is answered when it has', async () => {
    const { get, tasks } = told();
    tasks.put(starting());
    const asked = get(`/v4/${webId}`);
    await Promise.resolve();
    tasks.put(bridgeTask());
    expect(await asked).toMatchObject({
      status: 200,
      body: { KnownStatus: 'RUNNING', Networks: [{ IPv4Addresses: ['172.17.0.3'] }] },
    });
  });

  test('is not kept waiting for more than a second', async () => {
    const { get, tasks, clock } = told();
    tasks.put(starting());
    const asked = Promise.all([get(`/v4/${webId}`), get(`/v3/${webId}`)]);
    await clock.advance(700);
    expect(await asked).toMatchObject([
      { status: 200, body: { KnownStatus: 'CREATED' } },
      { status: 400, body: "Unable to generate network response for container 'd0c4e7'" },
    ]);
  });
});

test('v2 knows the task by the address that asks', async () => {
  const { get } = told();
  const here = '169.254.170.9';
  expect(await get('/v2/metadata', here)).toMatchObject({ status: 200, body: { Family: 'shop' } });
  expect(await get('/v2/metadata/d0c4e7', here)).toMatchObject({ status: 200, body: { Name: 'web' } });
  expect(await get('/v2/metadata/other', here)).toMatchObject({
    status: 400,
    body: "Unable to generate metadata for container 'other'",
  });
  expect(await get('/v2/stats', here)).toMatchObject({ status: 200, body: { d0c4e7: null } });
});

describe('tags', () => {
  test('of the task and of its instance are told when asked for', async () => {
    const containerInstanceArn = 'arn:instance';
    const tagsOf = (arn: string): Promise<Record<string, string>> =>
      Promise.resolve({ [arn === containerInstanceArn ? 'on' : 'of']: 'it' });
    const { get, tasks } = told({ tags: { tagsOf } });
    tasks.put({ ...bridgeTask(), containerInstanceArn });
    const tags = { TaskTags: { of: 'it' }, ContainerInstanceTags: { on: 'it' } };
    expect(await get(`/v4/${webId}/taskWithTags`)).toMatchObject({ body: tags });
    expect(await get(`/v3/${webId}/taskWithTags`)).toMatchObject({ body: tags });
    expect(await get('/v2/metadataWithTags', '169.254.170.9')).toMatchObject({ body: tags });
    expect((await get(`/v4/${webId}/task`)).body).not.toHaveProperty('TaskTags');
  });

  test('that cannot be had are an error in the document, not of it', async () => {
    const refusal = new AwsError('AccessDeniedException', 'no');
    const { get } = told({ tags: { tagsOf: () => Promise.reject(refusal) } });
    expect(await get(`/v4/${webId}/taskWithTags`)).toMatchObject({
      status: 200,
      body: {
        Errors: [
          {
            ErrorField: 'TaskTags',
            ErrorCode: 'AccessDeniedException',
            ErrorMessage: 'no',
            StatusCode: 400,
            ResourceARN: bridgeTask().arn,
          },
        ],
      },
    });
  });
});

test('nothing is associated', async () => {
  const { get } = told();
  expect(await get(`/v4/${webId}/associations/elastic-inference`)).toMatchObject({
    status: 200,
    body: { Associations: [] },
  });
  expect(await get(`/v3/${webId}/associations/elastic-inference/x`)).toMatchObject({
    status: 400,
    body: 'Unable to write container association response: unable to get association from association type elastic-inference and association name x',
  });
});

test('paths are cleaned by asking again, and what is not there is not found', async () => {
  const { get, send } = told();
  expect(await get(`//v4/${webId}//task`)).toMatchObject({ status: 301, location: `/v4/${webId}/task` });
  expect(await get('/v1//credentials?id=a')).toMatchObject({ status: 301, location: '/v1/credentials?id=a' });
  expect(await get('/_longshore/health')).toMatchObject({ status: 404 });
  expect(await get('/')).toMatchObject({ status: 404 });
  expect(await send('POST', `/v4/${webId}`, '')).toMatchObject({ status: 405 });
});

test('too many questions are put off', async () => {
  const { get, clock } = told();
  const statuses = await Promise.all(
    Array.from({ length: 61 }, () => get(`/v4/${webId}`).then(({ status }) => status)),
  );
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  await clock.advance(1000);
  expect(await get(`/v4/${webId}`)).toMatchObject({ status: 200 });
});

test('a task that is forgotten is not found any more', async () => {
  const { get, tasks } = told();
  tasks.delete(bridgeTask().arn);
  expect(await get(`/v4/${webId}`)).toMatchObject({ status: 404 });
});

test('a task of before is found by a directory that starts later', async () => {
  const { tasks } = told();
  const { TaskDirectory } = await import('./task-directory.ts');
  const later = new TaskDirectory(tasks);
  expect(later.container(webId)?.state.name).toBe('web');
});

test('on Fargate the id is that of the container, too', async () => {
  const { get, tasks } = told();
  tasks.put({ ...fargateTask(), arn: 'arn:other', id: 'other' });
  const [state] = fargateTask().containers;
  expect(await get(`/v4/${state?.endpointId}`)).toMatchObject({ body: { DockerId: state?.endpointId } });
});
