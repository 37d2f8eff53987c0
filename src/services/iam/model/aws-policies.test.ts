import { expect, test } from 'vitest';
import { compilePolicy } from '../evaluate/document.ts';
import { awsPolicies, awsPolicy } from './aws-policies.ts';
import { policyProblem } from './policy-document.ts';

test('every policy of AWS would be taken, and compiles', () => {
  for (const { name, versions } of awsPolicies()) {
    for (const { document } of versions) {
      expect(policyProblem(document), name).toBeUndefined();
      expect(compilePolicy(document).statements.length, name).toBeGreaterThan(0);
    }
  }
});

test('those that ECS names are there', () => {
  const infrastructure = [
    'Volumes',
    'ServiceConnectTransportLayerSecurity',
    'ManagedInstances',
    'LoadBalancers',
  ];
  const names = [
    'AmazonECSTaskExecutionRolePolicy',
    'AmazonEC2ContainerServiceforEC2Role',
    'AmazonEC2ContainerServiceEventsRole',
    'AmazonECS_FullAccess',
    'AWSApplicationAutoscalingECSServicePolicy',
    ...infrastructure.map((what) => `AmazonECSInfrastructureRolePolicyFor${what}`),
  ];
  for (const name of names) expect(awsPolicy(name)?.path, name).toMatch(/^\//);
  expect(awsPolicy('constructor')).toBeUndefined();
});
