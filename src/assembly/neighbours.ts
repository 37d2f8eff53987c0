import type { ImageSource } from '../agent/hooks/image-source.ts';
import type { VpcDirectory } from '../agent/network/vpc-directory.ts';
import type { Holdings, ResourceScope } from '../aws/holdings.ts';
import type { HttpMount } from '../aws/http-mount.ts';
import type { FindSession } from '../aws/identity.ts';
import type { Service } from '../aws/service.ts';
import type { BucketOrigins } from '../gateway/cross-origin.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import { ecr } from '../services/ecr/index.ts';
import type { EventLog } from '../services/events/index.ts';
import { iamHoldings } from '../services/iam/holdings.ts';
import { type Authorizer, createIam } from '../services/iam/index.ts';
import { logsHoldings } from '../services/logs/holdings.ts';
import { logsService } from '../services/logs/index.ts';
import { logSink } from '../services/logs/log-sink.ts';
import { startLogsSweeper } from '../services/logs/sweeper.ts';
import { stsHoldings } from '../services/sts/holdings.ts';
import { openS3 } from '../services/s3/index.ts';
import { createSts } from '../services/sts/index.ts';
import type { Installation } from '../store/installation.ts';
import { openEc2 } from './ec2.ts';
import { blobDirectory } from './leftovers.ts';
import type { LongshoreOptions } from './options.ts';
import { openSecretServices } from './secret-services.ts';
import { forTasks, type TaskSide } from './task-authorization.ts';

export interface NeighbourParts {
  readonly installation: Installation;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Where this Longshore is reached; empty until it is. */
  readonly endpoint: () => string;
  /** Of Amazon EventBridge: what services tell of themselves. */
  readonly events: EventLog;
}

/** The services around ECS, and what they give the agent behind its ports. */
export interface Neighbours extends AsyncDisposable, TaskSide {
  readonly services: readonly Service[];
  /** CloudWatch Logs, to which EventBridge's rules may write. */
  readonly logs: Service;
  readonly sts: ReturnType<typeof createSts>;
  /** Knows credentials that were given out here: sessions and users' access keys. */
  readonly findSession: FindSession;
  /** What such credentials sign with. */
  readonly findSecret: (accessKeyId: string) => string | undefined;
  /** Absent where policies are not enforced. */
  readonly authorizer: Authorizer | undefined;
  readonly mounts: readonly HttpMount[];
  readonly origins: BucketOrigins;
  readonly images: ImageSource;
  /** What VPCs, subnets and security groups there are. */
  readonly vpcDirectory: VpcDirectory;
  /** What each of them keeps. */
  readonly holdings: readonly Holdings[];
  /** Begins what calls back over HTTP, and so needs a Longshore that answers. */
  readonly start: () => void;
  /** Puts back the secrets and parameters that are there from the beginning. */
  readonly seed: (service: string, scope: ResourceScope) => void;
}

export async function openNeighbours(
  options: LongshoreOptions,
  { installation, clock, ids, endpoint, events }: NeighbourParts,
): Promise<Neighbours> {
  const { log, region, accountId: account } = options;
  const { store, cipher } = installation;
  const keeping = { store, cipher, clock, ids };
  await using opened = new AsyncDisposableStack();

  const iam = createIam(keeping);
  const sts = createSts({ store, clock, ids, installation: installation.id, roles: iam });
  const { iam: enforcement = 'off' } = options;
  const authorizer = enforcement === 'off' ? undefined : iam.authorizer({ sessions: sts, log, enforcement });
  const images = opened.use(
    ecr({
      ...keeping,
      log,
      ...(authorizer !== undefined && { authorize: authorizer.authorize }),
      ...blobDirectory('ecr', options, installation),
      uriForm: options.ecrUri ?? 'loopback',
      endpoint,
      defaults: { region, account },
    }),
  );
  const secrets = opened.use(
    openSecretServices(options, { installation, clock, ids, authorize: authorizer?.authorize }),
  );
  const s3 = opened.use(
    openS3({
      store,
      clock,
      ids,
      ...blobDirectory('s3', options, installation),
      events,
      keys: secrets.keys,
      onError: (error) => log.error({ err: error }, 'the upkeep of Amazon S3 failed'),
    }),
  );
  const ec2 = opened.use(openEc2({ store, clock, ids, iam: iam.service, ssm: secrets.ssm }));
  const logs = logsService({ store, clock, ids });
  opened.use(startLogsSweeper({ store, clock }));
  const all = opened.move();
  return {
    services: [...secrets.services, images.service, logs, sts.service, iam.service, s3.service, ec2.service],
    logs,
    sts,
    findSession: (id, token, use) => iam.findSession(id, token, use) ?? sts.findSession(id, token, use),
    findSecret: (id) => iam.findSecret(id) ?? sts.findSecret(id),
    authorizer,
    mounts: [images.mount],
    origins: s3.origins,
    images: images.images,
    ...forTasks(
      { sources: { ...secrets.sources, objects: s3.objects }, logSink: logSink({ store, clock }) },
      { ...secrets, s3: s3.service, logs, ecr: images },
      authorizer && { authorize: authorizer.authorize, ids },
    ),
    vpcDirectory: ec2.directory,
    holdings: [
      images.holdings,
      logsHoldings(store),
      ...secrets.holdings,
      stsHoldings(store),
      iamHoldings(store),
      s3.holdings,
      ec2.holdings,
    ],
    start: secrets.start,
    seed: secrets.seed,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
