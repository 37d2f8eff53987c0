import { removeAbandoned } from './agent/abandoned.ts';
import { Agent } from './agent/agent.ts';
import { linkLocalAddress } from './agent/backends/link-local-host.ts';
import { apiPath } from './agent/endpoint/listener.ts';
import { adminPort } from './assembly/admin.ts';
import { openBackend, openLinkLocal } from './assembly/backend.ts';
import { abandonedClaims, removalOf } from './assembly/leftovers.ts';
import { openNeighbours } from './assembly/neighbours.ts';
import { taskNetworks, requireSecurityGroups } from './assembly/networks.ts';
import { signaturesText, signatureVerifier } from './assembly/signatures.ts';
import { openUpstreams } from './assembly/upstreams.ts';
import type { Longshore, LongshoreOptions } from './assembly/options.ts';
import { openScheduler } from './assembly/scheduler.ts';
import { mayAssume } from './assembly/task-authorization.ts';
import { type Gateway, createGateway } from './gateway/gateway.ts';
import { realClock } from './kernel/clock.ts';
import { randomIds } from './kernel/ids.ts';
import type { Log } from './kernel/log.ts';
import { ecsHoldings } from './services/ecs/holdings.ts';
import { tellTaskEvents } from './services/ecs/events/task-events.ts';
import { agentPorts, ecsService } from './services/ecs/index.ts';
import { startRetention } from './services/ecs/retention.ts';
import { runTaskTarget } from './services/ecs/run-task-target.ts';
import { eventsHoldings } from './services/events/holdings.ts';
import { EventLog, eventsService, logsTarget } from './services/events/index.ts';
import { modeText } from './services/iam/index.ts';
import { schedulerHoldings } from './services/scheduler/holdings.ts';
import { openInstallation } from './store/installation.ts';

export type { Longshore, LongshoreOptions, Seeds } from './assembly/options.ts';

/** The composition root: makes the parts and hands them to one another. Nothing else wires parts. */
export async function startLongshore(options: LongshoreOptions): Promise<Longshore> {
  const { log } = options;
  const clock = realClock;
  const ids = randomIds;
  await using started = new AsyncDisposableStack();

  const installation = started.use(openInstallation({ ...options, ids, onListenerError: reportTo(log) }));
  const { store } = installation;
  let served = '';
  const eventLog = new EventLog({ store, clock, ids });
  const upstreams = started.use(await openUpstreams(options, { clock, ids }));
  const neighbours = upstreams.standIn(
    started.use(
      await openNeighbours(options, { installation, clock, ids, endpoint: () => served, events: eventLog }),
    ),
  );
  const { authorizer } = neighbours;
  const { loginsWith } = upstreams;
  const source = neighbours.images;
  const backend = started.use(openBackend(options, installation, { clock, ids, source, loginsWith }));
  started.use(tellTaskEvents({ store, clock, events: eventLog }));
  const networks = taskNetworks({ ...options, ...upstreams.networkOptions }, neighbours.vpcDirectory);
  const ecsParts = { store, clock, ids, installation: installation.id, networks };
  const credentials = upstreams.credentials(neighbours);
  const endpointPorts = {
    ...agentPorts(ecsParts),
    ...(credentials === undefined ? {} : { credentials }),
    apiEndpoint: `http://${linkLocalAddress}${apiPath}`,
    ...(options.injectEndpoint === undefined ? {} : { injectEndpoint: options.injectEndpoint }),
  };
  const linkLocal = openLinkLocal(options, backend, clock, {
    handler: (request, signal) => agent.endpointHandler(request, signal),
    api: (request, response, asSent) => void taskDoor().serve(request, response, asSent),
  });
  if (linkLocal !== undefined) started.use(linkLocal);
  const agent: Agent = started.use(
    new Agent({
      ...options,
      ...ecsParts,
      sources: neighbours.sources,
      linkLocal,
      vpcs: networks.directory,
      backend,
      endpoint: endpointPorts,
      logSink: neighbours.logSink,
      ...(neighbours.registryAccess !== undefined && { registryAccess: neighbours.registryAccess }),
    }),
  );
  const ecs = ecsService({ ...ecsParts, ...mayAssume(authorizer) });
  started.use(startRetention({ store, clock }));
  const events = started.use(
    eventsService({
      store,
      clock,
      ids,
      log,
      cipher: installation.cipher,
      eventLog,
      targets: {
        ecs: runTaskTarget(ecs, ids, authorizer),
        logs: logsTarget(neighbours.logs, ids),
        upstreams: upstreams.targets,
      },
    }),
  );
  const embedded = [ecs, events.service, ...neighbours.services];
  const scheduler = started.use(
    openScheduler(
      { store, clock, ids, log, upstreams: upstreams.targets, authority: authorizer },
      upstreams.inPlace(embedded),
    ),
  );
  const forwarder = upstreams.forwarder({ store, eventLog });
  if (forwarder !== undefined) started.use(forwarder);
  const services = upstreams.own([...embedded, scheduler.service]);
  const { findSecret } = neighbours;
  const signatures = signatureVerifier(options, { findSecret, clock });
  const door = {
    services,
    findSession: neighbours.findSession,
    ...(authorizer !== undefined && { authorize: authorizer.authorize }),
    origins: neighbours.origins,
    signatures,
    upstreams: upstreams.door({ services, signatures, secretOf: findSecret }),
    clock,
    ids,
    log,
    defaults: { region: options.region, account: options.accountId },
  };
  const gateway: Gateway = started.use(
    createGateway({
      ...door,
      admin: adminPort({
        agent,
        linkLocal,
        eventLog,
        authorizer,
        installation,
        clock,
        version: options.version,
        // The agent's work comes first: what it ends is told in events and logs.
        holdings: [
          ecsHoldings(store, (isMeant, signal) => agent.discard(isMeant, signal)),
          eventsHoldings(store),
          schedulerHoldings(store),
          ...neighbours.holdings,
        ],
        seed: neighbours.seed,
      }),
      mounts: neighbours.mounts,
      allowHosts: options.allowHosts,
    }),
  );
  // For tasks: AWS's API and nothing else, so that no task can reach Longshore's own. Opened by the first call.
  let opened: Gateway | undefined;
  const taskDoor = (): Gateway => (opened ??= createGateway({ ...door, allowHosts: [linkLocalAddress] }));
  started.defer(() => opened?.close());

  // The engine pulls images from here: nothing is started before it can.
  const endpoint = await gateway.listen({ host: options.host, port: options.port });
  served = endpoint;
  const { iam = 'off' } = options;
  log.info({ iam }, `${modeText[iam]}; ${signaturesText(options)}`);
  agent.start();
  events.start();
  scheduler.start();
  neighbours.start();
  forwarder?.start();
  linkLocal?.start();
  const engine = await agent.status();
  await requireSecurityGroups(agent.securityGroups, options);
  const remains = { removeInstallation: removalOf(backend) };
  started.use(removeAbandoned(abandonedClaims(installation, log), { backend: remains, clock, log }));

  const parts = started.move();
  let stopping: Promise<void> | undefined;
  const stop = (onProgress: (tasks: number) => void = () => {}): Promise<void> => {
    stopping ??= (async () => {
      await using _ = parts;
      // What falls due now is for the next start: no task begins while all end.
      await scheduler[Symbol.asyncDispose]();
      try {
        await agent.drain(onProgress);
        await Promise.all([events.settle(), forwarder?.settle()]);
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

const reportTo = (log: Log) => (error: unknown) => log.error({ err: error }, 'a change was not handled');
