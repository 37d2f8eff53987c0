import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../../../src/docker/events.ts';
import type { Suite } from '../suite.ts';

export function containerSuite({ engine, opened }: Suite): void {
  describe('containers', () => {
    test('the engine says what it is', async () => {
      const info = await opened().client.system.engineInfo();
      expect(info).toMatchObject({ name: engine, os: 'linux', rootless: expect.any(Boolean) });
      expect(info.apiVersion).toMatch(/^1\.\d+$/);
      expect(info.ncpu).toBeGreaterThan(0);
      expect(info.memoryBytes).toBeGreaterThan(2 ** 20);
      expect(info.version).toMatch(/^\d+\.\d+/);
    });

    test('create, start, exit code, remove', async () => {
      const { client, container, label } = opened();
      await using made = await container({ Cmd: ['sh', '-c', 'exit 7'], Env: ['A=b'] });
      expect((await client.containers.inspect(made.id)).State).toMatchObject({ Status: 'created' });
      expect(await client.containers.start(made.id)).toBe('changed');
      expect((await client.containers.wait(made.id)).exitCode).toBe(7);
      const inspected = await client.containers.inspect(made.id);
      expect(inspected).toMatchObject({
        Id: made.id,
        Name: `/${made.name}`,
        State: { ExitCode: 7, Running: false },
      });
      expect(inspected.Config.Env).toContain('A=b');
      const listed = await client.containers.list({ all: true, filters: { label: [label] } });
      expect(listed.map(({ Id, State }) => [Id, State])).toEqual([[made.id, 'exited']]);
      await client.containers.remove(made.id);
      await expect(client.containers.inspect(made.id)).rejects.toMatchObject({
        kind: 'not-found',
        status: 404,
      });
    });

    test('starting twice and stopping twice change nothing', async () => {
      const { client, container } = opened();
      await using made = await container({ Cmd: ['sleep', '60'], HostConfig: { Init: false } });
      await client.containers.start(made.id);
      expect(await client.containers.start(made.id)).toBe('unchanged');
      expect(await client.containers.stop(made.id, { timeoutSeconds: 0 })).toBe('changed');
      expect(await client.containers.stop(made.id, { timeoutSeconds: 0 })).toBe('unchanged');
    });

    test('a container that ignores SIGTERM is killed when its time is up', async () => {
      const { client, container } = opened();
      await using made = await container({ Cmd: ['sh', '-c', "trap '' TERM; while :; do sleep 0.1; done"] });
      await client.containers.start(made.id);
      await client.containers.stop(made.id, { timeoutSeconds: 1 });
      expect((await client.containers.inspect(made.id)).State).toMatchObject({
        Running: false,
        ExitCode: 137,
      });
    });

    test('kill sends the signal that is named, and conflicts when nothing runs', async () => {
      const { client, container } = opened();
      await using made = await container({
        Cmd: ['sh', '-c', "trap 'exit 42' USR1; echo ready; while :; do sleep 0.05; done"],
      });
      await client.containers.start(made.id);
      for await (const _ready of client.containers.logs(made.id, { tty: false, follow: true })) break;
      await client.containers.kill(made.id, { signalName: 'SIGUSR1' });
      expect((await client.containers.wait(made.id)).exitCode).toBe(42);
      await expect(client.containers.kill(made.id)).rejects.toMatchObject({ kind: 'conflict' });
    });

    test('a command that does not exist: the engine’s words', async () => {
      const { client, container } = opened();
      await using made = await container({ Cmd: ['no-such-command'] });
      await expect(client.containers.start(made.id)).rejects.toMatchObject({
        // Podman says "no such file" with 404 for the command, Docker 400.
        kind: engine === 'Docker Engine' ? 'bad-request' : expect.stringMatching(/not-found|server/),
        message: expect.stringMatching(/executable file (?:`no-such-command` )?not found in \$PATH/),
      });
      if (engine === 'Docker Engine') {
        expect((await client.containers.inspect(made.id)).State).toMatchObject({
          ExitCode: 127,
          Error: expect.stringContaining('executable file not found'),
        });
      }
    });

    test('a port that is taken: the engine’s words', async () => {
      const { client, container } = opened();
      const publish = (HostPort: string) => ({
        Cmd: ['sleep', '60'],
        ExposedPorts: { '80/tcp': {} },
        HostConfig: { PortBindings: { '80/tcp': [{ HostPort }] } },
      });
      await using first = await container(publish(''));
      await client.containers.start(first.id);
      const bindings = (await client.containers.inspect(first.id)).NetworkSettings.Ports?.['80/tcp'];
      const port = bindings?.[0]?.HostPort ?? '';
      expect(Number(port)).toBeGreaterThan(0);
      await using second = await container(publish(port));
      await expect(client.containers.start(second.id)).rejects.toMatchObject({
        kind: 'server',
        message: expect.stringMatching(/port is already allocated|address already in use/),
      });
    });

    test('a name that is taken conflicts', async () => {
      const { client, container, labels } = opened();
      await using made = await container({ Cmd: ['true'] });
      const config = { Image: 'longshore-test/busybox:1', Labels: labels };
      await expect(client.containers.create(config, { name: made.name })).rejects.toMatchObject({
        kind: 'conflict',
        message: expect.stringContaining(made.name),
      });
    });

    test('events come in order, from before the container was made', async () => {
      const { client, container, label } = opened();
      using events = await client.openEvents({
        filters: { type: ['container'], label: [label], event: ['create', 'start', 'die', 'destroy'] },
      });
      const made = await container({ Cmd: ['sh', '-c', 'exit 3'] });
      await client.containers.start(made.id);
      await client.containers.wait(made.id);
      await client.containers.remove(made.id);
      const seen: EngineEvent[] = [];
      for await (const event of events) {
        if (event.id !== made.id) continue;
        seen.push(event);
        if (event.action === 'destroy') break;
      }
      expect(seen.map(({ action }) => action)).toEqual(['create', 'start', 'die', 'destroy']);
      const die = seen.find(({ action }) => action === 'die');
      expect(die?.attributes).toMatchObject({ name: made.name, exitCode: '3' });
      const times = seen.map(({ timeNano }) => timeNano);
      expect(times.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(times);
    });

    test('statistics once and as a stream', async () => {
      const { client, container } = opened();
      await using made = await container({ Cmd: ['sleep', '60'] });
      await client.containers.start(made.id);
      const once = await client.containers.stats(made.id);
      expect(once.cpu_stats.cpu_usage.total_usage).toBeGreaterThan(0);
      expect(once.memory_stats.usage).toBeGreaterThan(0);
      for await (const sample of client.containers.followStats(made.id)) {
        expect(sample.read).toMatch(/^\d{4}-/);
        break;
      }
    });

    // Podman 4.3 has no update in its compatible API.
    test.runIf(engine === 'Docker Engine')('limits can be changed while it runs', async () => {
      const { client, container } = opened();
      await using made = await container({ Cmd: ['sleep', '60'] });
      await client.containers.start(made.id);
      await client.containers.update(made.id, { CpuShares: 512 });
      expect((await client.containers.inspect(made.id)).HostConfig.CpuShares).toBe(512);
    });
  });
}
