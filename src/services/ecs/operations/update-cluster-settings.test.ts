import { describe, expect, test } from 'vitest';
import { errorOf, testEcs } from '../../../../test/support/ecs.ts';

describe('UpdateClusterSettings', () => {
  test.each(['enabled', 'disabled', 'enhanced'])('sets containerInsights to %s', (value) => {
    const settings = [{ name: 'containerInsights' as const, value }];
    expect(
      testEcs().call('UpdateClusterSettings', { cluster: 'default', settings }).cluster?.settings,
    ).toEqual(settings);
  });

  test('refuses unknown clusters and values', () => {
    const ecs = testEcs();
    const settings = (value: string): { name: 'containerInsights'; value: string }[] => [
      { name: 'containerInsights', value },
    ];
    expect(
      errorOf(() => ecs.call('UpdateClusterSettings', { cluster: 'web', settings: settings('enabled') }))
        .code,
    ).toBe('ClusterNotFoundException');
    expect(
      errorOf(() => ecs.call('UpdateClusterSettings', { cluster: 'default', settings: settings('maybe') }))
        .code,
    ).toBe('InvalidParameterException');
  });
});
