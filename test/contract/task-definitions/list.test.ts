import { describe, expect, test } from 'vitest';

import type { ListTaskDefinitionsRequest } from '../../../src/aws/contract/ecs.types.gen.ts';
import { type TestEcs, testEcs } from '../../support/ecs.ts';
import { least } from './definitions.ts';

function register(ecs: TestEcs, family: string, times = 1): void {
  for (let count = 0; count < times; count += 1) ecs.call('RegisterTaskDefinition', { ...least, family });
}

function list(ecs: TestEcs, input: ListTaskDefinitionsRequest = {}): string[] {
  const { taskDefinitionArns = [] } = ecs.call('ListTaskDefinitions', input);
  return taskDefinitionArns.map((arn) => arn.split('/')[1] ?? '');
}

describe('ListTaskDefinitions', () => {
  test('orders families by letters and revisions by number', () => {
    const ecs = testEcs();
    register(ecs, 'b', 11);
    register(ecs, 'a');
    const ascending = ['a:1', ...Array.from({ length: 11 }, (_, index) => `b:${index + 1}`)];
    expect(list(ecs)).toEqual(ascending);
    expect(list(ecs, { sort: 'DESC' })).toEqual(ascending.toReversed());
  });

  test('familyPrefix is a whole family', () => {
    const ecs = testEcs();
    register(ecs, 'web');
    register(ecs, 'web-2');
    expect(list(ecs, { familyPrefix: 'web' })).toEqual(['web:1']);
    expect(list(ecs, { familyPrefix: 'we' })).toEqual([]);
  });

  test('tells ACTIVE revisions unless another status is asked for', () => {
    const ecs = testEcs();
    register(ecs, 'web', 3);
    ecs.call('DeregisterTaskDefinition', { taskDefinition: 'web:2' });
    expect(list(ecs)).toEqual(['web:1', 'web:3']);
    expect(list(ecs, { status: 'INACTIVE' })).toEqual(['web:2']);
  });

  test('shows neither another account nor another region', () => {
    const ecs = testEcs();
    register(ecs, 'web');
    expect(list(ecs.as({ account: '111111111111' }))).toEqual([]);
    expect(list(ecs.as({ region: 'eu-west-1' }))).toEqual([]);
  });

  test.each(['ASC', 'DESC'] as const)('pages %s, also while revisions come and go', (sort) => {
    const ecs = testEcs();
    register(ecs, 'a', 2);
    register(ecs, 'b', 3);
    const pages: string[][] = [];
    let nextToken: string | undefined;
    do {
      const page = ecs.call('ListTaskDefinitions', {
        sort,
        maxResults: 2,
        ...(nextToken !== undefined && { nextToken }),
      });
      pages.push((page.taskDefinitionArns ?? []).map((arn) => arn.split('/')[1] ?? ''));
      nextToken = page.nextToken;
      if (pages.length === 1) register(ecs, 'b');
      if (pages.length === 1) ecs.call('DeregisterTaskDefinition', { taskDefinition: 'b:2' });
    } while (nextToken !== undefined);
    const ascending = [['a:1', 'a:2'], ['b:1', 'b:3'], ['b:4']];
    // b:4 was made behind the first descending page.
    const descending = [['b:3', 'b:2'], ['b:1', 'a:2'], ['a:1']];
    expect(pages).toEqual(sort === 'ASC' ? ascending : descending);
  });

  test.each(['ASC', 'DESC'] as const)('pages one family %s', (sort) => {
    const ecs = testEcs();
    register(ecs, 'a');
    register(ecs, 'b', 3);
    const input = { familyPrefix: 'b', sort, maxResults: 2 };
    const { nextToken = '' } = ecs.call('ListTaskDefinitions', input);
    expect(list(ecs, input)).toEqual(sort === 'ASC' ? ['b:1', 'b:2'] : ['b:3', 'b:2']);
    expect(list(ecs, { ...input, nextToken })).toEqual(sort === 'ASC' ? ['b:3'] : ['b:1']);
  });

  test('a page holds 100 unless told', () => {
    const ecs = testEcs();
    register(ecs, 'web', 101);
    const first = ecs.call('ListTaskDefinitions', {});
    expect(first.taskDefinitionArns).toHaveLength(100);
    expect(list(ecs, { nextToken: first.nextToken ?? '' })).toEqual(['web:101']);
  });

  test('refuses a page size out of range and the token of another question', () => {
    const ecs = testEcs();
    register(ecs, 'web', 2);
    expect(() => list(ecs, { maxResults: 101 })).toThrow(
      expect.objectContaining({ code: 'InvalidParameterException' }),
    );
    const { nextToken = '' } = ecs.call('ListTaskDefinitions', { maxResults: 1 });
    expect(nextToken).not.toBe('');
    expect(() => list(ecs, { nextToken, sort: 'DESC' })).toThrow(
      expect.objectContaining({ code: 'InvalidParameterException' }),
    );
  });
});

describe('ListTaskDefinitionFamilies', () => {
  function mixed(): TestEcs {
    const ecs = testEcs();
    register(ecs, 'web', 2);
    register(ecs, 'web-old');
    register(ecs, 'worker');
    ecs.call('DeregisterTaskDefinition', { taskDefinition: 'web:2' });
    ecs.call('DeregisterTaskDefinition', { taskDefinition: 'web-old:1' });
    return ecs;
  }

  test.each([
    [{}, ['web', 'web-old', 'worker']],
    [{ status: 'ALL' }, ['web', 'web-old', 'worker']],
    [{ status: 'ACTIVE' }, ['web', 'worker']],
    [{ status: 'INACTIVE' }, ['web-old']],
    [{ familyPrefix: 'web' }, ['web', 'web-old']],
    [{ familyPrefix: 'web', status: 'ACTIVE' }, ['web']],
    [{ familyPrefix: 'b' }, []],
  ] as const)('%o: %o', (input, families) => {
    expect(mixed().call('ListTaskDefinitionFamilies', input).families).toEqual(families);
  });

  test('pages', () => {
    const ecs = mixed();
    const first = ecs.call('ListTaskDefinitionFamilies', { maxResults: 2 });
    expect(first.families).toEqual(['web', 'web-old']);
    const { nextToken = '' } = first;
    expect(ecs.call('ListTaskDefinitionFamilies', { maxResults: 2, nextToken })).toEqual({
      families: ['worker'],
    });
  });

  test('a family comes back to ACTIVE with its next revision', () => {
    const ecs = mixed();
    register(ecs, 'web-old');
    expect(ecs.call('ListTaskDefinitionFamilies', { status: 'INACTIVE' }).families).toEqual([]);
  });
});
