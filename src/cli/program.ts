import { Command } from 'commander';
import type { Console } from './console.ts';
import { eventsCommand } from './events-command.ts';
import { logsCommand } from './logs-command.ts';
import { runCommand } from './run-command.ts';
import { serveCommand } from './serve-command.ts';
import { VERSION } from './version.ts';

/** `longshore` and its commands. `exit` takes the exit code of the one that ran. */
export function program(console: Console, exit: (code: number) => void): Command {
  const longshore = new Command('longshore')
    .description('Amazon ECS on your own machine: the ECS API, real containers.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .showHelpAfterError('(--help lists what there is)')
    .configureOutput({
      writeOut: (text) => console.out.write(text),
      writeErr: (text) => console.err.write(text),
    })
    .addHelpText(
      'after',
      `
Examples:
  longshore serve                          serve the ECS API at http://127.0.0.1:4566
  longshore run task-definition.json       run one task here and now, and show its output
  longshore events --follow                show what happens to tasks, as EventBridge tells it
  longshore logs TASK --follow             show what a task writes
  aws ecs list-tasks --endpoint-url http://127.0.0.1:4566

Set LONGSHORE_DEBUG=1 to see stack traces.`,
    );
  for (const command of [
    serveCommand(console, exit),
    runCommand(console, exit),
    eventsCommand(console, exit),
    logsCommand(console, exit),
  ]) {
    longshore.addCommand(command.copyInheritedSettings(longshore));
  }
  return longshore;
}
