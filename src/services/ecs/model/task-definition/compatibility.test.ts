import { describe, expect, test } from 'vitest';

import { registration } from '../../../../../test/support/registration.ts';
import { compatibilitiesOf, compatibilityProblem } from './compatibility.ts';
import type { Registration } from './rule.ts';

const forFargate = { networkMode: 'awsvpc', cpu: '256', memory: '512' } as const;

test.each<[string, Registration, string[]]>([
  ['bridge', registration(), ['EXTERNAL', 'EC2']],
  ['host', registration({ networkMode: 'host' }), ['EXTERNAL', 'EC2', 'MANAGED_INSTANCES']],
  ['awsvpc with a size', registration(forFargate), ['EC2', 'FARGATE', 'MANAGED_INSTANCES']],
  ['awsvpc without a size', registration({ networkMode: 'awsvpc' }), ['EC2', 'MANAGED_INSTANCES']],
  ['privileged', registration(forFargate, { privileged: true }), ['EC2', 'MANAGED_INSTANCES']],
  ['a long stopTimeout', registration(forFargate, { stopTimeout: 121 }), ['EC2', 'MANAGED_INSTANCES']],
  ['EBS', registration({ volumes: [{ name: 'a', configuredAtLaunch: true }] }), ['EC2']],
  [
    'Windows',
    registration({
      ...forFargate,
      cpu: '1024',
      memory: '2048',
      runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
    }),
    ['EC2', 'FARGATE'],
  ],
])('%s', (_, definition, compatibilities) => {
  expect(compatibilitiesOf(definition)).toEqual(compatibilities);
});

describe('what is required', () => {
  test('and cannot be is the reason to refuse', () => {
    expect(compatibilityProblem(registration({ requiresCompatibilities: ['EC2', 'FARGATE'] }))).toBe(
      'Fargate only supports network mode ‘awsvpc’.',
    );
    expect(
      compatibilityProblem(registration({ ...forFargate, requiresCompatibilities: ['EXTERNAL'] })),
    ).toMatch(/^External compatible task definitions do not support/);
    expect(compatibilityProblem(registration({ requiresCompatibilities: ['MANAGED_INSTANCES'] }))).toMatch(
      /^Managed Instances compatible/,
    );
  });

  test('and can be is taken; nothing required asks nothing', () => {
    const required = {
      ...forFargate,
      requiresCompatibilities: ['FARGATE', 'EC2', 'MANAGED_INSTANCES'],
    } as const;
    expect(
      compatibilityProblem(
        registration({ ...required, requiresCompatibilities: [...required.requiresCompatibilities] }),
      ),
    ).toBeUndefined();
    expect(compatibilityProblem(registration({ networkMode: 'none' }))).toBeUndefined();
  });
});
