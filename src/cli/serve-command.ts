import { Command, Option } from 'commander';
import { pullBehaviors } from '../agent/hooks/images-behavior.ts';
import { linkLocalWishes } from '../agent/network/link-local-wish.ts';
import { type SecurityGroupWish, securityGroupWishes } from '../agent/security-groups/wish.ts';
import type { LongshoreOptions } from '../main.ts';
import { type EcrUriForm, ecrUriForms } from '../services/ecr/model/address.ts';
import { type IamMode, iamModes } from '../services/iam/authorize/mode.ts';
import { type UnknownSubnetWish, unknownSubnetWishes } from '../services/ecs/model/tasks/unknown-subnets.ts';
import type { Console } from './console.ts';
import { claimDirectory, defaultDataDirectory, placeOf } from './data-directory.ts';
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from './log-options.ts';
import { accountId, allowHost, count, duration, endpoint, port, region, upstream } from './parse-options.ts';
import { VERSION } from './version.ts';

/** What commander makes of the options below. */
interface Flags {
  readonly host: string;
  readonly port: number;
  readonly dataDir?: string;
  readonly ephemeral?: true;
  readonly backend: LongshoreOptions['backend'];
  readonly region: string;
  readonly accountId: string;
  readonly allowHost?: readonly string[];
  readonly cleanupAfter: number;
  readonly publishPorts?: true;
  readonly warmSandboxes: number;
  readonly pull: LongshoreOptions['pullBehavior'];
  readonly linkLocal: LongshoreOptions['linkLocal'];
  readonly securityGroups: SecurityGroupWish;
  readonly unknownSubnets: UnknownSubnetWish;
  readonly injectEndpoint: boolean;
  readonly ecrUri: EcrUriForm;
  readonly rotationHook?: URL;
  readonly iam: IamMode;
  readonly upstream?: readonly string[];
  readonly upstreamProfile?: string;
  readonly verifySignatures?: true;
  readonly rootSecret: string;
  readonly logLevel: LogLevel;
  readonly logFormat?: LogFormat;
}

export function serveCommand(console: Console, exit: (code: number) => void): Command {
  const place = placeOf(console.env);
  const home = defaultDataDirectory(place);
  return new Command('serve')
    .description('Serve the ECS API until told to stop.')
    .addOption(
      new Option('--host <address>', 'address to listen on; others than loopback let other machines in')
        .default('127.0.0.1')
        .env('LONGSHORE_HOST'),
    )
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 takes a free one')
        .default(4566)
        .argParser(port)
        .env('LONGSHORE_PORT'),
    )
    .addOption(
      new Option('--data-dir <directory>', `where the database lies (default: ${home})`).env(
        'LONGSHORE_DATA_DIR',
      ),
    )
    .addOption(new Option('--ephemeral', 'keep everything in memory and forget it at the end'))
    .addOption(
      new Option('--backend <name>', 'what runs containers: a Docker Engine, or a simulation of one')
        .choices(['docker', 'simulated'])
        .default('docker')
        .env('LONGSHORE_BACKEND'),
    )
    .addOption(
      new Option('--region <name>', 'region of requests that are not signed')
        .default('us-east-1')
        .argParser(region)
        .env('LONGSHORE_REGION'),
    )
    .addOption(
      new Option(
        '--account-id <id>',
        'account of requests whose access key id is not itself a twelve-digit account id',
      )
        .default('000000000000')
        .argParser(accountId)
        .env('LONGSHORE_ACCOUNT_ID'),
    )
    .addOption(
      new Option(
        '--allow-host <name>',
        'accept requests for this host name too; *.name for all below it (may be repeated)',
      )
        .argParser(allowHost)
        .env('LONGSHORE_ALLOW_HOST'),
    )
    .addOption(
      new Option(
        '--cleanup-after <duration>',
        'how long the containers of a stopped task stay on the engine, so that docker logs and docker inspect ' +
          'still show them (the ECS agent keeps them for 3h)',
      )
        .default(300_000, '5m')
        .argParser(duration)
        .env('LONGSHORE_CLEANUP_AFTER'),
    )
    .addOption(
      new Option(
        '--publish-ports',
        'publish the ports of awsvpc tasks on ports of this machine, shown in networkBindings: for machines that ' +
          'do not reach the addresses of containers (Docker Desktop)',
      ).env('LONGSHORE_PUBLISH_PORTS'),
    )
    .addOption(
      new Option(
        '--warm-sandboxes <count>',
        'how many network namespaces may stand ready per subnet, so that awsvpc tasks start sooner; ' +
          'as many as were used in the last minute; 0 for none',
      )
        .default(8)
        .argParser(count)
        .env('LONGSHORE_WARM_SANDBOXES'),
    )
    .addOption(
      new Option(
        '--pull <behavior>',
        'when images are pulled, as by ECS_IMAGE_PULL_BEHAVIOR of the ECS agent: always; once in the life of this ' +
          'installation; only when the engine has none of that name (prefer-cached, and here also default, so ' +
          'that an image you have just built is the one that runs)',
      )
        .choices(pullBehaviors)
        .default('default')
        .env('LONGSHORE_PULL'),
    )
    .addOption(
      new Option(
        '--link-local <way>',
        'how 169.254.170.2 is held, where tasks look for metadata and credentials: by this process, on the ' +
          "engine's own machine (bind); by a container that carries to it (relay); whichever fits (auto)",
      )
        .choices(linkLocalWishes)
        .default('auto')
        .env('LONGSHORE_LINK_LOCAL'),
    )
    .addOption(
      new Option(
        '--security-groups <wish>',
        'whether rules of security groups hold between tasks: where they can, which takes root on the machine of ' +
          'the engine and nft (auto); never (off); or do not start without (require)',
      )
        .choices(securityGroupWishes)
        .default('auto')
        .env('LONGSHORE_SECURITY_GROUPS'),
    )
    .addOption(
      new Option(
        '--unknown-subnets <way>',
        'what RunTask does with subnets and security groups that EC2 does not have here: refuse them, as AWS, or ' +
          'take them for the default VPC (default), so that configurations of a real account run as they are',
      )
        .choices(unknownSubnetWishes)
        .default('refuse')
        .env('LONGSHORE_UNKNOWN_SUBNETS'),
    )
    .addOption(
      new Option(
        '--ecr-uri <form>',
        'how repositoryUri names the registry: loopback is 127.0.0.1:PORT/NAME, which every engine on this machine ' +
          'can push to; localhost is ACCOUNT.dkr.ecr.REGION.localhost:PORT/NAME, where such names are resolved; aws is ' +
          'the name in AWS, which docker push takes to AWS. Task definitions may use all three',
      )
        .choices(ecrUriForms)
        .default('loopback')
        .env('LONGSHORE_ECR_URI'),
    )
    .addOption(
      new Option(
        '--rotation-hook <url>',
        "where the steps of secrets' rotations are posted, each as the event that a Lambda rotation function gets",
      )
        .argParser(endpoint)
        .env('LONGSHORE_ROTATION_HOOK'),
    )
    .addOption(
      new Option(
        '--no-inject-endpoint',
        'do not tell tasks, by AWS_ENDPOINT_URL, to call Longshore: their AWS SDKs then call AWS itself',
      ).env('LONGSHORE_NO_INJECT_ENDPOINT'),
    )
    .addOption(
      new Option(
        '--iam <mode>',
        'whether IAM policies decide what calls may do: not at all (off); what they deny is logged, with the ' +
          'statement that would allow it, and passes (soft); it is refused (strict). Credentials that were not made ' +
          "here are the account's root, who may do everything",
      )
        .choices(iamModes)
        .default('off')
        .env('LONGSHORE_IAM'),
    )
    .addOption(
      new Option(
        '--upstream <service=url>',
        'pass the calls of a service on to somebody else who has it, named as in signatures (s3, sqs, logs, ...); ' +
          '* is every service but ecs, the URL embedded keeps the built-in one, and aws is AWS itself. What tasks need of ' +
          'it is fetched there, too (may be repeated)',
      )
        .argParser(upstream)
        .env('LONGSHORE_UPSTREAM'),
    )
    .addOption(
      new Option(
        '--upstream-profile <name>',
        'sign what is passed on anew, with the credentials of this AWS profile (default: the signature of the client ' +
          'goes on as it is)',
      ).env('LONGSHORE_UPSTREAM_PROFILE'),
    )
    .addOption(
      new Option(
        '--verify-signatures',
        'take only AWS calls that are signed by credentials that exist: sessions of STS, access keys of IAM users, and ' +
          'the root of an account (access key id test, or twelve digits)',
      ).env('LONGSHORE_VERIFY_SIGNATURES'),
    )
    .addOption(
      new Option('--root-secret <secret>', "secret access key of accounts' roots, for --verify-signatures")
        .default('test')
        .env('LONGSHORE_ROOT_SECRET'),
    )
    .addOption(
      new Option('--log-level <level>', 'how much to log to stderr; debug shows every call')
        .choices(LOG_LEVELS)
        .default('info')
        .env('LONGSHORE_LOG_LEVEL'),
    )
    .addOption(
      new Option('--log-format <format>', 'form of the log (default: pretty on a terminal, else json)')
        .choices(LOG_FORMATS)
        .env('LONGSHORE_LOG_FORMAT'),
    )
    .addHelpText(
      'after',
      `
Every option can also be set in the environment, as LONGSHORE_PORT, LONGSHORE_DATA_DIR and so on.
Ctrl-C stops all tasks as StopTask would, removes what was made on the engine and ends; a second Ctrl-C
kills what still runs.

Examples:
  longshore serve
  longshore serve --port 0 --ephemeral
  longshore serve --backend simulated --log-level debug
  longshore serve --upstream s3=http://127.0.0.1:9000 --upstream sqs=http://127.0.0.1:5000
  longshore serve --host 0.0.0.0 --allow-host longshore --allow-host '*.dev.test'`,
    )
    .action(async (flags: Flags, command: Command) => {
      if (flags.ephemeral === true && command.getOptionValueSource('dataDir') === 'cli') {
        command.error("error: options '--ephemeral' and '--data-dir' exclude each other");
      }
      // Only what is run is loaded: a server's parts are the largest share of the time to start.
      const [{ serve }, { startLongshore }, { createLog }, { realClock }] = await Promise.all([
        import('./serve.ts'),
        import('../main.ts'),
        import('./log.ts'),
        import('../kernel/clock.ts'),
      ]);
      const { host, backend, accountId: account } = flags;
      const format = flags.logFormat ?? (console.err.isTerminal ? 'pretty' : 'json');
      const options: LongshoreOptions = {
        host,
        port: flags.port,
        ...(flags.ephemeral !== true && { dataDirectory: flags.dataDir ?? home }),
        claimDirectory: claimDirectory(place),
        backend,
        region: flags.region,
        accountId: account,
        allowHosts: flags.allowHost ?? [],
        cleanUpAfter: flags.cleanupAfter,
        publishPorts: flags.publishPorts === true,
        warmSandboxes: flags.warmSandboxes,
        pullBehavior: flags.pull,
        linkLocal: flags.linkLocal,
        securityGroups: flags.securityGroups,
        unknownSubnets: flags.unknownSubnets,
        injectEndpoint: flags.injectEndpoint,
        ecrUri: flags.ecrUri,
        ...(flags.rotationHook !== undefined && { rotationHook: flags.rotationHook }),
        iam: flags.iam,
        upstreams: flags.upstream ?? [],
        ...(flags.upstreamProfile !== undefined && { upstreamProfile: flags.upstreamProfile }),
        ...(flags.verifySignatures === true && { verifySignatures: { rootSecret: flags.rootSecret } }),
        version: VERSION,
        log: await createLog(flags.logLevel, format, console.err.colour),
      };
      exit(await serve(options, { console, clock: realClock, start: startLongshore }));
    });
}
