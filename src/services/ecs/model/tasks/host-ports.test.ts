import { expect, test } from 'vitest';

import { testEcs } from '../../../../../test/support/ecs.ts';
import { defaultSubnet } from '../../../../../test/support/subnets.ts';

test('tasks with an interface of their own may all have one port, and take none of the host’s', () => {
  const ecs = testEcs();
  ecs.call('CreateCluster', {});
  const containerDefinitions = [
    { name: 'web', image: 'busybox', memory: 64, portMappings: [{ containerPort: 80 }] },
  ];
  ecs.call('RegisterTaskDefinition', { family: 'own', networkMode: 'awsvpc', containerDefinitions });
  const onHost = containerDefinitions.map((each) => ({
    ...each,
    portMappings: [{ containerPort: 80, hostPort: 80 }],
  }));
  ecs.call('RegisterTaskDefinition', { family: 'host', containerDefinitions: onHost });
  const networkConfiguration = { awsvpcConfiguration: { subnets: [defaultSubnet()] } };
  const own = ecs.call('RunTask', { taskDefinition: 'own', count: 2, networkConfiguration });
  expect(own.failures).toEqual([]);
  expect(own.tasks).toHaveLength(2);
  expect(ecs.call('RunTask', { taskDefinition: 'host' }).failures).toEqual([]);
});

test('a port is taken while its task is wanted, and counts as free from when that is to stop', () => {
  const ecs = testEcs();
  ecs.call('RegisterTaskDefinition', {
    family: 'host',
    containerDefinitions: [
      { name: 'web', image: 'busybox', memory: 64, portMappings: [{ containerPort: 80, hostPort: 80 }] },
    ],
  });
  const run = () => ecs.call('RunTask', { taskDefinition: 'host' });
  const task = run().tasks?.[0]?.taskArn ?? '';
  ecs.observe(task, { lastStatus: 'RUNNING' });
  expect(run().failures).toMatchObject([{ reason: 'RESOURCE:PORTS' }]);
  ecs.call('StopTask', { task });
  expect(run()).toMatchObject({ failures: [], tasks: [{ lastStatus: 'PENDING' }] });
});
