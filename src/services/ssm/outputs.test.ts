import { expect, test } from 'vitest';

import { parameterParts } from '../../../test/support/parameters.ts';
import { testService } from '../../../test/support/aws-service.ts';
import type { SsmOperations } from '../../aws/contract/ssm.types.gen.ts';
import { ssmService } from './index.ts';
import { operations } from './operations/index.ts';

test('every operation answers what AWS’s model says it can', () => {
  const parts = parameterParts();
  const { call: checked } = testService<SsmOperations>(ssmService(parts), parts);
  const called = new Set<string>();
  const call: typeof checked = (operation, input, caller) => {
    called.add(operation);
    return checked(operation, input, caller);
  };
  const Name = '/app/token';
  const Tags = [{ Key: 'k', Value: 'v' }];
  const said = { Description: 'd', AllowedPattern: '.*', KeyId: 'alias/aws/ssm', Tags, DataType: 'text' };
  call('PutParameter', { Name, Value: '1', Type: 'SecureString', ...said });
  call('PutParameter', { Name, Value: '2', Overwrite: true, Tier: 'Advanced' });
  call('LabelParameterVersion', { Name, Labels: ['good', '1st'], ParameterVersion: 1 });
  call('GetParameter', { Name });
  call('GetParameter', { Name: `${Name}:good`, WithDecryption: true });
  call('GetParameters', { Names: [Name, 'nowhere'] });
  call('GetParametersByPath', { Path: '/app' });
  call('DescribeParameters', {});
  call('GetParameterHistory', { Name });
  call('UnlabelParameterVersion', { Name, ParameterVersion: 1, Labels: ['good'] });
  const resource = { ResourceType: 'Parameter', ResourceId: Name } as const;
  call('AddTagsToResource', { ...resource, Tags });
  call('ListTagsForResource', resource);
  call('RemoveTagsFromResource', { ...resource, TagKeys: ['k'] });
  call('DeleteParameters', { Names: [Name, 'nowhere'] });
  call('PutParameter', { Name, Value: '1', Type: 'String' });
  call('DeleteParameter', { Name });
  expect([...called].sort()).toEqual(Object.keys(operations).sort());
});
