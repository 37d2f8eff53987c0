import type { RegisterTaskDefinitionRequest } from '../../aws/contract/ecs.types.gen.ts';
import { stsContract } from '../../aws/contract/sts.gen.ts';
import { partitionOf, rootArn } from '../../aws/arn.ts';
import { innerCall } from '../../aws/inner-call.ts';
import type { Service } from '../../aws/service.ts';
import type { Clock } from '../../kernel/clock.ts';
import { LongshoreError, messageOf } from '../../kernel/errors.ts';
import { randomIds } from '../../kernel/ids.ts';
import type { LongshoreOptions } from '../../main.ts';
import { upstreamService } from '../../upstreams/client/service-client.ts';
import { Connections } from '../../upstreams/connections.ts';
import { loadProfile, type Profile } from '../../upstreams/profile.ts';
import { readUpstreams } from '../../upstreams/upstreams.ts';

/** What a task on this machine needs of AWS, and is fetched there. */
const FETCHED = ['ecr', 's3', 'secretsmanager', 'ssm', 'sts'] as const;

export interface ProfileOptions {
  readonly name: string;
  /** `--upstream`, which goes before what the profile says. */
  readonly upstreams: readonly string[];
  readonly taskRoleCredentials: NonNullable<LongshoreOptions['taskRoleCredentials']>;
  readonly definition: RegisterTaskDefinitionRequest;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Options of a Longshore whose tasks have what the profile may see, in the profile's account and region. */
export type ProfileServer = Pick<
  LongshoreOptions,
  'region' | 'accountId' | 'upstreams' | 'upstreamProfile' | 'taskRoleCredentials' | 'injectEndpoint'
>;

/**
 * Throws LongshoreError BAD_OPTION for a profile that is not there or has no credentials, TASK_REFUSED where
 * the task's role cannot be assumed.
 */
export async function profileServer(options: ProfileOptions, clock: Clock): Promise<ProfileServer> {
  const { name, taskRoleCredentials, definition, env } = options;
  const profile = await loadProfile(name, clock);
  const region = profile.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (region === undefined) {
    throw new LongshoreError('BAD_OPTION', `the AWS profile ${name} names no region`, {
      hint: `Set one with \`aws configure set region REGION --profile ${name}\`, or AWS_REGION.`,
    });
  }
  const upstreams = upstreamsOf(profile, options.upstreams);
  using connections = new Connections(clock);
  const upstream = readUpstreams(upstreams).find('sts');
  const credentialsFor = () => profile.credentials();
  const sts = upstream && upstreamService(stsContract, upstream, { connections, clock, credentialsFor });
  const accountId = (sts && (await accountOf(sts, profile, region))) ?? '000000000000';
  const { taskRoleArn } = definition;
  if (sts !== undefined && taskRoleArn?.startsWith('arn:') && taskRoleCredentials === 'assume') {
    await tryRole(sts, profile, taskRoleArn, { account: accountId, region });
  }
  return {
    region,
    accountId,
    upstreams,
    upstreamProfile: name,
    taskRoleCredentials,
    // What runs as in AWS calls AWS.
    injectEndpoint: false,
  };
}

function upstreamsOf(profile: Profile, given: readonly string[]): readonly string[] {
  const named = readUpstreams(given);
  const ofProfile = FETCHED.filter((service) => !given.some((entry) => entry.startsWith(`${service}=`)));
  const isNamed = (service: string): boolean => named.find(service) !== undefined;
  return [
    ...given,
    ...ofProfile.flatMap((service) =>
      isNamed(service) ? [] : [`${service}=${profile.endpointOf(service) ?? 'aws'}`],
    ),
  ];
}

const contextIn = (account: string, region: string) =>
  innerCall({
    requestId: randomIds.uuid(),
    account,
    region,
    principalArn: rootArn({ partition: partitionOf(region), account }),
    signal: new AbortController().signal,
  });

async function accountOf(sts: Service, profile: Profile, region: string): Promise<string | undefined> {
  let answer: unknown;
  try {
    answer = await sts.handle('GetCallerIdentity', {}, contextIn('', region));
  } catch (error) {
    if (error instanceof LongshoreError) throw error;
    throw new LongshoreError(
      'BAD_OPTION',
      `AWS does not take the credentials of the profile ${profile.name}: ${textOf(error)}`,
      {
        hint: `Try \`aws sts get-caller-identity --profile ${profile.name}\`, which makes the same call.`,
        cause: error,
      },
    );
  }
  const account = typeof answer === 'object' && answer !== null && 'Account' in answer ? answer.Account : '';
  return typeof account === 'string' && /^\d{12}$/.test(account) ? account : undefined;
}

/** Found out before anything is started: the task itself would only see that it gets no credentials. */
async function tryRole(
  sts: Service,
  profile: Profile,
  RoleArn: string,
  { account, region }: { readonly account: string; readonly region: string },
): Promise<void> {
  try {
    const input = { RoleArn, RoleSessionName: 'longshore-run', DurationSeconds: 900 };
    await sts.handle('AssumeRole', input, contextIn(account, region));
  } catch (error) {
    throw new LongshoreError(
      'TASK_REFUSED',
      `the task role ${RoleArn} cannot be assumed with the AWS profile ${profile.name}: ${textOf(error)}`,
      {
        hint:
          'Let its trust policy name the user of the profile, or choose --task-role-credentials profile (the task ' +
          'has your own credentials) or none.',
        cause: error,
      },
    );
  }
}

const textOf = (error: unknown): string =>
  error instanceof Error && error.name !== 'Error' ? `${error.name}: ${error.message}` : messageOf(error);
