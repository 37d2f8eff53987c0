import { sandboxLabel } from '../../../src/agent/backends/docker/labels.ts';
import type { PortPlan } from '../../../src/agent/model/task-plan.ts';
import type { TaskRecord } from '../../../src/agent/model/task-record.ts';
import { type EngineHarness, sh } from './engine-harness.ts';

export const port = (containerPort: number, hostPort = 0): PortPlan => ({
  containerPort,
  hostPort,
  protocol: 'tcp',
});

/** A web server on port `at` that answers with `text`, and obeys SIGTERM. */
export const answering = (text: string, at = 80): readonly string[] =>
  sh(
    `mkdir -p /tmp/www; echo ${text} >/tmp/www/index.html; httpd -p ${at} -h /tmp/www
     trap "exit 0" TERM; while :; do sleep 60 & wait $!; done`,
  );

/** Fetches `url` until it answers, writes the answer and ends. */
export const fetching = (url: string): readonly string[] =>
  sh(`for i in $(seq 50); do wget -q -O - ${url} 2>/dev/null && exit 0; sleep 0.1; done; exit 1`);

/** What answers at an address of the engine's, as seen from this machine; tries until it listens. */
export async function fetched(url: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await fetch(url, {
        headers: { connection: 'close' },
        signal: AbortSignal.timeout(2000),
      });
      return (await answer.text()).trim();
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

export function addressOf({ networkInterface }: TaskRecord): string {
  if (networkInterface?.address === undefined) throw new Error('the task has no address');
  return networkInterface.address;
}

/** The engine's ids of the sandboxes of this installation. */
export async function sandboxesOf(harness: EngineHarness): Promise<readonly string[]> {
  const sandboxes = await harness.backend.listSandboxes(new AbortController().signal);
  return sandboxes.map(({ runtimeId }) => runtimeId);
}

/** Waits, by the engine's events, until there are `count` sandboxes and each of them runs. */
export async function untilSandboxes(harness: EngineHarness, count: number): Promise<readonly string[]> {
  const filters = { label: [sandboxLabel], event: ['start', 'destroy'], type: ['container'] };
  using events = await harness.engine.openEvents({ filters, signal: AbortSignal.timeout(20_000) });
  const look = (): Promise<readonly string[]> => sandboxesOf(harness);
  let found = await look();
  if (found.length === count) return found;
  for await (const _event of events) {
    found = await look();
    if (found.length === count) return found;
  }
  throw new Error('the engine closed the stream of events');
}

/** What a container of the task has written once it has ended. */
export async function outputOf(harness: EngineHarness, arn: string, container: string): Promise<string> {
  await harness.until(arn, ({ containers }) =>
    containers.some(({ name, known }) => name === container && known === 'STOPPED'),
  );
  return (await harness.logs(arn, container)).map(({ text }) => text).join('\n');
}
