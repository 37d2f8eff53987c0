import type { Clock } from '../../kernel/clock.ts';
import { withDeadline } from '../../kernel/deadline.ts';
import { LongshoreError, messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Longshore, LongshoreOptions, Seeds } from '../../main.ts';
import type { IamMode } from '../../services/iam/authorize/mode.ts';
import { claimDirectory, placeOf } from '../data-directory.ts';
import { HttpClient } from './http.ts';
import type { ProfileServer } from './profile.ts';

export interface ServerParts {
  readonly clock: Clock;
  /** Where `longshore serve` listens unless told otherwise. */
  readonly usual: URL;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly start: (options: LongshoreOptions) => Promise<Longshore>;
  readonly log: () => Promise<Log>;
  readonly say: (text: string) => void;
}

export interface ServerOptions {
  readonly endpoint: URL | undefined;
  readonly backend: LongshoreOptions['backend'];
  readonly pullBehavior: LongshoreOptions['pullBehavior'];
  readonly iam: IamMode;
  /** Options that were given and that only a Longshore of our own can follow, such as `--pull always`. */
  readonly forOwnOnly: readonly string[];
  readonly seeds: Seeds | undefined;
  /** For a Longshore of our own that has what an AWS profile may see; it is started even where another runs. */
  readonly profile?: ProfileServer | undefined;
  readonly upstreams: readonly string[];
  readonly version: string;
}

export interface Server {
  readonly http: HttpClient;
  /** The Longshore that was started for this one task, if none ran. */
  readonly own: Longshore | undefined;
}

/**
 * The server that was named; else the one at the usual address, if that is a Longshore; else one of our own,
 * which is gone with all that it made when the task has ended.
 */
export async function findServer(options: ServerOptions, parts: ServerParts): Promise<Server> {
  const { env, say, clock, usual } = parts;
  const { profile } = options;
  // The environment's endpoint is one of AWS, as far as a profile is concerned.
  const named = options.endpoint ?? (profile === undefined ? endpointIn(env) : undefined);
  if (named !== undefined) {
    const problem = await problemAt(named, clock, 5000);
    if (problem !== undefined) throw problem;
    refuseForOwnOnly(options, named);
    refuseSeeds(options, named);
    return { http: new HttpClient(named), own: undefined };
  }
  if (profile === undefined && (await problemAt(usual, clock, 500)) === undefined) {
    refuseForOwnOnly(options, usual);
    refuseSeeds(options, usual);
    say(`Using the Longshore at ${usual.origin}`);
    return { http: new HttpClient(usual), own: undefined };
  }
  const own = await parts.start({
    host: '127.0.0.1',
    port: 0,
    claimDirectory: claimDirectory(placeOf(env)),
    backend: options.backend,
    region: 'us-east-1',
    accountId: '000000000000',
    allowHosts: [],
    // Not before its output has been read: it removes everything when it stops, right after the task.
    cleanUpAfter: 3_600_000,
    publishPorts: false,
    // Only one task is run: none would ever be taken.
    warmSandboxes: 0,
    pullBehavior: options.pullBehavior,
    iam: options.iam,
    linkLocal: 'auto',
    // Nobody else is there to be held back, and what is run may come from a real account.
    securityGroups: 'off',
    unknownSubnets: 'default',
    upstreams: options.upstreams,
    ...profile,
    ...(options.seeds !== undefined && { seeds: options.seeds }),
    version: options.version,
    log: await parts.log(),
  });
  return { http: new HttpClient(new URL(own.endpoint)), own };
}

/** When images are pulled is a matter of the agent, as on ECS: RunTask cannot ask for it. */
function refuseForOwnOnly({ forOwnOnly }: ServerOptions, endpoint: URL): void {
  if (forOwnOnly.length === 0) return;
  const given = forOwnOnly.join(' and ');
  throw new LongshoreError(
    'BAD_OPTION',
    `${given} cannot be followed by the Longshore that runs at ${endpoint.origin}`,
    { hint: `Start that one with \`longshore serve ${forOwnOnly.join(' ')}\`, or leave ${given} out.` },
  );
}

/** A Longshore that runs has secrets of its own, which are not to be overwritten in passing. */
function refuseSeeds({ seeds }: ServerOptions, endpoint: URL): void {
  if (seeds === undefined) return;
  throw new LongshoreError(
    'BAD_OPTION',
    `--secrets-file is for a Longshore that is started for this task, and one runs at ${endpoint.origin}`,
    {
      hint: 'Put them there with `aws secretsmanager create-secret` and `aws ssm put-parameter`, or stop it.',
    },
  );
}

/** The variables that also point the AWS CLI and SDKs at an endpoint. */
export function endpointIn(env: Readonly<Record<string, string | undefined>>): URL | undefined {
  const name = ['AWS_ENDPOINT_URL_ECS', 'AWS_ENDPOINT_URL'].find((variable) => (env[variable] ?? '') !== '');
  if (name === undefined) return undefined;
  const url = URL.parse(env[name] ?? '');
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new LongshoreError('BAD_OPTION', `${name} is no URL: ${env[name] ?? ''}`, {
    hint: 'Set it to an endpoint such as http://127.0.0.1:4566, or unset it.',
  });
}

/** Why the endpoint cannot be used: nothing answers, or what answers is not Longshore. */
async function problemAt(endpoint: URL, clock: Clock, ms: number): Promise<LongshoreError | undefined> {
  using http = new HttpClient(endpoint);
  const never = new AbortController().signal;
  try {
    const { status, text } = await withDeadline(clock, ms, never, (signal) =>
      http.text({ method: 'GET', path: '/_longshore/health', signal }),
    );
    if (status === 200 && isHealth(text)) return undefined;
    return unreachable(endpoint, `what answers there is not Longshore (HTTP ${status})`);
  } catch (error) {
    return error instanceof LongshoreError ? error : unreachable(endpoint, messageOf(error), error);
  }
}

function isHealth(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'engine' in value && 'version' in value;
  } catch {
    return false;
  }
}

function unreachable(endpoint: URL, problem: string, cause?: unknown): LongshoreError {
  return new LongshoreError('SERVER_UNREACHABLE', `cannot use ${endpoint.origin}: ${problem}`, {
    hint: 'Start Longshore there with `longshore serve`, or leave the endpoint out to run without a server.',
    cause,
  });
}
