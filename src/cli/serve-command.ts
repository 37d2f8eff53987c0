import { Command } from 'commander';
import type { LongshoreOptions } from '../main.ts';
import type { Console } from './console.ts';
import { claimDirectory, defaultDataDirectory, placeOf } from './data-directory.ts';
import { addServeOptions, type ServeFlags } from './serve-options.ts';
import { needs, settleSwitches } from './switches.ts';
import { VERSION } from './version.ts';

export function serveCommand(console: Console, exit: (code: number) => void): Command {
  const place = placeOf(console.env);
  const home = defaultDataDirectory(place);
  return addServeOptions(new Command('serve'), home)
    .description('Serve the ECS API until told to stop.')
    .addHelpText(
      'after',
      `
Options can also be set in the environment, by the names above; those without a value as 1 or 0.
Ctrl-C stops all tasks as StopTask would, removes what was made on the engine and ends; a second Ctrl-C
kills what still runs.

Examples:
  longshore serve
  longshore serve --port 0 --ephemeral
  longshore serve --backend simulated --log-level debug
  longshore serve --iam strict --verify-signatures
  longshore serve --upstream s3=http://127.0.0.1:9000 --upstream sqs=http://127.0.0.1:5000
  longshore serve --upstream '*=http://127.0.0.1:4567' --upstream logs=embedded
  longshore serve --host 0.0.0.0 --allow-host longshore --allow-host '*.dev.test'`,
    )
    .hook('preAction', settleSwitches)
    .action(async (flags: ServeFlags, command: Command) => {
      if (flags.ephemeral === true && command.getOptionValueSource('dataDir') === 'cli') {
        command.error("error: options '--ephemeral' and '--data-dir' exclude each other");
      }
      needs(command, '--root-secret', '--verify-signatures');
      needs(command, '--upstream-profile', '--upstream');
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
