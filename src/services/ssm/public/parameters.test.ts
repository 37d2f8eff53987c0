import { expect, test } from 'vitest';
import { testService } from '../../../../test/support/aws-service.ts';
import { parameterParts } from '../../../../test/support/parameters.ts';
import { imageId } from '../../../aws/images/ami.ts';
import type { SsmOperations } from '../../../aws/contract/ssm.types.gen.ts';
import { ssmService } from '../index.ts';

function start() {
  const parts = parameterParts();
  return testService<SsmOperations>(ssmService(parts), parts);
}

const ecs = '/aws/service/ecs/optimized-ami/amazon-linux-2023';

test('the image that ECS recommends is there, whole and in parts, with an id of the region', () => {
  const { call } = start();
  const valueOf = (Name: string, region = 'us-east-1'): string =>
    call('GetParameter', { Name }, { region }).Parameter?.Value ?? '';
  const whole = JSON.parse(valueOf(`${ecs}/recommended`)) as Record<string, unknown>;
  expect(whole).toEqual({
    ecs_agent_version: expect.stringMatching(/^1\.\d+\.\d+$/),
    ecs_runtime_version: expect.stringMatching(/^Docker version /),
    image_id: imageId('us-east-1', String(whole['image_name'])),
    image_name: expect.stringMatching(/^al2023-ami-ecs-hvm-2023\.0\.\d{8}-kernel-6\.1-x86_64$/),
    image_version: expect.stringMatching(/^2023\.0\.\d{8}$/),
    os: 'Amazon Linux 2023',
    schema_version: 1,
    source_image_name: expect.stringMatching(/^al2023-ami-minimal-/),
  });
  expect(valueOf(`${ecs}/recommended/image_id`)).toBe(whole['image_id']);
  expect(valueOf(`${ecs}/recommended/image_id`)).toMatch(/^ami-0[0-9a-f]{16}$/);
  expect(valueOf(`${ecs}/recommended/image_id`, 'eu-west-1')).not.toBe(whole['image_id']);
});

test.each([
  `${ecs}/arm64/recommended/image_id`,
  `${ecs}/gpu/recommended/image_name`,
  `${ecs}/inf/recommended`,
  `${ecs}/neuron/recommended`,
  '/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id',
  '/aws/service/ecs/optimized-ami/amazon-linux-2/arm64/recommended/image_id',
  '/aws/service/ecs/optimized-ami/amazon-linux-2/gpu/recommended/image_id',
  '/aws/service/ecs/optimized-ami/amazon-linux-2/inf/recommended/image_id',
  '/aws/service/ecs/optimized-ami/amazon-linux-2/kernel-5.10/recommended/image_id',
  '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
  '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-arm64',
  '/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-arm64',
  '/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2',
  '/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-arm64-gp2',
  '/aws/service/bottlerocket/aws-ecs-2/x86_64/latest/image_id',
  '/aws/service/bottlerocket/aws-ecs-2-nvidia/arm64/latest/image_version',
  '/aws/service/global-infrastructure/regions/eu-central-1/longName',
])('%s', (Name) => {
  const { call } = start();
  const arn = `arn:aws:ssm:us-east-1::parameter${Name}`;
  const { Parameter } = call('GetParameter', { Name });
  expect(Parameter).toMatchObject({ Name, Type: 'String', Version: 1, ARN: arn, DataType: 'text' });
  expect(call('GetParameterHistory', { Name }).Parameters).toEqual([
    expect.objectContaining({ Name, Type: 'String', Value: Parameter?.Value, Version: 1, Tier: 'Standard' }),
  ]);
  expect(call('GetParameters', { Names: [arn, `${Name}:1`, `${Name}:2`] })).toMatchObject({
    Parameters: [{ Value: Parameter?.Value }, { Selector: ':1' }],
    InvalidParameters: [`${Name}:2`],
  });
});

test('are listed by their path, page by page, and in no list of one’s own', () => {
  const { call } = start();
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = call('GetParametersByPath', {
      Path: '/aws/service/global-infrastructure/regions',
      ...(NextToken !== undefined && { NextToken }),
    });
    names.push(...(page.Parameters ?? []).map(({ Value = '' }) => Value));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(names).toContain('us-east-1');
  expect(names.length).toBeGreaterThan(30);
  expect(new Set(names).size).toBe(names.length);
  const one = call('GetParametersByPath', { Path: `${ecs}/recommended` });
  expect(one.Parameters?.map(({ Name }) => Name?.split('/').at(-1))).toEqual([
    'ecs_agent_version',
    'ecs_runtime_version',
    'image_id',
    'image_name',
    'image_version',
    'os',
    'schema_version',
    'source_image_name',
  ]);
  const secure = [{ Key: 'Type', Values: ['SecureString'] }];
  expect(
    call('GetParametersByPath', { Path: ecs, Recursive: true, ParameterFilters: secure }).Parameters,
  ).toEqual([]);
  expect(call('DescribeParameters', {}).Parameters).toEqual([]);
  expect(call('GetParametersByPath', { Path: '/', Recursive: true }).Parameters).toEqual([]);
});

test('cannot be written, and what AWS has not is not there', () => {
  const { call } = start();
  const Name = `${ecs}/recommended`;
  expect(() => call('PutParameter', { Name, Value: 'x', Type: 'String', Overwrite: true })).toThrow(
    expect.objectContaining({
      code: 'AccessDeniedException',
      message: `No access to reserved parameter name: ${Name}.`,
    }),
  );
  for (const missing of [
    `${ecs}/recommended/size`,
    '/aws/service/nothing',
    '/cdk-bootstrap/hnb659fds/version',
  ]) {
    expect(() => call('GetParameter', { Name: missing })).toThrow(
      expect.objectContaining({ code: 'ParameterNotFound' }),
    );
  }
});
