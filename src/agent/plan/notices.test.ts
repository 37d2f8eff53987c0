import { expect, test } from 'vitest';

import type { TaskDefinition, TaskOverride } from '../../aws/contract/ecs.types.gen.ts';
import { notices } from './notices.ts';

const web = { name: 'web', image: 'i' };

test('a task that lacks nothing has none', () => {
  const plain: TaskDefinition = {
    containerDefinitions: [{ ...web, memory: 64, logConfiguration: { logDriver: 'json-file' } }],
    enableFaultInjection: false,
    // Whether these can be enforced depends on the engine, and is told by the agent.
    cpu: '256',
    memory: '512',
  };
  expect(notices(plain)).toEqual([]);
});

test.each([
  [{ ephemeralStorage: { sizeInGiB: 30 } }, {}, /ephemeralStorage/],
  [{}, { ephemeralStorage: { sizeInGiB: 30 } }, /ephemeralStorage/],
] satisfies [TaskDefinition, TaskOverride, RegExp][])(
  '%j with overrides %j',
  (definition, overrides, said) => {
    const told = notices({ containerDefinitions: [web], ...definition }, overrides);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(said);
  },
);

test('each container with a format of its output is named', () => {
  const options = { 'awslogs-group': 'g', 'awslogs-format': 'json/emf' };
  const logConfiguration = { logDriver: 'awslogs' as const, options };
  const told = notices({
    containerDefinitions: [
      { ...web, logConfiguration },
      { ...web, name: 'db', logConfiguration },
    ],
  });
  expect(told.map((sentence) => sentence.slice(0, 14))).toEqual(['container web:', 'container db: ']);
});
