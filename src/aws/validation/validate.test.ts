import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../aws-error.ts';
import { ecsContract } from '../contract/ecs.gen.ts';
import { checkOutput } from './check-output.ts';
import type { ServiceContract } from '../contract/contract.ts';
import { TextTable } from '../contract/table.ts';
import { parseInput } from './validate.ts';

const invalid = (_: string, message: string): AwsError => new AwsError('InvalidParameterException', message);
const parse = (operation: string, body: unknown): unknown =>
  parseInput(ecsContract, operation, typeof body === 'string' ? body : JSON.stringify(body), invalid);

function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('expected a refusal');
}
const refusal = (operation: string, body: unknown): unknown => errorOf(() => parse(operation, body));

describe('JSON', () => {
  test.each(['', '{', '{"cluster":}', "{'cluster':1}", '\uFEFF{}', 'undefined'])('%j is none', (body) => {
    expect(refusal('ListTasks', body)).toMatchObject({ code: 'SerializationException', httpStatus: 400 });
  });

  test('bytes must be UTF-8', () => {
    const body = Buffer.concat([Buffer.from('{"cluster":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    expect(errorOf(() => parseInput(ecsContract, 'ListTasks', body, invalid))).toMatchObject({
      code: 'SerializationException',
    });
    const utf8 = new TextEncoder().encode('{"cluster":"ü"}');
    expect(parseInput(ecsContract, 'ListTasks', utf8, invalid)).toEqual({ cluster: 'ü' });
  });

  test('nesting as deep as a body allows is refused or dropped, not a crash', () => {
    const deep = (open: string, close: string): string => open.repeat(200_000) + close.repeat(200_000);
    expect(refusal('ListTasks', deep('[', ''))).toMatchObject({ code: 'SerializationException' });
    expect(refusal('ListTasks', `{"cluster":${deep('[', ']')}}`)).toMatchObject({
      code: 'SerializationException',
    });
    expect(parse('ListTasks', `{"unknown":${deep('[', ']')}}`)).toEqual({});
    const service = `{"serviceName":"s","deploymentConfiguration":{"lifecycleHooks":[{"hookDetails":${deep('[', ']')}}]}}`;
    expect(refusal('CreateService', service)).toMatchObject({ message: 'Nesting is deeper than 500 levels' });
  });
});

describe('types', () => {
  test.each([
    ['ListTasks', [], 'Unrecognized collection type class com.amazonaws.madison.frontend.ListTasksRequest'],
    ['ListTasks', '3', 'Unexpected field type'],
    ['ListTasks', 'null', 'Unexpected field type'],
    ['ListTasks', { cluster: 1 }, 'NUMBER_VALUE cannot be converted to String'],
    ['ListTasks', { cluster: 1.5 }, 'DECIMAL_VALUE cannot be converted to String'],
    ['ListTasks', { cluster: true }, 'TRUE_VALUE cannot be converted to String'],
    ['ListTasks', { cluster: [] }, 'Unrecognized collection type class java.lang.String'],
    ['ListTasks', { cluster: {} }, 'Start of structure or map found where not expected'],
    ['ListTasks', { maxResults: '5' }, 'STRING_VALUE cannot be converted to Integer'],
    ['ListTasks', { maxResults: 5.5 }, 'DECIMAL_VALUE cannot be converted to Integer'],
    ['ListTasks', { maxResults: 4_294_967_296 }, 'NUMBER_VALUE cannot be converted to Integer'],
    ['DeleteService', { service: 's', force: 'true' }, 'Unexpected token received from parser'],
    ['DeleteService', { service: 's', force: 1 }, 'NUMBER_VALUE cannot be converted to Boolean'],
    ['DescribeTasks', { tasks: 'a' }, 'Unexpected field type'],
    ['DescribeTasks', { tasks: {} }, 'Start of structure or map found where not expected'],
    ['DescribeTasks', { tasks: [1] }, 'NUMBER_VALUE cannot be converted to String'],
    [
      'SubmitTaskStateChange',
      { pullStartedAt: '2020-01-01T00:00:00Z' },
      'STRING_VALUE cannot be converted to Date',
    ],
    [
      'CreateCluster',
      { configuration: [] },
      'Unrecognized collection type class com.amazonaws.madison.frontend.ClusterConfiguration',
    ],
    [
      'RegisterTaskDefinition',
      { family: 'f', containerDefinitions: [{ dockerLabels: ['x'] }] },
      'Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>',
    ],
  ])('%s %j', (operation, body, message) => {
    expect(refusal(operation, body)).toMatchObject({ code: 'SerializationException', message });
  });

  test('a wrong type answers before a broken constraint', () => {
    expect(refusal('RunTask', { launchType: 'MOON', count: 'x' })).toMatchObject({
      code: 'SerializationException',
    });
  });

  test('null counts as absent, unknown members are dropped', () => {
    const body = { cluster: null, tasks: ['a', null, 'b'], zone: { any: 'thing' } };
    expect(parse('DescribeTasks', body)).toEqual({ tasks: ['a', 'b'] });
  });

  test('keys of maps are data, whatever they are called', () => {
    const body =
      '{"family":"f","containerDefinitions":[{"dockerLabels":{"__proto__":"x","constructor":"y"}}]}';
    const input = JSON.stringify(parse('RegisterTaskDefinition', body));
    expect(input).toBe(body);
  });

  test('a member called like a method of objects is unknown', () => {
    expect(parse('ListTasks', '{"__proto__":{"cluster":"x"},"toString":1}')).toEqual({});
  });

  test('documents pass as they are', () => {
    const hookDetails = { a: [1, { b: null }], c: 'd' };
    const input = { serviceName: 's', deploymentConfiguration: { lifecycleHooks: [{ hookDetails }] } };
    expect(parse('CreateService', input)).toEqual(input);
  });
});

describe('constraints', () => {
  test('a required member', () => {
    expect(refusal('StopTask', {})).toMatchObject({
      code: 'InvalidParameterException',
      message:
        "1 validation error detected: Value null at 'task' failed to satisfy constraint: Member must not be null",
    });
  });

  test('several errors stand in one text', () => {
    const message = String(Reflect.get(Object(refusal('DeleteTaskSet', { cluster: null })), 'message'));
    expect(message.startsWith('3 validation errors detected: ')).toBe(true);
    expect(message.split('; ')).toHaveLength(3);
  });

  test('an enum, deep inside', () => {
    const body = {
      family: 'f',
      containerDefinitions: [{ name: 'a' }, { portMappings: [{ protocol: 'icmp' }] }],
    };
    expect(refusal('RegisterTaskDefinition', body)).toMatchObject({
      message:
        "1 validation error detected: Value 'icmp' at 'containerDefinitions.2.member.portMappings.1.member.protocol' " +
        'failed to satisfy constraint: Member must satisfy enum value set: [tcp, udp]',
    });
  });

  test.each([
    [
      'TagResource',
      { resourceArn: 'a', tags: [{ key: '' }] },
      "Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'TagResource',
      { resourceArn: 'a', tags: Array.from({ length: 51 }, () => ({ key: 'k' })) },
      "Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
    ],
    [
      'CreateCluster',
      { defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1001 }] },
      "Value '1001' at 'defaultCapacityProviderStrategy.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      'TagResource',
      { resourceArn: 'a', tags: [{ key: 'semi;colon' }] },
      String.raw`Value 'semi;colon' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`,
    ],
  ])('%s %j', (operation, body, violation) => {
    expect(refusal(operation, body)).toMatchObject({ message: `1 validation error detected: ${violation}` });
  });

  test('the service picks the error and sees the violations', () => {
    const pick = (
      operation: string,
      _: string,
      found: readonly { path: string; constraint: string }[],
    ): AwsError =>
      new AwsError(
        'ClientException',
        `${operation}: ${found.map((v) => `${v.constraint} ${v.path}`).join()}`,
      );
    expect(errorOf(() => parseInput(ecsContract, 'StopTask', '{}', pick))).toMatchObject({
      code: 'ClientException',
      message: 'StopTask: required task',
    });
  });

  test('a union wants exactly one member', () => {
    const create = { name: 'g', infrastructureRoleArn: 'r' };
    expect(refusal('CreateGateway', { ...create, configuration: {} })).toMatchObject({
      code: 'InvalidParameterException',
    });
    expect(parse('CreateGateway', { ...create, configuration: { hostSharedAlb: {} } })).toMatchObject({
      configuration: { hostSharedAlb: {} },
    });
  });
});

test('an operation that the contract does not know', () => {
  expect(refusal('LaunchRocket', {})).toMatchObject({ code: 'UnknownOperationException' });
  expect(refusal('constructor', {})).toMatchObject({ code: 'UnknownOperationException' });
});

const operations = ecsContract.operations.names();

test('arbitrary JSON throws nothing but AwsError', () => {
  fc.assert(
    fc.property(fc.constantFrom(...operations), fc.oneof(fc.json(), fc.string()), (operation, body) => {
      try {
        parse(operation, body);
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
      }
    }),
    { numRuns: 500 },
  );
});

test('members of the model with arbitrary values throw nothing but AwsError, and what passes passes again', () => {
  const shapes = ecsContract.shapes;
  const inputs = operations.map((operation) => {
    const shape = shapes.get(ecsContract.operations.get(operation)?.input ?? '');
    const members = shape?.kind === 'structure' ? Object.keys(shape.members) : [];
    return fc.tuple(
      fc.constant(operation),
      members.length === 0 ? fc.constant({}) : fc.dictionary(fc.constantFrom(...members), fc.jsonValue()),
    );
  });
  fc.assert(
    fc.property(fc.oneof(...inputs), ([operation, body]) => {
      let input: unknown;
      try {
        input = parse(operation, body);
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
        return;
      }
      expect(parse(operation, input)).toEqual(input);
    }),
    { numRuns: 500 },
  );
});

test('an input that a contract accepts is a valid output of the same shape', () => {
  const mirror: ServiceContract = {
    ...ecsContract,
    operations: new TextTable(
      operations
        .map((name) => {
          const input = ecsContract.operations.get(name)?.input;
          return `${name} ${JSON.stringify({ input, output: input, errors: [] })}\n`;
        })
        .join(''),
    ),
  };
  const input = parse('RunTask', {
    taskDefinition: 'web:1',
    count: 2,
    launchType: 'FARGATE',
    tags: [{ key: 'k' }],
  });
  expect(checkOutput(mirror, 'RunTask', input)).toEqual([]);
});
