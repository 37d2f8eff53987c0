import { expect, test } from 'vitest';
import { AwsError } from './aws-error.ts';
import type { EcsOperations } from './contract/ecs.types.gen.ts';
import { dispatch } from './dispatch.ts';

const context = {
  requestId: 'r',
  account: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  principalArn: 'arn:aws:iam::000000000000:root',
  signal: new AbortController().signal,
};
const handle = dispatch<EcsOperations>(
  {
    ListClusters: ({ maxResults }, { region }) => ({ clusterArns: [`${region}:${maxResults ?? 'all'}`] }),
    DeleteCluster: async ({ cluster }) => ({ cluster: { clusterName: cluster } }),
  },
  (operation) => new AwsError('UnsupportedFeatureException', operation),
);

test('calls the handler of the operation', async () => {
  expect(handle('ListClusters', { maxResults: 3 }, context)).toEqual({ clusterArns: ['us-east-1:3'] });
  expect(await handle('DeleteCluster', { cluster: 'c' }, context)).toEqual({ cluster: { clusterName: 'c' } });
});

test.each(['RunTask', 'constructor'])('refuses %s, which it does not have', (operation) => {
  expect(() => handle(operation, {}, context)).toThrow(
    expect.objectContaining({ code: 'UnsupportedFeatureException', message: operation }),
  );
});
