import type { LogConfiguration, TaskDefinition } from '../../aws/contract/ecs.types.gen.ts';
import type { Ids } from '../../kernel/ids.ts';
import { dependenciesOf } from '../machine/dependencies.ts';
import type { ContainerPlan, FirelensPlan, LogPlan, SecretPlan, VolumePlan } from '../model/task-plan.ts';

/** Of the engine's driver, not of the router's output. */
const bufferLimit = 'log-driver-buffer-limit';

/** How the engine hands a container's output to the router; the address is known when it has a socket. */
export function senderLogOf(
  { options = {} }: LogConfiguration,
  { container, taskId }: { readonly container: string; readonly taskId: string },
): LogPlan {
  const limit = options[bufferLimit];
  return {
    driver: 'fluentd',
    options: {
      tag: `${container}-firelens-${taskId}`,
      'fluentd-async': 'true',
      'fluentd-sub-second-precision': 'true',
      ...(limit === undefined ? {} : { 'fluentd-buffer-limit': limit }),
    },
  };
}

export interface Routed {
  readonly containers: readonly ContainerPlan[];
  readonly volumes: readonly VolumePlan[];
  readonly firelens?: FirelensPlan;
}

/**
 * Has the output of containers with the driver `awsfirelens` routed by the container that is configured for
 * it. Secret options go to the router, as variables that its configuration refers to.
 */
export function withRouter(
  { containerDefinitions: definitions = [] }: TaskDefinition,
  planned: readonly ContainerPlan[],
  ids: Ids,
): Routed {
  const definition = definitions.find(({ firelensConfiguration: given }) => given !== undefined);
  const configuration = definition?.firelensConfiguration;
  const router = planned.find(({ name }) => name === definition?.name);
  if (configuration === undefined || router === undefined) return { containers: planned, volumes: [] };
  const { type, options = {} } = configuration;
  const volume = `ecs-firelens-${ids.hex(20)}`;
  const sending = definitions.flatMap(({ name = '', logConfiguration: log }, index) =>
    log?.logDriver === 'awsfirelens' ? [{ container: name, index, log }] : [],
  );
  const secrets = sending.flatMap(({ index, log }) =>
    (log.secretOptions ?? []).map(({ name, valueFrom }) => ({ name: variable(name, index), valueFrom })),
  );
  const external = externalOf(options);
  return {
    containers: planned.map((plan) => {
      if (plan === router) return withSecrets(plan, secrets);
      return sending.some(({ container }) => container === plan.name) ? asSender(plan, router) : plan;
    }),
    volumes: [volumeOf(volume, router.name)],
    firelens: {
      router: router.name,
      type,
      volume,
      metadata: options['enable-ecs-log-metadata'] !== 'false',
      ...(external === undefined ? {} : { external }),
      senders: sending.map(({ container, index, log }) => ({
        container,
        options: outputOptions(log, type, index),
      })),
    },
  };
}

/** By the number of its container in the task definition: a name may have what no variable's name may. */
const variable = (option: string, index: number): string => `${option}_${index}`;

function outputOptions(
  { options = {}, secretOptions = [] }: LogConfiguration,
  type: FirelensPlan['type'],
  index: number,
): Record<string, string> {
  const { [bufferLimit]: _, ...plain } = options;
  const secret = secretOptions.map(({ name }) => {
    const wanted = variable(name, index);
    return [name, type === 'fluentbit' ? `\${${wanted}}` : `"#{ENV['${wanted}']}"`] as const;
  });
  return { ...plain, ...Object.fromEntries(secret) };
}

function withSecrets(plan: ContainerPlan, secrets: readonly SecretPlan[]): ContainerPlan {
  return secrets.length === 0 ? plan : { ...plan, secrets: [...(plan.secrets ?? []), ...secrets] };
}

/** The router starts first and stops last, unless it waits for others itself: then the agent adds nothing. */
function asSender(sender: ContainerPlan, router: ContainerPlan): ContainerPlan {
  const { logSecrets: _, ...plan } = sender;
  const isOrdered = dependenciesOf(plan).some(({ container }) => container === router.name);
  if (isOrdered || dependenciesOf(router).length > 0) return plan;
  return { ...plan, dependsOn: [...plan.dependsOn, { container: router.name, condition: 'START' }] };
}

function externalOf(options: Readonly<Record<string, string>>): FirelensPlan['external'] {
  const { 'config-file-type': type, 'config-file-value': value } = options;
  if (type === undefined || value === undefined) return undefined;
  return type === 's3' ? { kind: 's3', arn: value } : { kind: 'file', path: value };
}

const volumeOf = (engineName: string, router: string): VolumePlan => ({
  name: engineName,
  engineName,
  scope: 'task',
  autoprovision: false,
  driver: 'local',
  options: {},
  labels: { 'longshore.firelens': router },
});
