import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchContext } from '../figure.ts';
import { definition, obedient } from './definitions.ts';
import { cpuSeconds, residentMegabytes } from './process-figures.ts';
import type { BenchServer } from './server.ts';

/** Over a minute, so that one of the relists that come once a minute is among it. */
export const idleSeconds = 65;

/** What the server's process takes while tasks run in which nothing happens. */
export async function withIdleTasks(
  { signal, progress }: BenchContext,
  server: BenchServer,
  count: number,
): Promise<{ readonly processor: number; readonly resident: number }> {
  const { pid } = server.process.program;
  const family = await server.register(definition('bench-idle', [{ command: obedient, memory: 8 }]));
  const arns: string[] = [];
  while (arns.length < count) {
    signal.throwIfAborted();
    progress(`${arns.length} of ${count} idle tasks started`);
    const more = await server.run(family, Math.min(10, count - arns.length));
    await server.calmlyUntil(more, 'RUNNING');
    arns.push(...more);
  }
  progress('settling for 5 s');
  await sleep(5000, undefined, { signal });
  progress(`${count} idle tasks for ${idleSeconds} s`);
  const [cpu, begun] = [cpuSeconds(pid), performance.now()];
  await sleep(idleSeconds * 1000, undefined, { signal });
  const processor = ((cpuSeconds(pid) - cpu) / ((performance.now() - begun) / 1000)) * 100;
  const resident = residentMegabytes(pid);
  progress('stopping the idle tasks');
  await server.clear(arns);
  return { processor, resident };
}
