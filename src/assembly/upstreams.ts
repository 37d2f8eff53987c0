import type { CredentialSource } from '../agent/endpoint/credentials/credential-source.ts';
import type { ServiceContract } from '../aws/contract/contract.ts';
import { ecrContract } from '../aws/contract/ecr.gen.ts';
import { eventsContract } from '../aws/contract/events.gen.ts';
import { iamContract } from '../aws/contract/iam.gen.ts';
import { logsContract } from '../aws/contract/logs.gen.ts';
import { s3Contract } from '../aws/contract/s3.gen.ts';
import { secretsmanagerContract } from '../aws/contract/secretsmanager.gen.ts';
import { ssmContract } from '../aws/contract/ssm.gen.ts';
import { stsContract } from '../aws/contract/sts.gen.ts';
import type { Service } from '../aws/service.ts';
import { header } from '../aws/json/json-protocol.ts';
import type { Credentials } from '../aws/sigv4/sign.ts';
import type { SecretOf, SignatureVerifier } from '../aws/sigv4/verify.ts';
import { bucketInHost } from '../gateway/s3-address.ts';
import type { TargetUpstreams } from '../aws/targets/target-upstreams.ts';
import type { Clock } from '../kernel/clock.ts';
import { LongshoreError } from '../kernel/errors.ts';
import type { Ids } from '../kernel/ids.ts';
import type { EventLog } from '../services/events/index.ts';
import { secretsManagerSource } from '../services/secretsmanager/index.ts';
import type { Store } from '../store/store.ts';
import { type RequestHead, signedScope } from '../upstreams/called-service.ts';
import { upstreamService } from '../upstreams/client/service-client.ts';
import { Connections } from '../upstreams/connections.ts';
import { UpstreamDoor } from '../upstreams/door.ts';
import { EventForwarder } from '../upstreams/ports/event-forwarder.ts';
import { upstreamLogSink } from '../upstreams/ports/log-sink.ts';
import { upstreamObjects } from '../upstreams/ports/objects.ts';
import { upstreamParameters } from '../upstreams/ports/parameters.ts';
import { upstreamRegistryLogins } from '../upstreams/ports/registry-logins.ts';
import { upstreamRoleSessions } from '../upstreams/ports/role-sessions.ts';
import { targetUpstreams } from '../upstreams/ports/targets.ts';
import { loadProfile, type Profile } from '../upstreams/profile.ts';
import { signAnewWith } from '../upstreams/sign-anew.ts';
import { readUpstreams, type Upstreams } from '../upstreams/upstreams.ts';
import type { BackendParts } from './backend.ts';
import type { Neighbours } from './neighbours.ts';
import type { LongshoreOptions } from './options.ts';

export interface UpstreamParts {
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What somebody else does in the place of the services around ECS. */
export interface OpenUpstreams extends Disposable {
  /** The neighbours, with what somebody else has in place of ours. */
  standIn(neighbours: Neighbours): Neighbours;
  /** Of tasks; `undefined`: they are given none. */
  credentials(neighbours: Pick<Neighbours, 'sts'>): CredentialSource | undefined;
  readonly loginsWith: BackendParts['loginsWith'];
  /** Where EC2 is somebody else's, its subnets are not known here: they stand for the default VPC's. */
  readonly networkOptions: Pick<LongshoreOptions, 'unknownSubnets'>;
  /** The API of those of Longshore's services that nobody else has. */
  own(services: readonly Service[]): readonly Service[];
  /** For who calls services from within: somebody else's in place of ours, where there is one. */
  inPlace(services: readonly Service[]): readonly Service[];
  /** Services that are targets of events and that only somebody else has. */
  readonly targets: TargetUpstreams;
  /** Brings the events of ECS to somebody else's EventBridge; `undefined` where it is ours. */
  forwarder(parts: { readonly store: Store; readonly eventLog: EventLog }): EventForwarder | undefined;
  door(parts: DoorParts): UpstreamDoor;
}

export interface DoorParts {
  readonly services: readonly Service[];
  readonly signatures: SignatureVerifier | undefined;
  /** Secrets of sessions that were given out here. */
  readonly secretOf: SecretOf;
}

/** Throws LongshoreError BAD_OPTION for upstreams or a profile that cannot be. */
export async function openUpstreams(
  options: LongshoreOptions,
  { clock, ids }: UpstreamParts,
): Promise<OpenUpstreams> {
  const { log, region } = options;
  const upstreams = readUpstreams(options.upstreams ?? []);
  const profile =
    options.upstreamProfile === undefined ? undefined : await loadProfile(options.upstreamProfile, clock);
  const [ofAws] = upstreams.ofAws;
  if (profile === undefined && ofAws !== undefined) {
    throw new LongshoreError('BAD_OPTION', `--upstream ${ofAws}=aws needs credentials of AWS to sign with`, {
      hint: 'Name a profile of the AWS CLI with --upstream-profile, or with --aws-profile of `longshore run`.',
    });
  }
  const connections = new Connections(clock);
  const parts = { connections, clock, credentialsFor: credentialsFrom(profile) };
  const serviceOf = (contract: ServiceContract): Service | undefined => {
    const upstream = upstreams.find(contract.signingName);
    return upstream && upstreamService(contract, upstream, parts);
  };
  const [secretsManager, ssm, s3] = [secretsmanagerContract, ssmContract, s3Contract].map(serviceOf);
  const [logs, ecr, sts] = [logsContract, ecrContract, stsContract].map(serviceOf);
  return {
    standIn: (neighbours) => ({
      ...neighbours,
      logs: logs ?? neighbours.logs,
      ...(logs !== undefined && { logSink: upstreamLogSink(logs, ids) }),
      // What pages may do with our own buckets says nothing of theirs.
      ...(s3 !== undefined && { origins: { allow: () => 'no bucket' } }),
      ...(ecr !== undefined && { images: { find: () => undefined } }),
      sources: {
        secrets:
          secretsManager === undefined ? neighbours.sources.secrets : secretsManagerSource(secretsManager),
        parameters: ssm === undefined ? neighbours.sources.parameters : upstreamParameters(ssm),
        objects: s3 === undefined ? neighbours.sources.objects : upstreamObjects(s3),
      },
    }),
    credentials({ sts: own }) {
      const { taskRoleCredentials = 'assume' } = options;
      if (taskRoleCredentials === 'none') return undefined;
      if (taskRoleCredentials === 'profile' && profile !== undefined) return ofProfile(profile, clock);
      if (sts === undefined) return own.taskCredentials;
      return upstreamRoleSessions({
        sts,
        ids,
        log,
        region,
        onSession: ({ taskArn, expiration, accessKeyId, secretAccessKey, token, ...who }) => {
          const { account, principalArn, principalId } = who;
          const secrets = { accessKeyId, secretAccessKey, token, expiresAt: expiration };
          own.adopt({ ...secrets, account, principalArn, principalId, task: taskArn });
        },
        onRevoke: own.revoke,
      });
    },
    networkOptions: upstreams.find('ec2') === undefined ? {} : { unknownSubnets: 'default' },
    loginsWith: (others) =>
      ecr === undefined ? others : upstreamRegistryLogins({ ecr, clock, ids, others }),
    own: (services) => [
      ...services.filter(({ contract }) => upstreams.find(contract.signingName) === undefined),
      // Calls that are not signed say only in their body for whom they are.
      ...[stsContract, iamContract].flatMap((contract) => serviceOf(contract) ?? []),
    ],
    inPlace: (services) => services.map((service) => serviceOf(service.contract) ?? service),
    targets: targetUpstreams(upstreams, parts),
    forwarder({ store, eventLog }) {
      const events = serviceOf(eventsContract);
      return events && new EventForwarder({ events, store, eventLog, clock, ids, log });
    },
    door: ({ services, signatures, secretOf }) =>
      new UpstreamDoor({
        upstreams,
        embedded: embeddedIn(services, upstreams),
        connections,
        signAnew:
          profile &&
          signAnewWith({ credentials: () => profile.credentials(), clock, bucketInHost, signatures }),
        signAgain: signAnewWith({
          credentials: async ({ head }) => callersOwn(head, secretOf),
          clock,
          bucketInHost,
        }),
        isTasksOwnKnown: sts !== undefined && options.taskRoleCredentials !== 'profile',
        defaultRegion: region,
        id: ids.uuid(),
        clock,
        log,
      }),
    [Symbol.dispose]: () => connections[Symbol.dispose](),
  };
}

/** The credentials that the client has signed with, as far as they are known here. */
function callersOwn(head: RequestHead, secretOf: SecretOf): Credentials | undefined {
  const accessKeyId = signedScope(head.headers, head.url)?.accessKeyId;
  const secretAccessKey = accessKeyId === undefined ? undefined : secretOf(accessKeyId);
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const sessionToken = header(head.headers, 'x-amz-security-token');
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

function embeddedIn(services: readonly Service[], upstreams: Upstreams): ReadonlySet<string> {
  const names = services.map(({ contract }) => contract.signingName);
  return new Set(names.filter((name) => upstreams.find(name) === undefined));
}

/** Without a profile, those of the account's root, which stand-ins of AWS take for the account. */
function credentialsFrom(profile: Profile | undefined) {
  return ({ account }: { readonly account: string }) =>
    profile?.credentials() ?? { accessKeyId: account, secretAccessKey: 'test' };
}

const AN_HOUR = 3_600_000;

/** The profile's own credentials in place of the role's. */
function ofProfile(profile: Profile, clock: Clock): CredentialSource {
  return {
    async forTask({ roleArn }) {
      const { expiration = clock.now() + AN_HOUR, ...own } = await profile.credentials();
      const { accessKeyId, secretAccessKey, sessionToken = '' } = own;
      return { roleArn, accessKeyId, secretAccessKey, token: sessionToken, expiration };
    },
    async revoke() {},
  };
}
