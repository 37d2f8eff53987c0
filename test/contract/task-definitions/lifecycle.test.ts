import { describe, expect, test } from 'vitest';

import { testEcs } from '../../support/ecs.ts';
import { least } from './definitions.ts';

const arn = (revision: number, family = 'web'): string =>
  `arn:aws:ecs:us-east-1:000000000000:task-definition/${family}:${revision}`;

const hour = 60 * 60 * 1000;

describe('revisions', () => {
  test('count up from one, also when nothing differs', () => {
    const ecs = testEcs();
    const revisions = [1, 2, 3].map(() => ecs.call('RegisterTaskDefinition', least).taskDefinition?.revision);
    expect(revisions).toEqual([1, 2, 3]);
  });

  test('are counted for each family, account and region', () => {
    const ecs = testEcs();
    ecs.call('RegisterTaskDefinition', least);
    const others = [ecs.as({ account: '111111111111' }), ecs.as({ region: 'eu-west-1' })];
    const arns = others.map(
      (other) => other.call('RegisterTaskDefinition', least).taskDefinition?.taskDefinitionArn,
    );
    expect(arns).toEqual([
      'arn:aws:ecs:us-east-1:111111111111:task-definition/web:1',
      'arn:aws:ecs:eu-west-1:000000000000:task-definition/web:1',
    ]);
    const other = ecs.call('RegisterTaskDefinition', { ...least, family: 'other' });
    expect(other.taskDefinition?.revision).toBe(1);
  });

  test('are never given out twice, also when the family is deleted', async () => {
    const ecs = testEcs();
    ecs.call('RegisterTaskDefinition', least);
    ecs.call('DeregisterTaskDefinition', { taskDefinition: 'web:1' });
    ecs.call('DeleteTaskDefinitions', { taskDefinitions: ['web:1'] });
    await ecs.clock.advance(hour);
    expect(ecs.call('ListTaskDefinitionFamilies', {}).families).toEqual([]);
    expect(ecs.call('RegisterTaskDefinition', least).taskDefinition?.revision).toBe(2);
    expect(ecs.call('ListTaskDefinitionFamilies', {}).families).toEqual(['web']);
  });

  test('a refused registration takes no number', () => {
    const ecs = testEcs();
    expect(() => ecs.call('RegisterTaskDefinition', { ...least, containerDefinitions: [] })).toThrow(
      'Container list cannot be empty.',
    );
    expect(ecs.call('RegisterTaskDefinition', least).taskDefinition?.revision).toBe(1);
  });
});

describe('DescribeTaskDefinition', () => {
  test('takes family, family and revision, and both kinds of ARN', () => {
    const ecs = testEcs();
    ecs.call('RegisterTaskDefinition', least);
    ecs.call('RegisterTaskDefinition', least);
    const described = (taskDefinition: string): string | undefined =>
      ecs.call('DescribeTaskDefinition', { taskDefinition }).taskDefinition?.taskDefinitionArn;
    expect(described('web')).toBe(arn(2));
    expect(described('web:1')).toBe(arn(1));
    expect(described(arn(1))).toBe(arn(1));
    expect(described('arn:aws:ecs:us-east-1:000000000000:task-definition/web')).toBe(arn(2));
  });

  test('a family alone means its latest ACTIVE revision', () => {
    const ecs = testEcs();
    for (let count = 0; count < 3; count += 1) ecs.call('RegisterTaskDefinition', least);
    ecs.call('DeregisterTaskDefinition', { taskDefinition: 'web:3' });
    expect(ecs.call('DescribeTaskDefinition', { taskDefinition: 'web' }).taskDefinition?.revision).toBe(2);
    expect(ecs.call('DescribeTaskDefinition', { taskDefinition: 'web:3' }).taskDefinition?.status).toBe(
      'INACTIVE',
    );
  });

  test.each([
    ['web', 'ClientException', 'Unable to describe task definition.'],
    ['web:1', 'ClientException', 'Unable to describe task definition.'],
    ['we b', 'ClientException', 'Unable to describe task definition.'],
    ['web:x', 'InvalidParameterException', 'Invalid revision number. Number: x'],
    ['web:0', 'InvalidParameterException', 'Invalid revision number. Number: 0'],
    [
      'arn:aws:ecs:us-east-1:111111111111:task-definition/web:1',
      'ClientException',
      'Unable to describe task definition.',
    ],
    [
      'arn:aws:ecs:eu-west-1:000000000000:task-definition/web:1',
      'InvalidParameterException',
      'Invalid Region in ARN',
    ],
  ])('%s: %s %s', (taskDefinition, code, message) => {
    const ecs = testEcs();
    const describing = (): unknown => ecs.call('DescribeTaskDefinition', { taskDefinition });
    expect(describing).toThrow(expect.objectContaining({ code, message }));
  });

  test('tells tags only when asked to', () => {
    const ecs = testEcs();
    const tags = [{ key: 'team', value: 'a' }];
    expect(ecs.call('RegisterTaskDefinition', { ...least, tags }).tags).toEqual(tags);
    expect(ecs.call('DescribeTaskDefinition', { taskDefinition: 'web' })).not.toHaveProperty('tags');
    expect(ecs.call('DescribeTaskDefinition', { taskDefinition: 'web', include: ['TAGS'] }).tags).toEqual(
      tags,
    );
    expect(ecs.call('ListTagsForResource', { resourceArn: arn(1) }).tags).toEqual(tags);
  });
});

describe('DeregisterTaskDefinition', () => {
  test('makes a revision INACTIVE, once', async () => {
    const ecs = testEcs();
    ecs.call('RegisterTaskDefinition', least);
    const first = ecs.call('DeregisterTaskDefinition', { taskDefinition: 'web:1' }).taskDefinition;
    expect(first).toMatchObject({ status: 'INACTIVE', deregisteredAt: Date.UTC(2026, 0, 1) / 1000 });
    await ecs.clock.advance(1000);
    expect(ecs.call('DeregisterTaskDefinition', { taskDefinition: arn(1) }).taskDefinition).toEqual(first);
  });

  test.each([
    ['web', 'Revision is missing.'],
    ['arn:aws:ecs:us-east-1:000000000000:task-definition/web', 'Revision is missing.'],
    ['web:2', 'Unable to describe task definition.'],
  ])('%s: %s', (taskDefinition, message) => {
    const ecs = testEcs();
    ecs.call('RegisterTaskDefinition', least);
    expect(() => ecs.call('DeregisterTaskDefinition', { taskDefinition })).toThrow(
      expect.objectContaining({ code: 'ClientException', message }),
    );
  });
});

describe('DeleteTaskDefinitions', () => {
  test('deletes what is INACTIVE and says why the rest stays', () => {
    const ecs = testEcs();
    ecs.call('RegisterTaskDefinition', least);
    ecs.call('RegisterTaskDefinition', least);
    ecs.call('DeregisterTaskDefinition', { taskDefinition: 'web:1' });
    const { taskDefinitions, failures } = ecs.call('DeleteTaskDefinitions', {
      taskDefinitions: ['web:1', arn(2), 'web:3', 'web'],
    });
    expect(taskDefinitions).toEqual([
      expect.objectContaining({
        taskDefinitionArn: arn(1),
        status: 'DELETE_IN_PROGRESS',
        deleteRequestedAt: Date.UTC(2026, 0, 1) / 1000,
      }),
    ]);
    expect(failures).toEqual([
      {
        arn: arn(2),
        reason:
          'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
      },
      {
        arn: arn(3),
        reason:
          'The specified task definition does not exist. Specify a valid account, family, revision and try again.',
      },
      {
        arn: 'web',
        reason:
          'The specified task definition identifier is invalid. Specify a valid name or ARN and try again.',
      },
    ]);
  });

  test('takes one to ten', () => {
    const ecs = testEcs();
    const eleven = Array.from({ length: 11 }, (_, index) => `web:${index + 1}`);
    expect(() => ecs.call('DeleteTaskDefinitions', { taskDefinitions: eleven })).toThrow(
      'taskDefinitions can have at most 10 items.',
    );
    expect(() => ecs.call('DeleteTaskDefinitions', { taskDefinitions: [] })).toThrow(
      'Task definitions cannot be empty.',
    );
  });

  test('the revision stays to be seen for an hour, then it and its tags are gone', async () => {
    const ecs = testEcs();
    ecs.call('RegisterTaskDefinition', { ...least, tags: [{ key: 'a', value: 'b' }] });
    ecs.call('DeregisterTaskDefinition', { taskDefinition: 'web:1' });
    ecs.call('DeleteTaskDefinitions', { taskDefinitions: ['web:1'] });
    await ecs.clock.advance(hour - 1);
    expect(ecs.call('ListTaskDefinitions', { status: 'DELETE_IN_PROGRESS' }).taskDefinitionArns).toEqual([
      arn(1),
    ]);
    expect(ecs.call('DescribeTaskDefinition', { taskDefinition: 'web:1' }).taskDefinition?.status).toBe(
      'DELETE_IN_PROGRESS',
    );
    await ecs.clock.advance(1);
    expect(() => ecs.call('DescribeTaskDefinition', { taskDefinition: 'web:1' })).toThrow(
      'Unable to describe task definition.',
    );
    expect(ecs.call('ListTaskDefinitions', { status: 'DELETE_IN_PROGRESS' }).taskDefinitionArns).toEqual([]);
    expect(ecs.tables.tags.get(arn(1))).toBeUndefined();
  });

  test('the revision stays while a task of it has not stopped', async () => {
    const ecs = testEcs();
    ecs.call('RegisterTaskDefinition', least);
    const [task] = ecs.call('RunTask', { taskDefinition: 'web' }).tasks ?? [];
    ecs.call('DeregisterTaskDefinition', { taskDefinition: 'web:1' });
    ecs.call('DeleteTaskDefinitions', { taskDefinitions: ['web:1'] });
    await ecs.clock.advance(24 * hour);
    const listed = (): readonly string[] | undefined =>
      ecs.call('ListTaskDefinitions', { status: 'DELETE_IN_PROGRESS' }).taskDefinitionArns;
    expect(listed()).toEqual([arn(1)]);
    ecs.observe(task?.taskArn ?? '', { lastStatus: 'STOPPED' });
    expect(listed()).toEqual([]);
  });
});
