import { expect, test } from 'vitest';

import { awslogsPlan, engineLogOf } from './awslogs.ts';

const names = { container: 'web', taskId: '0123' };

const planOf = (options: Record<string, string>): ReturnType<typeof awslogsPlan> =>
  awslogsPlan(
    {
      logDriver: 'awslogs',
      options: { 'awslogs-group': '/ecs/web', 'awslogs-region': 'us-east-1', ...options },
    },
    names,
  );

test('the stream is prefix/container/task', () => {
  expect(planOf({ 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'app' })).toEqual({
    region: 'eu-west-1',
    group: '/ecs/web',
    createGroup: false,
    stream: 'app/web/0123',
  });
});

test('without a prefix it is what is named, or left to the id of the container', () => {
  expect(planOf({ 'awslogs-stream': 'mine' })).toMatchObject({ region: 'us-east-1', stream: 'mine' });
  expect(planOf({})).not.toHaveProperty('stream');
});

test('how lines become events is kept as it was said', () => {
  expect(
    planOf({
      'awslogs-create-group': 'true',
      'awslogs-multiline-pattern': '^a',
      'awslogs-force-flush-interval-seconds': '2',
    }),
  ).toMatchObject({ createGroup: true, multilinePattern: '^a', flushInterval: 2 });
  expect(planOf({ 'awslogs-datetime-format': '%Y' })).toMatchObject({ datetimeFormat: '%Y' });
});

test('the engine keeps the output in a file, behind a buffer where the container must not wait', () => {
  const engine = (options: Record<string, string>): unknown => engineLogOf({ logDriver: 'awslogs', options });
  expect(engine({})).toEqual({ driver: 'json-file', options: {} });
  expect(engine({ mode: 'blocking', 'max-buffer-size': '1m' })).toEqual({ driver: 'json-file', options: {} });
  expect(engine({ mode: 'non-blocking' })).toEqual({
    driver: 'json-file',
    options: { mode: 'non-blocking', 'max-buffer-size': '10m' },
  });
});
