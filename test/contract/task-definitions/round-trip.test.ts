import { describe, expect, test } from 'vitest';

import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import type { RegisterTaskDefinitionRequest } from '../../../src/aws/contract/ecs.types.gen.ts';
import { testEcs } from '../../support/ecs.ts';
import { everything, fargate, least } from './definitions.ts';

/** What a client drops from a described definition before it registers it again. */
function withoutOutput(definition: object): RegisterTaskDefinitionRequest {
  const output = [
    'taskDefinitionArn',
    'revision',
    'status',
    'requiresAttributes',
    'compatibilities',
    'registeredAt',
    'registeredBy',
  ];
  const kept = Object.entries(definition).filter(([name]) => !output.includes(name));
  return Object.fromEntries(kept) as unknown as RegisterTaskDefinitionRequest;
}

describe('a definition that spells out every default', () => {
  test('is told back member for member', () => {
    const ecs = testEcs();
    ecs.call('RegisterTaskDefinition', everything);
    const { taskDefinition } = ecs.call('DescribeTaskDefinition', { taskDefinition: 'all-of-it' });
    expect(withoutOutput(taskDefinition ?? {})).toEqual(everything);
  });

  test('leaves no member of a container untried', () => {
    const shape = ecsContract.shapes.get('ContainerDefinition');
    const members = shape?.kind === 'structure' ? Object.keys(shape.members) : [];
    const tried = new Set(everything.containerDefinitions.flatMap((container) => Object.keys(container)));
    expect(members.filter((member) => !tried.has(member))).toEqual([]);
  });
});

describe.each([
  ['least', least],
  ['fargate', fargate],
  ['everything', everything],
])('%s, described and registered again', (_, definition) => {
  test('reads the same', () => {
    const ecs = testEcs();
    const first = ecs.call('RegisterTaskDefinition', definition).taskDefinition;
    const described = ecs.call('DescribeTaskDefinition', {
      taskDefinition: definition.family,
    }).taskDefinition;
    expect(described).toEqual(first);
    const second = ecs.call('RegisterTaskDefinition', withoutOutput(described ?? {})).taskDefinition;
    expect(second?.revision).toBe(2);
    expect(withoutOutput(second ?? {})).toEqual(withoutOutput(first ?? {}));
  });
});

describe('defaults that AWS fills in', () => {
  test('of the least definition', () => {
    const ecs = testEcs();
    expect(ecs.call('RegisterTaskDefinition', least).taskDefinition).toEqual({
      taskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/web:1',
      family: 'web',
      revision: 1,
      status: 'ACTIVE',
      containerDefinitions: [
        {
          name: 'app',
          image: 'nginx',
          cpu: 0,
          memory: 128,
          portMappings: [],
          essential: true,
          environment: [],
          mountPoints: [],
          volumesFrom: [],
          systemControls: [],
        },
      ],
      volumes: [],
      placementConstraints: [],
      requiresAttributes: [],
      compatibilities: ['EXTERNAL', 'EC2'],
      enableFaultInjection: false,
      registeredAt: Date.UTC(2026, 0, 1) / 1000,
      registeredBy: 'arn:aws:iam::000000000000:root',
    });
  });

  test.each([
    ['bridge', 0],
    ['host', 80],
    ['awsvpc', 80],
  ] as const)('of a port in %s mode', (networkMode, hostPort) => {
    const { taskDefinition } = testEcs().call('RegisterTaskDefinition', {
      ...least,
      networkMode,
      containerDefinitions: [{ ...least.containerDefinitions[0], portMappings: [{ containerPort: 80 }] }],
    });
    expect(taskDefinition?.containerDefinitions?.[0]?.portMappings).toEqual([
      { containerPort: 80, hostPort, protocol: 'tcp' },
    ]);
  });

  test('of a health check: all but the start period', () => {
    const { taskDefinition } = testEcs().call('RegisterTaskDefinition', {
      ...least,
      containerDefinitions: [{ ...least.containerDefinitions[0], healthCheck: { command: ['CMD', 'true'] } }],
    });
    expect(taskDefinition?.containerDefinitions?.[0]?.healthCheck).toEqual({
      command: ['CMD', 'true'],
      interval: 30,
      timeout: 5,
      retries: 3,
    });
  });

  test('sizes become plain numbers', () => {
    const { taskDefinition } = testEcs().call('RegisterTaskDefinition', {
      ...fargate,
      cpu: '.25 vCPU',
      memory: '0.5GB',
    });
    expect([taskDefinition?.cpu, taskDefinition?.memory]).toEqual(['256', '512']);
  });
});
