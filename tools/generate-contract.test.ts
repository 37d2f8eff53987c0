import { expect, test } from 'vitest';
import { ecsContract } from '../src/aws/contract/ecs.gen.ts';
import { outdated } from './generate-contract.ts';

test('the generated files are what the generator writes today', async () => {
  expect(await outdated()).toEqual([]);
});

test('every name in the tables leads to a shape or a scalar', () => {
  const scalars = new Set([
    'String',
    'Boolean',
    'Integer',
    'Long',
    'Float',
    'Double',
    'Timestamp',
    'Blob',
    'Document',
  ]);
  const { operations, errors, shapes } = ecsContract;
  const lost = (owner: string, names: readonly string[]): string[] =>
    names.filter((name) => !shapes.has(name) && !scalars.has(name)).map((name) => `${owner} → ${name}`);
  const dangling = [
    ...operations.names().flatMap((name) => {
      const operation = operations.get(name);
      return operation === undefined ? [name] : lost(name, [operation.input, operation.output]);
    }),
    ...operations
      .names()
      .flatMap((name) => (operations.get(name)?.errors ?? []).filter((error) => !errors.has(error))),
    ...errors.names().flatMap((name) => lost(name, Object.values(errors.get(name)?.members ?? {}))),
    ...shapes.names().flatMap((name) => {
      const shape = shapes.get(name);
      if (shape === undefined) return [name];
      if (shape.kind === 'structure' || shape.kind === 'union')
        return lost(name, Object.values(shape.members));
      if (shape.kind === 'list') return lost(name, [shape.member]);
      return shape.kind === 'map' ? lost(name, [shape.key, shape.value]) : [];
    }),
  ];
  expect(dangling).toEqual([]);
});

test('every pattern of the model compiles', () => {
  const patterns = ecsContract.shapes.names().flatMap((name) => {
    const shape = ecsContract.shapes.get(name);
    return shape?.kind === 'string' && shape.pattern !== undefined ? [shape.pattern] : [];
  });
  expect(patterns).not.toEqual([]);
  for (const pattern of patterns) expect(() => new RegExp(`^(?:${pattern})$`, 'u')).not.toThrow();
});

test('the model of Amazon ECS is whole', () => {
  expect(ecsContract.operations.names()).toHaveLength(88);
  expect(ecsContract.operations.get('RunTask')?.errors).toContain('BlockedException');
  expect(ecsContract.shapes.get('RunTaskRequest')).toMatchObject({ required: ['taskDefinition'] });
  expect(ecsContract.shapes.get('PortNumber')).toEqual({ kind: 'integer', min: 0, max: 65_535 });
  expect(ecsContract.shapes.get('LaunchType')).toMatchObject({
    enum: expect.arrayContaining(['EC2', 'FARGATE']),
  });
  expect(ecsContract.shapes.get('Service')).toMatchObject({ members: { createdAt: 'Timestamp' } });
  expect(ecsContract.errors.get('ConflictException')?.members).toEqual({ resourceIds: 'StringList' });
  expect(ecsContract.errors.get('ServerException')).toEqual({ status: 500, fault: 'server' });
});
