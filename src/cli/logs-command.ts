import { Command, Option } from 'commander';
import type { Console } from './console.ts';
import { duration, endpoint } from './parse-options.ts';

/** What commander makes of the options below. */
interface Flags {
  readonly container?: string;
  readonly follow: boolean;
  readonly since?: number;
  readonly endpoint?: URL;
}

export function logsCommand(console: Console, exit: (code: number) => void): Command {
  return new Command('logs')
    .description('Show what the containers of a task have written, whatever their log driver.')
    .argument('<task>', 'id or ARN of the task')
    .option('--container <name>', 'only this container')
    .option('-f, --follow', 'go on until the task has stopped', false)
    .addOption(
      new Option('--since <duration>', 'only lines of the last so many seconds, minutes, …').argParser(
        duration,
      ),
    )
    .addOption(
      new Option(
        '--endpoint <url>',
        'Longshore that runs it (default: AWS_ENDPOINT_URL_ECS or AWS_ENDPOINT_URL, else http://127.0.0.1:4566)',
      ).argParser(endpoint),
    )
    .addHelpText(
      'after',
      `
Output with the awslogs driver comes from CloudWatch Logs, all other from the engine, as long as that
still has the container. Where there are several containers, each line has the container's name.

Examples:
  longshore logs 0f1e2d3c4b5a69788796a5b4c3d2e1f0
  longshore logs arn:aws:ecs:us-east-1:000000000000:task/default/0f1e… --follow --since 5m
  longshore logs 0f1e2d3c4b5a69788796a5b4c3d2e1f0 --container web`,
    )
    .action(async (task: string, flags: Flags) => {
      const [{ logs }, { realClock }] = await Promise.all([
        import('./logs/logs.ts'),
        import('../kernel/clock.ts'),
      ]);
      const { container, follow, since, endpoint: named } = flags;
      const options = { task, container, follow, since, endpoint: named };
      await logs(options, { console, clock: realClock, usual: new URL('http://127.0.0.1:4566') });
      exit(0);
    });
}
