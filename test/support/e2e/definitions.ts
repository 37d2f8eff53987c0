import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';

export const image = 'longshore/hello:1';

/** One container that runs a shell script. `exec sleep` and the like obey SIGTERM; a bare `sh` as process 1 does not. */
export function shell(
  script: string,
  container: Partial<ContainerDefinition> = {},
): RegisterTaskDefinitionCommandInput {
  return {
    family: 'shell',
    containerDefinitions: [
      { name: 'main', image, memory: 16, entryPoint: ['sh', '-c'], command: [script], ...container },
    ],
  };
}

/** Runs until it is told to stop, and then ends at once with 0. */
export const waits = "trap 'exit 0' TERM; echo waiting; while :; do sleep 0.1; done";

/** Runs until it is killed. */
export const stubborn = "trap '' TERM; echo stubborn; while :; do sleep 0.1; done";
