import { expect, test } from 'vitest';

import { serviceParts, testService } from '../../../test/support/aws-service.ts';
import type { SecretsmanagerOperations } from '../../aws/contract/secretsmanager.types.gen.ts';
import { secretsManagerService } from './index.ts';
import { operations } from './operations/index.ts';

const token = (number: number): string => String(number).padStart(32, '0');
const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: '*' }] });

test('every operation answers what AWS’s model says it can', () => {
  const parts = serviceParts();
  const { call: checked } = testService<SecretsmanagerOperations>(
    secretsManagerService({ ...parts, rotationFunction: { invoke: () => Promise.resolve() } }),
    parts,
  );
  const called = new Set<string>();
  const call: typeof checked = (operation, input, caller) => {
    called.add(operation);
    return checked(operation, input, caller);
  };
  const SecretId = 'a';
  const Tags = [{ Key: 'k', Value: 'v' }];
  const said = { Description: 'd', KmsKeyId: 'alias/aws/secretsmanager', Type: 't', Tags };
  call('CreateSecret', { Name: 'a', SecretString: '1', ClientRequestToken: token(1), ...said });
  call('PutSecretValue', { SecretId, SecretBinary: 'AAEC', ClientRequestToken: token(2) });
  call('UpdateSecret', { SecretId, SecretString: '3', ClientRequestToken: token(3) });
  call('GetSecretValue', { SecretId });
  call('GetSecretValue', { SecretId, VersionStage: 'AWSPREVIOUS' });
  call('GetSecretValue', { SecretId, VersionId: token(1) });
  call('BatchGetSecretValue', { SecretIdList: [SecretId, 'nowhere'] });
  call('DescribeSecret', { SecretId });
  call('ListSecrets', {});
  call('ListSecretVersionIds', { SecretId, IncludeDeprecated: true });
  const moved = { RemoveFromVersionId: token(3), MoveToVersionId: token(2) };
  call('UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', ...moved });
  call('TagResource', { SecretId, Tags });
  call('UntagResource', { SecretId, TagKeys: ['k'] });
  call('PutResourcePolicy', { SecretId, ResourcePolicy: policy });
  call('GetResourcePolicy', { SecretId });
  call('ValidateResourcePolicy', { ResourcePolicy: policy });
  call('DeleteResourcePolicy', { SecretId });
  const RotationLambdaARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';
  const rules = { RotationRules: { AutomaticallyAfterDays: 1 } };
  call('RotateSecret', { SecretId, RotationLambdaARN, ClientRequestToken: token(4), ...rules });
  call('DescribeSecret', { SecretId });
  call('CancelRotateSecret', { SecretId });
  call('GetRandomPassword', {});
  call('DeleteSecret', { SecretId });
  call('ListSecrets', { IncludePlannedDeletion: true });
  call('RestoreSecret', { SecretId });
  call('DeleteSecret', { SecretId, ForceDeleteWithoutRecovery: true });
  expect([...called].sort()).toEqual(Object.keys(operations).sort());
});
