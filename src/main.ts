import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAbandoned } from './agent/abandoned.ts';
import { Agent } from './agent/agent.ts';
import type { Backend, EngineStatus } from './agent/backends/backend.ts';
import { DockerBackend } from './agent/backends/docker/index.ts';
import { registryLogins } from './agent/backends/docker/registry-logins.ts';
import { SimulatedBackend } from './agent/backends/simulated/index.ts';
import { apiPath } from './agent/endpoint/listener.ts';
import { linkLocalAddress } from './agent/backends/link-local-host.ts';
import { LinkLocal, type LinkLocalParts } from './agent/network/link-local.ts';
import type { LinkLocalWish } from './agent/network/link-local-wish.ts';
import type { Sources } from './agent/hooks/secrets/sources.ts';
import type { ImageSource } from './agent/hooks/image-source.ts';
import type { PullBehavior } from './agent/hooks/images-behavior.ts';
import { AwsError } from './aws/aws-error.ts';
import { createEngineClient } from './docker/client.ts';
import { findEngine } from './docker/connect.ts';
import { hostView } from './docker/host-view.ts';
import { isEngineError } from './docker/errors.ts';
import { type Gateway, createGateway } from './gateway/gateway.ts';
import type { AdminPort } from './gateway/admin-port.ts';
import { type Clock, realClock } from './kernel/clock.ts';
import { LongshoreError, messageOf } from './kernel/errors.ts';
import { type Ids, randomIds } from './kernel/ids.ts';
import type { Log } from './kernel/log.ts';
import { ecr as openEcr } from './services/ecr/index.ts';
import type { EcrUriForm } from './services/ecr/model/address.ts';
import { tellTaskEvents } from './services/ecs/events/task-events.ts';
import { agentPorts, ecsService } from './services/ecs/index.ts';
import {
  secretReader,
  secretsManagerService,
  secretsManagerSource,
  type SecretSeed,
  type SecretsManagerParts,
  seedSecrets,
  startSecretDeletion,
} from './services/secretsmanager/index.ts';
import {
  type ParameterSeed,
  parameterStoreSource,
  seedParameters,
  type SsmParts,
  ssmService,
} from './services/ssm/index.ts';
import { startRetention } from './services/ecs/retention.ts';
import { createIam } from './services/iam/index.ts';
import { openS3 } from './services/s3/index.ts';
import { createSts } from './services/sts/index.ts';
import { countTasks } from './services/ecs/count-tasks.ts';
import type { Claim } from './store/claim.ts';
import { runTaskTarget } from './services/ecs/run-task-target.ts';
import { EventLog, eventsService, logsTarget, lookOn } from './services/events/index.ts';
import { logsService } from './services/logs/index.ts';
import { logSink } from './services/logs/log-sink.ts';
import { startLogsSweeper } from './services/logs/sweeper.ts';
import { type Installation, openInstallation } from './store/installation.ts';

export interface LongshoreOptions {
  /** Address to listen on; loopback unless the caller says otherwise. */
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Where the database lies; absent: in memory, gone with the process. */
  readonly dataDirectory?: string;
  /** Where a Longshore without a data directory notes that it is alive; see `store/claim.ts`. */
  readonly claimDirectory: string;
  readonly backend: 'docker' | 'simulated';
  /** For requests that do not say (no SigV4 header). */
  readonly region: string;
  readonly accountId: string;
  readonly allowHosts: readonly string[];
  /** Milliseconds that the containers of a stopped task stay on the engine. */
  readonly cleanUpAfter: number;
  /** Publish the ports of awsvpc tasks on the host, where the engine's networks cannot be reached. */
  readonly publishPorts: boolean;
  /** At most this many sandboxes for awsvpc tasks stand ready per subnet; 0 for none. */
  readonly warmSandboxes: number;
  /** When images are pulled. */
  readonly pullBehavior: PullBehavior;
  /** `false`: tasks are not told, by AWS_ENDPOINT_URL, to call Longshore in place of AWS. */
  readonly injectEndpoint?: boolean;
  /** How 169.254.170.2 is held, at which tasks find the agent. */
  readonly linkLocal: LinkLocalWish;
  /** Secrets and parameters that are there from the beginning. */
  readonly seeds?: Seeds;
  /** How `repositoryUri` names the registry; `loopback` where absent. */
  readonly ecrUri?: EcrUriForm;
  readonly version: string;
  readonly log: Log;
}

export interface Seeds {
  readonly secrets: readonly SecretSeed[];
  readonly parameters: readonly ParameterSeed[];
}

/** A running Longshore. Disposing it is `stop`. */
export interface Longshore extends AsyncDisposable {
  /** `http://127.0.0.1:4566`, with the port that was really taken. */
  readonly endpoint: string;
  readonly engine: EngineStatus;
  readonly dataDirectory?: string;
  /**
   * Stops every task as StopTask would, removes all that was made on the engine, and closes.
   * `onProgress` hears how many tasks are still stopping.
   */
  stop(onProgress?: (tasks: number) => void): Promise<void>;
  /** While `stop` waits: kill what still runs instead of waiting for it. */
  kill(): void;
}

/** The composition root: makes the parts and hands them to one another. Nothing else wires parts. */
export async function startLongshore(options: LongshoreOptions): Promise<Longshore> {
  const { log } = options;
  const clock = realClock;
  const ids = randomIds;
  await using started = new AsyncDisposableStack();

  const installation = started.use(openInstallation({ ...options, ids, onListenerError: reportTo(log) }));
  const { store, cipher } = installation;
  let served = '';
  const images = started.use(
    openEcr({
      store,
      clock,
      ids,
      log,
      ...blobDirectory('ecr', options, installation),
      uriForm: options.ecrUri ?? 'loopback',
      endpoint: () => served,
      defaults: { region: options.region, account: options.accountId },
    }),
  );
  const backend = started.use(openBackend(options, installation, { clock, ids, source: images.images }));
  const keeping = { store, cipher, clock, ids };
  const secretsManager = secretsManagerService(keeping);
  const keepingParameters = { ...keeping, secrets: secretReader(keeping) };
  const ssm = ssmService(keepingParameters);
  seed(keepingParameters, options.seeds);
  const s3 = started.use(openS3({ store, clock, ids, ...blobDirectory('s3', options, installation) }));
  const sources: Sources = {
    secrets: secretsManagerSource(secretsManager),
    parameters: parameterStoreSource(keepingParameters),
    objects: s3.objects,
  };
  const eventLog = new EventLog({ store, clock, ids });
  started.use(tellTaskEvents({ store, clock, events: eventLog }));
  const ecsParts = { store, clock, ids, installation: installation.id };
  const iam = createIam({ store, clock, ids });
  const sts = createSts({ ...ecsParts, roles: iam });
  const endpointPorts = {
    ...agentPorts(ecsParts),
    credentials: sts.taskCredentials,
    apiEndpoint: `http://${linkLocalAddress}${apiPath}`,
    ...(options.injectEndpoint === undefined ? {} : { injectEndpoint: options.injectEndpoint }),
  };
  const linkLocal = openLinkLocal(options, backend, clock, {
    handler: (request, signal) => agent.endpointHandler(request, signal),
    api: (request, response) => void taskDoor.serve(request, response),
  });
  if (linkLocal !== undefined) started.use(linkLocal);
  const agent: Agent = started.use(
    new Agent({
      ...options,
      ...ecsParts,
      sources,
      linkLocal,
      backend,
      endpoint: endpointPorts,
      logSink: logSink({ store, clock }),
    }),
  );
  const ecs = ecsService(ecsParts);
  started.use(startRetention({ store, clock }));
  started.use(startSecretDeletion({ store, clock }));
  const logs = logsService({ store, clock, ids });
  started.use(startLogsSweeper({ store, clock }));
  const events = started.use(
    eventsService({
      store,
      clock,
      ids,
      log,
      eventLog,
      targets: { ecs: runTaskTarget(ecs, ids), logs: logsTarget(logs, ids) },
    }),
  );
  const door = {
    services: [
      ecs,
      events.service,
      secretsManager,
      ssm,
      images.service,
      logs,
      sts.service,
      iam.service,
      s3.service,
    ],
    findSession: sts.findSession,
    clock,
    ids,
    log,
    defaults: { region: options.region, account: options.accountId },
  };
  const gateway: Gateway = started.use(
    createGateway({
      ...door,
      admin: adminPort({ agent, linkLocal, eventLog, installation, clock, version: options.version }),
      mounts: [images.mount],
      allowHosts: options.allowHosts,
    }),
  );
  // For tasks: AWS's API and nothing else, so that no task can reach Longshore's own.
  const taskDoor: Gateway = started.use(createGateway({ ...door, allowHosts: [linkLocalAddress] }));

  // The engine pulls images from here: nothing is started before it can.
  const endpoint = await gateway.listen({ host: options.host, port: options.port });
  served = endpoint;
  agent.start();
  events.start();
  linkLocal?.start();
  const engine = await agent.status();
  const remains = { removeInstallation: removalOf(backend) };
  started.use(removeAbandoned(abandonedClaims(installation, log), { backend: remains, clock, log }));

  const parts = started.move();
  let stopping: Promise<void> | undefined;
  const stop = (onProgress: (tasks: number) => void = () => {}): Promise<void> => {
    stopping ??= (async () => {
      await using _ = parts;
      try {
        await agent.drain(onProgress);
        await events.settle();
      } finally {
        await linkLocal?.drain(AbortSignal.timeout(60_000));
      }
    })();
    return stopping;
  };
  return {
    endpoint,
    engine,
    ...(options.dataDirectory === undefined ? {} : { dataDirectory: options.dataDirectory }),
    stop,
    kill: () => agent.killAll(),
    [Symbol.asyncDispose]: () => stop(),
  };
}

function seed(keeping: SecretsManagerParts & SsmParts, seeds: Seeds | undefined): void {
  if (seeds === undefined) return;
  try {
    seedSecrets(keeping, seeds.secrets);
    seedParameters(keeping, seeds.parameters);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new LongshoreError('BAD_OPTION', `a secret cannot be kept: ${error.message}`, {
      hint: 'Give it a name and a value that AWS, too, would take.',
      cause: error,
    });
  }
}

function openBackend(
  options: LongshoreOptions,
  installation: Installation,
  { clock, ids, source }: { readonly clock: Clock; readonly ids: Ids; readonly source: ImageSource },
): Backend {
  if (options.backend === 'simulated') return new SimulatedBackend({ clock, ids });
  try {
    const { env } = process;
    const view = hostView();
    const endpoint = findEngine({ env, view });
    return new DockerBackend({
      engine: createEngineClient({ endpoint }),
      clock,
      installation: installation.id,
      logins: registryLogins({ env, view, clock }),
      source,
    });
  } catch (error) {
    if (!isEngineError(error)) throw error;
    throw new LongshoreError('ENGINE_UNREACHABLE', messageOf(error), {
      hint: error.hint ?? 'Set DOCKER_HOST to a unix:// or tcp:// address.',
      cause: error,
    });
  }
}

function openLinkLocal(
  options: LongshoreOptions,
  backend: Backend,
  clock: Clock,
  handlers: Pick<LinkLocalParts, 'handler' | 'api'>,
): LinkLocal | undefined {
  const { linkLocal: wish, log } = options;
  const { linkLocal: host } = backend;
  if (wish === 'off' || host === undefined) return undefined;
  return new LinkLocal({ host, wish, ...handlers, clock, log });
}

function adminPort(parts: {
  readonly agent: Agent;
  readonly eventLog: EventLog;
  readonly linkLocal: LinkLocal | undefined;
  readonly installation: Installation;
  readonly clock: Clock;
  readonly version: string;
}): AdminPort {
  const { agent, linkLocal, eventLog, installation, clock, version } = parts;
  const startedAt = clock.now();
  return {
    async health() {
      const engine = await agent.status();
      return {
        status: engine.reachable ? 'ok' : 'degraded',
        version,
        engine,
        linkLocal: linkLocal?.state ?? { way: 'off' },
        tasks: countTasks(installation.store),
        uptimeSeconds: Math.round((clock.now() - startedAt) / 1000),
      };
    },
    watch: (taskArn, signal) => agent.watch(taskArn, signal),
    output: (task, request, signal) => agent.output(task, request, signal),
    kill: (taskArn) => agent.kill(taskArn),
    events: (query, signal) => lookOn(eventLog, query, signal),
  };
}

/** What cannot be read now keeps nobody from working; the claim stays for a later start. */
function abandonedClaims(installation: Installation, log: Log): readonly Claim[] {
  try {
    return installation.abandoned((file, error) =>
      log.warn({ file, problem: messageOf(error) }, 'cannot tell whether a claim is held'),
    );
  } catch (error) {
    log.warn({ problem: messageOf(error) }, 'cannot look for what killed Longshores have left');
    return [];
  }
}

/** Pushed images and objects lie with the rest of the data; without a data directory, where they can be found to remove. */
function blobDirectory(
  of: 'ecr' | 's3',
  { dataDirectory }: LongshoreOptions,
  { id }: Installation,
): { readonly directory: string; readonly isEphemeral: boolean } {
  return dataDirectory === undefined
    ? { directory: temporaryBlobs(of, id), isEphemeral: true }
    : { directory: join(dataDirectory, of), isEphemeral: false };
}

/** All that an installation without a data directory can leave: images and objects here, the rest on the engine. */
const removalOf =
  (backend: Backend): Backend['removeInstallation'] =>
  async (installation, signal) => {
    rmSync(temporaryBlobs('ecr', installation), { recursive: true, force: true });
    rmSync(temporaryBlobs('s3', installation), { recursive: true, force: true });
    await backend.removeInstallation(installation, signal);
  };

const temporaryBlobs = (of: 'ecr' | 's3', installation: string): string =>
  join(tmpdir(), `longshore-${of}-${installation}`);

const reportTo = (log: Log) => (error: unknown) => log.error({ err: error }, 'a change was not handled');
