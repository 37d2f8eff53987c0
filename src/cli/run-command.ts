import { Command, Option } from 'commander';
import { pullBehaviors } from '../agent/hooks/images-behavior.ts';
import { type TaskRoleCredentials, taskRoleCredentials } from '../assembly/options.ts';
import type { LaunchType } from '../aws/contract/ecs.types.gen.ts';
import { type IamMode, iamModes } from '../services/iam/authorize/mode.ts';
import type { Console } from './console.ts';
import { collect, endpoint, upstream } from './parse-options.ts';
import { needs } from './switches.ts';
import { VERSION } from './version.ts';

/** What commander makes of the options below. */
interface Flags {
  readonly env?: readonly string[];
  readonly command?: readonly string[];
  readonly containerOverride?: readonly string[];
  readonly cluster?: string;
  readonly launchType?: LaunchType;
  readonly endpoint?: URL;
  readonly backend: 'docker' | 'simulated';
  readonly secretsFile?: string;
  readonly awsProfile?: string;
  readonly taskRoleCredentials: TaskRoleCredentials;
  readonly upstream?: readonly string[];
  readonly pull: (typeof pullBehaviors)[number];
  readonly iam: IamMode;
}

export function runCommand(console: Console, exit: (code: number) => void): Command {
  return new Command('run')
    .description('Run one task of a task definition, show its output, and exit as it exits.')
    .argument(
      '<task-definition>',
      'JSON or YAML file, or - for standard input: what `aws ecs register-task-definition --cli-input-json` ' +
        'takes or `aws ecs describe-task-definition` prints',
    )
    .optionsGroup('Task:')
    .addOption(
      new Option(
        '-e, --env <variable>',
        '[CONTAINER:]NAME=VALUE sets an environment variable, in one container or in all; without =VALUE it is ' +
          'taken from here (may be repeated)',
      ).argParser(collect),
    )
    .addOption(
      new Option(
        '--command <words>',
        '[CONTAINER:]WORDS replaces the command: words as in a shell, or a JSON array (may be repeated)',
      ).argParser(collect),
    )
    .addOption(
      new Option(
        '--container-override <override>',
        'CONTAINER:KEY=VALUE overrides cpu, memory, memoryReservation, command or environment.NAME (may be repeated)',
      ).argParser(collect),
    )
    .addOption(new Option('--cluster <name>', 'cluster to run the task in (default: "default")'))
    .addOption(
      new Option('--launch-type <type>', 'launch type of the task').choices(['EC2', 'FARGATE', 'EXTERNAL']),
    )
    .optionsGroup('Longshore:')
    .addOption(
      new Option(
        '--endpoint <url>',
        'Longshore to run it on (default: AWS_ENDPOINT_URL_ECS or AWS_ENDPOINT_URL, else the one at ' +
          'http://127.0.0.1:4566, else one is started for this task)',
      ).argParser(endpoint),
    )
    .optionsGroup('Where Longshore is started for this task:')
    .addOption(
      new Option('--backend <name>', 'what runs the containers: a Docker Engine, or a simulation of one')
        .choices(['docker', 'simulated'])
        .default('docker')
        .env('LONGSHORE_BACKEND'),
    )
    .addOption(
      new Option(
        '--pull <behavior>',
        'when images are pulled: always, or (default, prefer-cached) only when the engine has none of that name; ' +
          'once is always here',
      )
        .choices(pullBehaviors)
        .default('default')
        .env('LONGSHORE_PULL'),
    )
    .addOption(
      new Option(
        '--iam <mode>',
        'whether IAM policies decide what calls may do: see `longshore serve --help`',
      )
        .choices(iamModes)
        .default('off')
        .env('LONGSHORE_IAM'),
    )
    .addOption(
      new Option(
        '--secrets-file <file>',
        'values of secrets and parameters, by their valueFrom in the task definition: lines of VALUEFROM=VALUE, or ' +
          'a JSON object',
      ),
    )
    .addOption(
      new Option(
        '--aws-profile <name>',
        'run the task with real secrets, parameters, environment files, ECR images and role credentials: those that ' +
          'this profile of the AWS CLI may see; what the task calls is AWS. Always starts a Longshore for this task',
      ),
    )
    .addOption(
      new Option(
        '--task-role-credentials <which>',
        "with --aws-profile, what the task is given for its role: a session of it (assume), the profile's own " +
          'credentials, or none',
      )
        .choices(taskRoleCredentials)
        .default('assume'),
    )
    .addOption(
      new Option(
        '--upstream <service=url>',
        'pass calls of a service on, see `longshore serve --help`; with --aws-profile, logs=aws takes output to ' +
          'CloudWatch Logs (may be repeated)',
      ).argParser(upstream),
    )
    .addHelpText(
      'after',
      `
What containers print on stdout and stderr goes to stdout and stderr, each line with the container's name;
all else goes to stderr. The exit code is that of the essential container that ended the task, or 1 where
none was started. Ctrl-C is StopTask; a second Ctrl-C kills the task.

Examples:
  longshore run task-definition.json
  longshore run task.yaml --env LOG_LEVEL=debug --env api:PORT=8080
  longshore run task.yaml --command 'api:sh -c "echo hello"'
  longshore run task.yaml --container-override api:memory=256
  aws ecs describe-task-definition --task-definition web:3 --include TAGS | longshore run -
  longshore run task.yaml --secrets-file secrets.env
  longshore run task.yaml --aws-profile dev
  longshore run task.yaml --aws-profile dev --task-role-credentials profile --upstream logs=aws

where secrets.env gives a parameter, a secret, and one key of another secret:
  /app/token=VALUE
  arn:aws:secretsmanager:us-east-1:000000000000:secret:api-AbCdEf=VALUE
  arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf:password::=VALUE`,
    )
    .action(async (file: string, flags: Flags, command: Command) => {
      needs(command, '--task-role-credentials', '--aws-profile');
      const [{ run }, { realClock }] = await Promise.all([
        import('./run/run.ts'),
        import('../kernel/clock.ts'),
      ]);
      const code = await run(
        {
          file,
          overrides: {
            env: flags.env ?? [],
            command: flags.command ?? [],
            containerOverride: flags.containerOverride ?? [],
          },
          cluster: flags.cluster,
          launchType: flags.launchType,
          endpoint: flags.endpoint,
          backend: flags.backend,
          pullBehavior: flags.pull,
          iam: flags.iam,
          forOwnOnly: [
            ...(['backend', 'pull', 'iam'] as const)
              .filter((name) => command.getOptionValueSource(name) === 'cli')
              .map((name) => `--${name} ${flags[name]}`),
            ...(flags.upstream ?? []).map((entry) => `--upstream ${entry}`),
            ...(flags.awsProfile === undefined ? [] : [`--upstream-profile ${flags.awsProfile}`]),
          ],
          secretsFile: flags.secretsFile,
          awsProfile: flags.awsProfile,
          taskRoleCredentials: flags.taskRoleCredentials,
          upstreams: flags.upstream ?? [],
          version: VERSION,
        },
        {
          console,
          clock: realClock,
          usual: new URL('http://127.0.0.1:4566'),
          // Loaded only when no Longshore runs yet.
          start: async (options) => (await import('../main.ts')).startLongshore(options),
          log: async () => (await import('./log.ts')).createLog('warn', 'pretty', console.err.colour),
        },
      );
      exit(code);
    });
}
