import { Command, InvalidArgumentError, Option } from 'commander';
import type { Console } from './console.ts';
import { endpoint } from './parse-options.ts';

/** What commander makes of the options below. */
interface Flags {
  readonly follow?: true;
  readonly after?: number;
  readonly pattern?: string;
  readonly json?: true;
  readonly endpoint?: URL;
}

export function eventsCommand(console: Console, exit: (code: number) => void): Command {
  return new Command('events')
    .description('Print the events of a Longshore: what EventBridge tells of tasks, schedules and PutEvents.')
    .addOption(new Option('-f, --follow', 'go on with those to come, until Ctrl-C; alone, only these'))
    .addOption(
      new Option('--after <number>', 'those after this number; 0 for all that are kept').argParser(
        eventNumber,
      ),
    )
    .addOption(new Option('--pattern <json>', 'only events that match this event pattern'))
    .addOption(new Option('--json', 'each event whole, as JSON, one a line'))
    .addOption(
      new Option(
        '--endpoint <url>',
        'Longshore to ask (default: AWS_ENDPOINT_URL_ECS or AWS_ENDPOINT_URL, else http://127.0.0.1:4566)',
      ).argParser(endpoint),
    )
    .addHelpText(
      'after',
      `
Examples:
  longshore events --follow
  longshore events --json | jq .detail.lastStatus
  longshore events --follow --pattern '{"detail": {"lastStatus": ["STOPPED"]}}'`,
    )
    .action(async (flags: Flags) => {
      const { events } = await import('./events/events.ts');
      const { follow = false, json = false, ...rest } = flags;
      exit(await events({ ...rest, follow, json }, console, new URL('http://127.0.0.1:4566')));
    });
}

function eventNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('An event has a number of at most 15 digits.');
  return Number(text);
}
