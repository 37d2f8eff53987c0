import type { FirelensPlan, NetworkMode } from '../model/task-plan.ts';

/** A plugin of the router: something that it takes logs from, or sends them to. */
export interface Section {
  readonly name: string;
  /** An input's own tag; the tags that an output matches. */
  readonly tag?: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Lets through, or drops, what a pattern finds in the key `log`. */
export interface Grep {
  readonly kind: 'include' | 'exclude';
  readonly tag: string;
  readonly pattern: string;
}

/** What a router's configuration says, in neither router's language. */
export interface RouterConfig {
  readonly inputs: readonly Section[];
  readonly filters: readonly Grep[];
  /** Added to every record. */
  readonly metadata: Readonly<Record<string, string>>;
  /** A path in the router. */
  readonly include?: string;
  readonly outputs: readonly Section[];
}

export interface ConfigTask {
  readonly arn: string;
  readonly clusterName: string;
  readonly family: string;
  readonly revision: number;
  readonly networkMode: NetworkMode;
}

/** Where the router makes the socket that the engine writes to. */
export const socketPath = '/var/run/fluent.sock';
export const forwardPort = '24224';

/** What differs between the two routers. */
interface Dialect {
  /** The option that names an output's plugin. */
  readonly outputKey: string;
  readonly wildcard: string;
  readonly socket: Section;
  readonly forward: (address: string) => Section;
  readonly healthCheck: { readonly input: Section; readonly output: Section } | undefined;
  readonly external: string;
}

const healthTag = 'firelens-healthcheck';

const dialects: Readonly<Record<FirelensPlan['type'], Dialect>> = {
  fluentbit: {
    outputKey: 'Name',
    wildcard: '*',
    socket: { name: 'forward', options: { unix_path: socketPath } },
    forward: (address) => ({ name: 'forward', options: { Listen: address, Port: forwardPort } }),
    healthCheck: {
      input: { name: 'tcp', tag: healthTag, options: { Listen: '127.0.0.1', Port: '8877' } },
      output: { name: 'null', tag: healthTag, options: {} },
    },
    external: '/fluent-bit/etc/external.conf',
  },
  fluentd: {
    outputKey: '@type',
    wildcard: '**',
    socket: { name: 'unix', options: { path: socketPath } },
    forward: (address) => ({ name: 'forward', options: { bind: address, port: forwardPort } }),
    healthCheck: undefined,
    external: '/fluentd/etc/external.conf',
  },
};

/** Where the router looks for a configuration that was fetched from S3. */
export const externalPath = (type: FirelensPlan['type']): string => dialects[type].external;

/** An option of a sender that the router could not be told; the message is the agent's. */
export class FirelensOptionError extends Error {
  override readonly name = 'FirelensOptionError';
}

/** What the ECS agent tells a router. Throws a FirelensOptionError. */
export function routerConfig(plan: FirelensPlan, task: ConfigTask): RouterConfig {
  const dialect = dialects[plan.type];
  const address = forwardAddress(task.networkMode);
  const { healthCheck } = dialect;
  const health = address === undefined ? undefined : healthCheck;
  const senders = plan.senders.map((sender) => senderParts(sender, plan.type));
  const include = plan.external?.kind === 's3' ? dialect.external : plan.external?.path;
  return {
    inputs: [
      dialect.socket,
      ...(address === undefined ? [] : [dialect.forward(address)]),
      ...(health === undefined ? [] : [health.input]),
    ],
    filters: senders.flatMap(({ filters }) => filters),
    metadata: plan.metadata
      ? {
          ecs_cluster: task.clusterName,
          ecs_task_arn: task.arn,
          ecs_task_definition: `${task.family}:${task.revision}`,
        }
      : {},
    ...(include === undefined ? {} : { include }),
    outputs: [
      ...(health === undefined ? [] : [health.output]),
      ...senders.flatMap(({ output }) => output ?? []),
    ],
  };
}

/** In the other modes the agent lets a router listen on its socket alone. */
function forwardAddress(networkMode: NetworkMode): string | undefined {
  switch (networkMode) {
    case 'bridge':
      return '0.0.0.0';
    case 'awsvpc':
      return '127.0.0.1';
    case 'host':
    case 'none':
      return undefined;
    default:
      return networkMode satisfies never;
  }
}

/**
 * One container's filters and output. Without any option of an output there is none: the configuration that
 * is included may have it.
 */
function senderParts(
  { container, options }: FirelensPlan['senders'][number],
  type: FirelensPlan['type'],
): { readonly filters: readonly Grep[]; readonly output?: Section } {
  const { outputKey, wildcard } = dialects[type];
  const {
    'include-pattern': included,
    'exclude-pattern': excluded,
    [outputKey]: output,
    ...ofOutput
  } = options;
  const tag = `${container}-firelens${wildcard}`;
  if (output === undefined && Object.keys(ofOutput).length > 0) {
    throw new FirelensOptionError(
      `unable to apply log options of container ${container} to firelens config: missing output key ${outputKey} which is required for firelens configuration of type ${type}`,
    );
  }
  return {
    filters: [
      ...(included === undefined ? [] : [{ kind: 'include', tag, pattern: included } as const]),
      ...(excluded === undefined ? [] : [{ kind: 'exclude', tag, pattern: excluded } as const]),
    ],
    ...(output === undefined ? {} : { output: { name: output, tag, options: ofOutput } }),
  };
}
