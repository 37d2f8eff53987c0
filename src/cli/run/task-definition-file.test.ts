import { describe, expect, test } from 'vitest';
import { LongshoreError } from '../../kernel/errors.ts';
import { parseTaskDefinition, readTaskDefinition } from './task-definition-file.ts';

const INPUT = { family: 'web', containerDefinitions: [{ name: 'a', image: 'b', memory: 64 }] };

function problem(text: string, name = 'task.json'): string {
  try {
    parseTaskDefinition(name, text);
  } catch (error) {
    if (error instanceof LongshoreError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

describe('takes', () => {
  test('what register-task-definition takes, as JSON and as YAML', () => {
    expect(parseTaskDefinition('t.json', JSON.stringify(INPUT)).input).toEqual(INPUT);
    const yaml = 'family: web\ncontainerDefinitions:\n  - name: a\n    image: b\n    memory: 64\n';
    expect(parseTaskDefinition('t.yaml', yaml).input).toEqual(INPUT);
    expect(
      parseTaskDefinition('standard input', `\uFEFF\t${JSON.stringify(INPUT, null, '\t')}`).input,
    ).toEqual(INPUT);
  });

  test('what describe-task-definition prints, without what AWS added', () => {
    const printed = {
      taskDefinition: {
        ...INPUT,
        taskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/web:1',
        revision: 1,
        status: 'ACTIVE',
        requiresAttributes: [{ name: 'x' }],
        compatibilities: ['EC2'],
        registeredAt: '2026-01-01T00:00:00+00:00',
        registeredBy: 'arn:aws:iam::000000000000:root',
      },
      tags: [],
    };
    expect(parseTaskDefinition('t.json', JSON.stringify(printed)).input).toEqual(INPUT);
    const tags = [{ key: 'k', value: 'v' }];
    expect(parseTaskDefinition('t.json', JSON.stringify({ ...printed, tags })).input).toEqual({
      ...INPUT,
      tags,
    });
  });

  test('anchors and merges of YAML', () => {
    const yaml =
      'family: web\ncontainerDefinitions:\n  - &base { name: a, image: b, memory: 64 }\n  - { <<: *base, name: c }\n';
    expect(parseTaskDefinition('t.yml', yaml).input.containerDefinitions?.[1]).toEqual({
      name: 'c',
      image: 'b',
      memory: 64,
    });
  });

  test('standard input', async () => {
    const { input } = await readTaskDefinition('-', () => Promise.resolve(JSON.stringify(INPUT)));
    expect(input).toEqual(INPUT);
  });
});

describe('says where', () => {
  test.each([
    ['{"family": "x",\n  "b": [1 2]}', 'task.json:2:11:'],
    ['{"family": "x"', 'task.json:1:15:'],
    ['{"family": nope}', 'task.json:1:13:'],
    ['{"family": "x",\n "family": "y"}', 'task.json:2:2: the same member stands here a second time'],
    ['"text"', 'task.json:1:1: a task definition is a structure'],
    ['[]', 'task.json:1:1: a task definition is a structure'],
    ['', 'task.json:1:1: a task definition is a structure'],
    ['{}', 'task.json:1:1: family is missing'],
    [
      '{"family":"x",\n "containerDefinitions":[\n  {"memory":"128"}]}',
      'task.json:3:13: containerDefinitions[0].memory must be an integer, not the string "128"',
    ],
    [
      '{"family":"x",\n "containerDefinitions":{}}',
      'task.json:2:25: containerDefinitions must be a list, not a structure',
    ],
    [
      '{"family":"x","containerDefinitions":[],\n "networkMode":"brige"}',
      'task.json:2:16: networkMode must be one of awsvpc, bridge, host, none, not "brige"',
    ],
    [
      '{"family":"x",\n "ContainerDefinitions":[]}',
      'task.json:2:2: ContainerDefinitions is no member that Amazon ECS knows; did you mean containerDefinitions?',
    ],
    [
      '{"tags":[{"key":1}],\n "taskDefinition":{"family":"x",\n "containerDefinitions":[],"cpu":1}}',
      'task.json:3:34: cpu must be a string, not 1',
    ],
    [
      '{"family":"x","containerDefinitions":[{"essential":"yes"}]}',
      'containerDefinitions[0].essential must be true or false',
    ],
    ['{"family":"x","containerDefinitions":[null]}', 'containerDefinitions[0] must be a structure, not null'],
  ])('%s', (text, expected) => {
    expect(problem(text)).toContain(expected);
  });

  test('in YAML', () => {
    expect(problem('family: x\ncontainerDefinitions:\n  - name: a\n    memory: lots\n', 't.yaml')).toBe(
      't.yaml:4:13: containerDefinitions[0].memory must be an integer, not the string "lots"\n' +
        '  4 |     memory: lots\n' +
        '    |             ^',
    );
    expect(problem('a: b: c', 't.yaml')).toContain('t.yaml:1:4:');
    expect(problem('family: *nope', 't.yaml')).toContain('nope');
  });

  test('through an alias', () => {
    const yaml = 'family: x\ncontainerDefinitions:\n  - &a { name: a, cpu: no }\n  - *a\n';
    expect(problem(yaml, 't.yaml')).toContain('t.yaml:3:24: containerDefinitions[0].cpu');
    expect(problem(yaml, 't.yaml')).toContain('t.yaml:3:24: containerDefinitions[1].cpu');
  });

  test('names no more than ten', () => {
    const containers = Array.from({ length: 12 }, () => ({ cpu: 'x' }));
    const text = JSON.stringify({ family: 'x', containerDefinitions: containers });
    expect(problem(text).match(/must be an integer/g)).toHaveLength(10);
  });

  test('a file that is not there', async () => {
    await expect(readTaskDefinition('/nowhere/t.json', () => Promise.resolve(''))).rejects.toMatchObject({
      code: 'BAD_TASK_DEFINITION',
    });
  });
});
