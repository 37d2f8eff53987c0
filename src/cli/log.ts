import { pino } from 'pino';
import type { Log } from '../kernel/log.ts';
import type { LogFormat, LogLevel } from './log-options.ts';

/**
 * Logs to stderr, at once: a line that waits in a buffer is lost when it matters. The pretty form runs in
 * this process: a pino transport would want a worker with a file of its own, which one bundled file has not.
 */
export async function createLog(level: LogLevel, format: LogFormat, colour: boolean): Promise<Log> {
  if (format === 'json') {
    const log: Log = pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
    return log;
  }
  const { prettyFactory } = await import('pino-pretty');
  const pretty = prettyFactory({
    colorize: colour,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'pid,hostname',
    singleLine: true,
  });
  const write = (line: string): void => void process.stderr.write(pretty(line));
  const log: Log = pino({ level, base: null }, { write });
  return log;
}
