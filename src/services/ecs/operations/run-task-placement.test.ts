import { describe, expect, test } from 'vitest';
import { errorOf } from '../../../../test/support/ecs.ts';
import { defaultSubnet } from '../../../../test/support/subnets.ts';
import { invalid, run, withApp } from '../../../../test/support/run-task.ts';

describe('RunTask', () => {
  describe('launch types', () => {
    test('exclude a strategy, and must suit the task definition', () => {
      const ecs = withApp();
      expect(
        errorOf(() =>
          run(ecs, { launchType: 'EC2', capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] }),
        ),
      ).toEqual(
        invalid(
          'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
        ),
      );
      expect(errorOf(() => run(ecs, { launchType: 'FARGATE' }))).toEqual(
        invalid('Task definition does not support launch_type FARGATE.'),
      );
    });

    test('EXTERNAL runs on the machine too', () => {
      expect(run(withApp(), { launchType: 'EXTERNAL' }).tasks?.[0]).toMatchObject({
        launchType: 'EXTERNAL',
        containerInstanceArn: expect.any(String),
      });
    });

    test('without a platform version, except for Fargate', () => {
      expect(errorOf(() => run(withApp(), { platformVersion: 'LATEST' }))).toEqual(
        invalid('The platform version must be null when specifying an EC2 launch type.'),
      );
    });

    test('a strategy may only name providers of the cluster', () => {
      const strategy = [{ capacityProvider: 'FARGATE', weight: 1 }];
      expect(errorOf(() => run(withApp(), { capacityProviderStrategy: strategy })).message).toContain(
        'not associated with the cluster',
      );
    });
  });

  describe('network', () => {
    test('awsvpc needs a configuration', () => {
      expect(errorOf(() => run(withApp({ networkMode: 'awsvpc' })))).toEqual(
        invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified."),
      );
    });

    test('nothing else takes one', () => {
      const networkConfiguration = { awsvpcConfiguration: { subnets: [defaultSubnet()] } };
      expect(errorOf(() => run(withApp(), { networkConfiguration }))).toEqual(
        invalid('Network Configuration is not valid for the given networkMode of this task definition.'),
      );
    });

    test.each([
      [
        'subnets can have at most 16 items.',
        { subnets: Array.from({ length: 17 }, (_, i) => `subnet-${i}`) },
      ],
      [
        'Assign public IP is not supported for this launch type.',
        { subnets: [defaultSubnet()], assignPublicIp: 'ENABLED' as const },
      ],
    ])('says %s', (message, awsvpcConfiguration) => {
      const ecs = withApp({ networkMode: 'awsvpc' });
      expect(errorOf(() => run(ecs, { networkConfiguration: { awsvpcConfiguration } }))).toEqual(
        invalid(message),
      );
    });
  });

  describe('placement', () => {
    test('strategies choose between instances, of which there is one', () => {
      const placementStrategy = [
        { type: 'spread' as const, field: 'attribute:ecs.availability-zone' },
        { type: 'binpack' as const, field: 'memory' },
      ];
      expect(run(withApp(), { placementStrategy }).tasks).toHaveLength(1);
      for (const bad of [{ type: 'binpack' as const }, { type: 'random' as const, field: 'cpu' }, {}]) {
        expect(errorOf(() => run(withApp(), { placementStrategy: [bad] })).code).toBe(
          'InvalidParameterException',
        );
      }
    });

    test('distinctInstance places one task of a group', () => {
      const ecs = withApp();
      const placementConstraints = [{ type: 'distinctInstance' as const }];
      const first = run(ecs, { count: 2, placementConstraints });
      expect(first.tasks).toHaveLength(1);
      expect(first.failures).toEqual([
        {
          arn: first.tasks?.[0]?.containerInstanceArn,
          reason: 'DistinctInstance placement constraint unsatisfied.',
        },
      ]);
      expect(run(ecs, { placementConstraints }).tasks).toEqual([]);
      // It is the desired status that counts.
      ecs.call('StopTask', { task: first.tasks?.[0]?.taskArn ?? '' });
      expect(run(ecs, { placementConstraints }).tasks).toHaveLength(1);
    });

    test('memberOf asks the machine, for the request and the task definition alike', () => {
      const memberOf = (expression: string) => ({ type: 'memberOf' as const, expression });
      const linux = memberOf('attribute:ecs.os-type == linux');
      const ecs = withApp({ placementConstraints: [linux] });
      const apart = { placementConstraints: [linux, memberOf('not(task:group == family:app)')] };
      const first = run(ecs, apart);
      expect(first.tasks).toHaveLength(1);
      expect(run(ecs, apart)).toEqual({
        tasks: [],
        failures: [
          {
            arn: first.tasks?.[0]?.containerInstanceArn,
            reason: 'MemberOf placement constraint unsatisfied.',
          },
        ],
      });
      const gpu = withApp({ placementConstraints: [memberOf('attribute:ecs.instance-type =~ p3.*')] });
      expect(run(gpu, { count: 2 }).failures).toHaveLength(2);
      expect(errorOf(() => run(ecs, { placementConstraints: [memberOf('nonsense')] })).code).toBe(
        'InvalidParameterException',
      );
    });

    test('a host port is held by one task at a time', () => {
      const ecs = withApp({
        containerDefinitions: [
          {
            name: 'app',
            image: 'busybox',
            memory: 64,
            portMappings: [{ containerPort: 80, hostPort: 8080 }],
          },
        ],
      });
      const { tasks, failures } = run(ecs, { count: 2 });
      expect(tasks).toHaveLength(1);
      const full = { arn: tasks?.[0]?.containerInstanceArn, reason: 'RESOURCE:PORTS' };
      expect(failures).toEqual([full]);
      expect(run(ecs).failures).toEqual([full]);
      ecs.observe(tasks?.[0]?.taskArn ?? '', { desiredStatus: 'STOPPED', lastStatus: 'STOPPED' });
      expect(run(ecs).failures).toEqual([]);
    });
  });
});
