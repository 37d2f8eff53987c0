import type { Ids } from '../../kernel/ids.ts';
import { type Backend, BackendError, type VolumeEntry } from '../backends/backend.ts';
import { ownerOf } from '../backends/owner.ts';
import { FirelensOptionError, externalPath, forwardPort, routerConfig } from '../firelens/config.ts';
import { renderConfig } from '../firelens/render.ts';
import type { FirelensPlan, MountPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { ContainerAddition, Hook } from './hook.ts';
import { ResourceError } from './resource-error.ts';
import { objectOf } from './secrets/references.ts';
import type { ObjectSource } from './secrets/sources.ts';
import { sdkError } from './secrets/words.ts';
import { taskIdOf } from './task-role.ts';

export interface FirelensParts {
  readonly backend: Backend;
  readonly ids: Ids;
  readonly objects: ObjectSource;
}

const configPaths = {
  fluentbit: '/fluent-bit/etc/fluent-bit.conf',
  fluentd: '/fluentd/etc/fluent.conf',
} as const;

/** Of a socket's path, by the kernel. */
const longestSocketPath = 107;

/**
 * Gives a log router its configuration and the directory of its socket, and shows the others' engine to that
 * socket. Both lie in a volume of the task, which also an engine on another machine has: it is filled by the
 * engine's API, and the engine, which writes to the socket itself, is told where it has the volume.
 */
export function firelensHook(parts: FirelensParts): Hook {
  return {
    name: 'firelens',
    async prepare(task, container, signal) {
      const { firelens } = task.plan;
      if (firelens === undefined) return undefined;
      if (container.name === firelens.router) return forRouter(parts, task, firelens, signal);
      const isSender = firelens.senders.some((each) => each.container === container.name);
      return isSender ? forSender(parts, task, firelens, signal) : undefined;
    },
  };
}

async function forRouter(
  parts: FirelensParts,
  task: TaskRecord,
  firelens: FirelensPlan,
  signal: AbortSignal,
): Promise<ContainerAddition> {
  const config: VolumeEntry = { name: 'config/fluent.conf', content: configText(task, firelens) };
  const external = await externalEntry(parts, task, firelens, signal);
  const path = await volumeOf(parts, task, firelens, signal);
  const entries = [{ name: 'config' }, { name: 'socket' }, config, ...external];
  await parts.backend.fillVolume(firelens.volume, entries, signal);
  const mount = (source: string, target: string): MountPlan => ({
    source: `${path}/${source}`,
    target,
    readOnly: false,
  });
  return {
    mounts: [
      mount('config/fluent.conf', configPaths[firelens.type]),
      mount('socket/', '/var/run/'),
      ...external.map(({ name }) => mount(name, externalPath(firelens.type))),
    ],
    // Its image would give up root, and could not make the socket then.
    ...(firelens.type === 'fluentd' ? { environment: { FLUENT_UID: '0' } } : {}),
  };
}

async function forSender(
  parts: FirelensParts,
  task: TaskRecord,
  firelens: FirelensPlan,
  signal: AbortSignal,
): Promise<ContainerAddition> {
  const host = routerAddress(task, firelens);
  const path = await volumeOf(parts, task, firelens, signal);
  return {
    logOptions: { 'fluentd-address': `unix://${path}/socket/fluent.sock` },
    ...(host === undefined ? {} : { environment: { FLUENT_HOST: host, FLUENT_PORT: forwardPort } }),
  };
}

/** Where its containers reach the router by TCP, in modes in which it listens there. */
function routerAddress({ plan, containers }: TaskRecord, { router: name }: FirelensPlan): string | undefined {
  if (plan.networkMode === 'awsvpc') return '127.0.0.1';
  if (plan.networkMode !== 'bridge') return undefined;
  const address = containers.find((state) => state.name === name)?.address;
  if (address !== undefined && address !== '') return address;
  // It was not waited for, or has no network.
  throw new BackendError('DockerClientConfigError', 'unable to get BridgeIP for task in bridge mode');
}

function configText(task: TaskRecord, firelens: FirelensPlan): string {
  try {
    const config = routerConfig(firelens, { ...task, networkMode: task.plan.networkMode });
    return renderConfig(firelens.type, config);
  } catch (error) {
    if (!(error instanceof FirelensOptionError)) throw error;
    const text = `unable to generate firelens config file: unable to generate firelens config: ${error.message}`;
    throw new ResourceError(text, { cause: error });
  }
}

/** The configuration in S3 that is included, fetched as the task's execution role. */
async function externalEntry(
  { objects, ids }: FirelensParts,
  task: TaskRecord,
  { external }: FirelensPlan,
  signal: AbortSignal,
): Promise<readonly VolumeEntry[]> {
  if (external?.kind !== 's3') return [];
  const failed = (why: string, cause?: unknown): ResourceError =>
    new ResourceError(`unable to download firelens s3 config file: ${why}`, { cause });
  const { executionRoleArn: principalArn } = task.plan;
  if (principalArn === undefined) throw failed('unable to get execution role credentials');
  const object = objectOf(external.arn);
  if (object === undefined) throw failed('unable to parse bucket and key from s3 arn: invalid s3 arn');
  const { bucket, key } = object;
  const requestId = ids.uuid();
  const { account, region } = task;
  try {
    const content = await objects.get(bucket, key, {
      account,
      region,
      principalArn,
      session: taskIdOf(task.arn),
      requestId,
      signal,
    });
    return [{ name: 'config/external.conf', content }];
  } catch (error) {
    signal.throwIfAborted();
    const text = sdkError({ error, requestId }, 'S3', 'GetObject');
    throw failed(`unable to download s3 config ${key} from bucket ${bucket}: ${text}`, error);
  }
}

/** Makes the volume unless it is there, and says where the engine has it. */
async function volumeOf(
  { backend }: FirelensParts,
  task: TaskRecord,
  firelens: FirelensPlan,
  signal: AbortSignal,
): Promise<string> {
  const plan = task.plan.volumes.find(({ engineName }) => engineName === firelens.volume);
  if (plan === undefined) throw new Error(`the plan of task ${task.id} lacks the volume ${firelens.volume}`);
  await backend.createVolume(plan, ownerOf(task), signal);
  const path = await backend.volumePath(firelens.volume, signal);
  const length = Buffer.byteLength(`${path}/socket/fluent.sock`);
  if (length <= longestSocketPath) return path;
  throw new ResourceError(
    `unable to initialize resource directory ${path}: the path of a socket in it would have ${length} bytes, of which ${longestSocketPath} are possible; give the engine a data directory with a shorter path`,
  );
}
