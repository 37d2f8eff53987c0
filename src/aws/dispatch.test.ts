import { expect, test } from 'vitest';
import type { EcsOperations } from './contract/ecs.types.gen.ts';
import { handlersByName } from './dispatch.ts';

interface Call {
  readonly region: string;
}
const handlerOf = handlersByName<EcsOperations, Call>({
  ListClusters: ({ maxResults }, { region }) => ({ clusterArns: [`${region}:${maxResults ?? 'all'}`] }),
  DeleteCluster: async ({ cluster }) => ({ cluster: { clusterName: cluster } }),
});
const call = { region: 'us-east-1' };

test('finds the handler of an operation', async () => {
  expect(handlerOf('ListClusters')?.({ maxResults: 3 }, call)).toEqual({ clusterArns: ['us-east-1:3'] });
  expect(await handlerOf('DeleteCluster')?.({ cluster: 'c' }, call)).toEqual({
    cluster: { clusterName: 'c' },
  });
});

test.each(['RunTask', 'constructor', '__proto__'])('has no handler called %s', (operation) => {
  expect(handlerOf(operation)).toBeUndefined();
});
