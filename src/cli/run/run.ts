import type { RunTaskRequest } from '../../aws/contract/ecs.types.gen.ts';
import type { Clock } from '../../kernel/clock.ts';
import { defaultVpc } from '../../agent/network/vpc.ts';
import { LongshoreError, messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Longshore, LongshoreOptions } from '../../main.ts';
import type { IamMode } from '../../services/iam/authorize/mode.ts';
import type { Console } from '../console.ts';
import { Client, EcsApiError } from './client.ts';
import { Interrupts } from './interrupts.ts';
import { containerOverrides, type OverrideOptions } from './overrides.ts';
import { Printer } from './printer.ts';
import type { ProfileServer } from './profile.ts';
import { type Home, readSecretsFile } from './secrets-file.ts';
import { findServer } from './server.ts';
import { register } from './register.ts';
import { readTaskDefinition, type TaskDefinitionFile } from './task-definition-file.ts';
import { absorb, emptyView, exitCodeOf, type View } from './view.ts';

export interface RunOptions {
  /** `-`: standard input. */
  readonly file: string;
  readonly overrides: OverrideOptions;
  readonly cluster: string | undefined;
  readonly launchType: RunTaskRequest['launchType'];
  readonly endpoint: URL | undefined;
  /** For a Longshore of our own. */
  readonly backend: LongshoreOptions['backend'];
  readonly pullBehavior: LongshoreOptions['pullBehavior'];
  readonly iam: IamMode;
  /** See `ServerOptions`. */
  readonly forOwnOnly: readonly string[];
  /** File with the values of secrets, for a Longshore of our own. */
  readonly secretsFile: string | undefined;
  /** AWS profile whose secrets, images and roles the task has. */
  readonly awsProfile: string | undefined;
  readonly taskRoleCredentials: NonNullable<LongshoreOptions['taskRoleCredentials']>;
  readonly upstreams: readonly string[];
  readonly version: string;
}

export interface RunParts {
  readonly console: Console;
  readonly clock: Clock;
  /** Where a Longshore runs, if one does. */
  readonly usual: URL;
  /** Starts a Longshore in this process. */
  readonly start: (options: LongshoreOptions) => Promise<Longshore>;
  /** The log of such a Longshore. */
  readonly log: () => Promise<Log>;
}

/**
 * Registers the task definition, runs one task of it and shows what happens until it has stopped. Resolves
 * to the exit code: see `exitCodeOf`. A Longshore that was started for it is stopped however it ends.
 */
export async function run(options: RunOptions, parts: RunParts): Promise<number> {
  const { console, clock, usual, start, log } = parts;
  const file = await readTaskDefinition(options.file, () => console.readInput());
  const names = (file.input.containerDefinitions ?? []).map(({ name }) => name ?? '');
  const overrides = containerOverrides(options.overrides, names, console.env);
  const printer = new Printer(console, names);
  const say = (text: string): void => printer.say(text);

  using interrupts = new Interrupts(console, say);
  const profile = await profileOf(options, file, parts);
  const seeds =
    options.secretsFile === undefined
      ? undefined
      : await readSecretsFile(options.secretsFile, homeOf(console.env));
  const server = await findServer(
    { ...options, seeds, profile },
    { clock, usual, env: console.env, start, log, say },
  );
  if (profile !== undefined) {
    say(`Using the AWS profile ${options.awsProfile} (account ${profile.accountId}, ${profile.region})`);
  }
  const env = profile === undefined ? console.env : { ...console.env, ...homeIn(profile) };
  using http = server.http;
  try {
    if (interrupts.count > 0) return INTERRUPTED;
    const client = new Client(http, env, clock);
    const taskDefinition = await register(client, file);
    const request: RunTaskRequest = {
      taskDefinition,
      count: 1,
      startedBy: 'longshore-run',
      ...(options.cluster !== undefined && { cluster: options.cluster }),
      ...launchTypeOf(options, file),
      ...networkOf(file, env),
      ...(overrides.length > 0 && { overrides: { containerOverrides: [...overrides] } }),
    };
    const { taskArn, clusterArn } = await runTask(client, request);
    say(`Running ${taskDefinition.slice(taskDefinition.lastIndexOf('/') + 1)} as ${taskArn}`);
    interrupts.handOver({
      stop: async () => {
        await client.call('StopTask', {
          cluster: clusterArn,
          task: taskArn,
          reason: 'Stopped by longshore run',
        });
      },
      kill: async () => {
        await client.kill(taskArn);
        server.own?.kill();
      },
    });
    const view = await follow(client, taskArn, printer);
    printer.summary(view);
    return exitCodeOf(view) ?? (interrupts.count > 0 ? INTERRUPTED : NOT_STARTED);
  } finally {
    await server.own?.stop();
  }
}

async function profileOf(
  { awsProfile: name, taskRoleCredentials, upstreams, secretsFile }: RunOptions,
  { input: definition }: TaskDefinitionFile,
  { clock, console: { env } }: RunParts,
): Promise<ProfileServer | undefined> {
  if (name === undefined) return undefined;
  if (secretsFile !== undefined) {
    throw new LongshoreError('BAD_OPTION', '--secrets-file and --aws-profile exclude each other', {
      hint: 'With a profile, secrets and parameters are those of AWS: leave one of the two out.',
    });
  }
  // Loaded only when asked for.
  const { profileServer } = await import('./profile.ts');
  return profileServer({ name, taskRoleCredentials, upstreams, definition, env }, clock);
}

/** The task runs in the account of the profile, whoever the environment names. */
const homeIn = ({ accountId, region }: ProfileServer) => ({
  AWS_ACCESS_KEY_ID: accountId,
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_SESSION_TOKEN: undefined,
  AWS_REGION: region,
});

/** The task failed before a container could give an exit code. */
const NOT_STARTED = 1;
/** What shells give for a command that SIGINT ended. */
const INTERRUPTED = 130;

async function follow(client: Client, taskArn: string, printer: Printer): Promise<View> {
  let view = emptyView;
  for await (const event of client.watch(taskArn, new AbortController().signal)) {
    const next = absorb(view, event);
    view = next.view;
    printer.show(next.items);
  }
  return view;
}

async function runTask(
  client: Client,
  request: RunTaskRequest,
): Promise<{ readonly taskArn: string; readonly clusterArn: string }> {
  const { tasks, failures } = await refusedAs(() => client.call('RunTask', request));
  const [task] = tasks ?? [];
  if (task?.taskArn !== undefined) return { taskArn: task.taskArn, clusterArn: task.clusterArn ?? '' };
  const why = (failures ?? []).map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': '));
  throw refused(why.join('; ') || 'no task, and no failure either');
}

async function refusedAs<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof EcsApiError) throw refused(`${error.code}: ${error.message}`, error);
    throw error;
  }
}

function refused(why: string, cause?: unknown): LongshoreError {
  const isOurs = why.startsWith('UnsupportedFeatureException');
  return new LongshoreError('TASK_REFUSED', `RunTask was refused: ${why}`, {
    hint: isOurs
      ? 'Take that member out to run the rest; README.md says what is not there yet.'
      : 'Amazon ECS, too, would not run this task as it is asked for.',
    cause: cause === undefined ? undefined : messageOf(cause),
  });
}

/** RunTask takes EC2 unless told otherwise; a definition that is for Fargate alone would then be refused. */
function launchTypeOf(
  { launchType }: RunOptions,
  { input }: TaskDefinitionFile,
): { readonly launchType?: NonNullable<RunTaskRequest['launchType']> } {
  if (launchType !== undefined) return { launchType };
  const required = input.requiresCompatibilities ?? [];
  return required.includes('FARGATE') && !required.includes('EC2') ? { launchType: 'FARGATE' } : {};
}

/** An awsvpc task has to name a subnet: the first of the default VPC. */
function networkOf(
  { input }: TaskDefinitionFile,
  env: Readonly<Record<string, string | undefined>>,
): { readonly networkConfiguration?: NonNullable<RunTaskRequest['networkConfiguration']> } {
  if (input.networkMode !== 'awsvpc') return {};
  const { account, region } = homeOf(env);
  const vpc = defaultVpc(account, region);
  const subnets = vpc.subnets.slice(0, 1).map((subnet) => subnet.id);
  return { networkConfiguration: { awsvpcConfiguration: { subnets } } };
}

/** For whom and where the task runs, as the server reads it from the signature. */
function homeOf(env: Readonly<Record<string, string | undefined>>): Home {
  const account = env['AWS_ACCESS_KEY_ID'] ?? '';
  return {
    account: /^\d{12}$/.test(account) ? account : '000000000000',
    region: env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1',
  };
}
