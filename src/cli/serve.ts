import { isLoopback, isWildcard, parseHostName } from '../gateway/host-name.ts';
import type { Clock } from '../kernel/clock.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Longshore, LongshoreOptions } from '../main.ts';
import { signingNames } from '../upstreams/signing-names.ts';
import { tryUpstreams } from '../upstreams/try-upstreams.ts';
import { readUpstreams } from '../upstreams/upstreams.ts';
import { painted, plain } from './colours.ts';
import type { Console } from './console.ts';
import { suggest } from './run/suggest.ts';

export interface ServeParts {
  readonly console: Console;
  readonly clock: Clock;
  readonly start: (options: LongshoreOptions) => Promise<Longshore>;
}

/** Serves until a signal comes. Resolves to the exit code: 0 after everything was stopped and removed. */
export async function serve(
  options: LongshoreOptions,
  { console, clock, start }: ServeParts,
): Promise<number> {
  const { out, err } = console;
  const paint = err.colour ? painted : plain;
  const warn = (text: string): void => err.write(`${paint('yellow', 'warning:')} ${text}\n`);

  const told = Promise.withResolvers<void>();
  let signals = 0;
  let running: Longshore | undefined;
  using _interrupts = console.onInterrupt((signal) => {
    // Somebody who only wanted the ready line may close the pipe; that is no order to stop.
    if (signal === 'SIGPIPE') return;
    signals += 1;
    if (signals === 1) told.resolve();
    if (signals === 2) {
      err.write('Stopping at once.\n');
      running?.kill();
    }
  });

  const exposure = exposureOf(options);
  if (exposure !== undefined) warn(exposure);
  running = await start(options);
  for (const note of notesOf(options)) options.log.info({}, note);
  for (const doubt of doubtfulUpstreams(options.upstreams)) warn(doubt);
  if (!running.engine.reachable) warn(noEngine(running));
  out.write(`${readyLine(options.version, running)}\n`);

  using _trial =
    options.upstreams === undefined ? undefined : tryUpstreams(options.upstreams, clock, options.log);
  await told.promise;
  const problem = await stop(running, clock, (text) => err.write(`${text}\n`));
  if (problem !== undefined) warn(`Something may be left on the engine: ${problem}`);
  return problem === undefined ? 0 : 1;
}

/** `Longshore 0.1.0 is ready at http://127.0.0.1:4566 (Docker 20.10.24, data in /home/me/…)` */
export function readyLine(version: string, { endpoint, engine, dataDirectory }: Longshore): string {
  const name = engine.version === undefined ? engine.name : `${engine.name} ${engine.version}`;
  const what = engine.reachable ? name : 'no engine';
  return `Longshore ${version} is ready at ${endpoint} (${what}, data in ${dataDirectory ?? 'memory'})`;
}

/** What is not as usual and matters to every call. */
function notesOf({ verifySignatures, upstreams = [], upstreamProfile }: LongshoreOptions): readonly string[] {
  const signed = upstreamProfile === undefined ? '' : `, signed with the AWS profile ${upstreamProfile}`;
  return [
    ...(verifySignatures === undefined ? [] : ['signatures are verified']),
    ...(upstreams.length === 0 ? [] : [`passed on: ${upstreams.join(', ')}${signed}`]),
  ];
}

/** A name that AWS does not have is most likely misspelt; but AWS has new ones all the time. */
function doubtfulUpstreams(entries: readonly string[] = []): readonly string[] {
  if (entries.length === 0) return [];
  const known = signingNames();
  return readUpstreams(entries).named.flatMap((service) => {
    if (known.includes(service)) return [];
    const meant = suggest(service, known);
    const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
    return [`--upstream ${service}: no service of AWS is known to sign by this name${hint}.`];
  });
}

function noEngine({ engine: { name, address, problem } }: Longshore): string {
  const why = problem?.replace(/\.$/, '') ?? `${name} cannot be reached at ${address}`;
  return (
    `no container engine: ${why}. Until there is one the API is served, but no task can start ` +
    '(--backend simulated needs none).'
  );
}

/** Who, beside this machine, can reach what is about to be served. */
function exposureOf(options: LongshoreOptions): string | undefined {
  const { host, allowHosts } = options;
  const name = parseHostName(host) ?? host;
  if (isLoopback(name)) return undefined;
  const names =
    isWildcard(name) && allowHosts.length === 0
      ? ' Under other names than localhost it answers only once --allow-host gives them.'
      : '';
  const profile =
    options.upstreamProfile === undefined || options.verifySignatures !== undefined
      ? ''
      : `, and call AWS as the profile ${options.upstreamProfile}`;
  return (
    `Listening on ${host}: whoever can reach this address can start containers here, and so become root on ` +
    `this machine${profile}. ${options.verifySignatures === undefined ? 'Requests are not authenticated' : 'Signatures of AWS calls are verified, but nothing else is'}.${names}`
  );
}

/** Tells what is waited for, once that takes over a second. Resolves to what went wrong, if anything did. */
async function stop(
  running: Longshore,
  clock: Clock,
  say: (text: string) => void,
): Promise<string | undefined> {
  let tasks = 0;
  let isSlow = false;
  const tell = (): void => {
    if (tasks > 0) say(`Stopping ${tasks} task${tasks === 1 ? '' : 's'}. Ctrl-C again kills them.`);
  };
  using _slow = clock.schedule(clock.now() + 1000, () => {
    isSlow = true;
    tell();
  });
  try {
    await running.stop((count) => {
      const isNews = count !== tasks;
      tasks = count;
      if (isSlow && isNews) tell();
    });
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
