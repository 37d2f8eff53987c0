import type { EngineStatus } from '../agent/backends/backend.ts';
import type { PullBehavior } from '../agent/hooks/images-behavior.ts';
import type { LinkLocalWish } from '../agent/network/link-local-wish.ts';
import type { SecurityGroupWish } from '../agent/security-groups/wish.ts';
import type { Log } from '../kernel/log.ts';
import type { EcrUriForm } from '../services/ecr/model/address.ts';
import type { IamMode } from '../services/iam/authorize/mode.ts';
import type { UnknownSubnetWish } from '../services/ecs/model/tasks/unknown-subnets.ts';
import type { SecretSeed } from '../services/secretsmanager/index.ts';
import type { ParameterSeed } from '../services/ssm/index.ts';

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
  /** Whether rules of security groups are to hold between tasks; `auto`, where they can, if absent. */
  readonly securityGroups?: SecurityGroupWish;
  /** What RunTask does with subnets and groups that EC2 does not have; `refuse` where absent. */
  readonly unknownSubnets?: UnknownSubnetWish;
  /** Secrets and parameters that are there from the beginning. */
  readonly seeds?: Seeds;
  /**
   * Whether IAM's policies decide what calls may do: `soft` tells what they deny and lets it pass, `strict`
   * refuses it; `off` where absent.
   */
  readonly iam?: IamMode;
  /** How `repositoryUri` names the registry; `loopback` where absent. */
  readonly ecrUri?: EcrUriForm;
  /** Who carries out the rotations of secrets, in the place of Lambda functions. */
  readonly rotationHook?: URL;
  /** Who answers for services in Longshore's place: `SERVICE=URL`, see `readUpstreams`. */
  readonly upstreams?: readonly string[];
  /** Whose credentials sign what goes to upstreams; absent: the client's own signature goes on. */
  readonly upstreamProfile?: string;
  /** What tasks are given for their roles, where STS is somebody else's; `assume` where absent. */
  readonly taskRoleCredentials?: TaskRoleCredentials;
  /** Takes only calls that are signed by credentials that exist; `rootSecret` is that of account roots. */
  readonly verifySignatures?: { readonly rootSecret: string };
  readonly version: string;
  readonly log: Log;
}

/** A session of the role, the credentials of the profile itself, or nothing. */
export const taskRoleCredentials = ['assume', 'profile', 'none'] as const;
export type TaskRoleCredentials = (typeof taskRoleCredentials)[number];

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
