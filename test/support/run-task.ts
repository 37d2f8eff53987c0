import { type TestEcs, testEcs } from './ecs.ts';
import type { RegisterTaskDefinitionRequest, RunTaskRequest } from '../../src/aws/contract/ecs.types.gen.ts';

export const invalid = (message: string): object => ({ code: 'InvalidParameterException', message });

/** An ECS with one task definition, `app`. */
export function withApp(given: Partial<RegisterTaskDefinitionRequest> = {}): TestEcs {
  const ecs = testEcs();
  ecs.call('RegisterTaskDefinition', {
    family: 'app',
    containerDefinitions: [
      { name: 'app', image: 'busybox:1', cpu: 10, memory: 64, environment: [{ name: 'A', value: '1' }] },
      { name: 'side', image: 'busybox:1', memoryReservation: 32, essential: false },
    ],
    ...given,
  });
  return ecs;
}

export const run = (ecs: TestEcs, given: Partial<RunTaskRequest> = {}) =>
  ecs.call('RunTask', { taskDefinition: 'app', ...given });
