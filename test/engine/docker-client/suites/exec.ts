import { describe, expect, test } from 'vitest';
import { collect } from '../../../support/docker/collect.ts';
import type { Disposed } from '../../../support/docker/engine-under-test.ts';
import type { Suite } from '../suite.ts';

export function execSuite({ opened }: Suite): void {
  async function sleeper(): Promise<Disposed> {
    const made = await opened().container({ Cmd: ['sleep', '60'] });
    await opened().client.containers.start(made.id);
    return made;
  }

  describe('exec', () => {
    test('runs a command with both streams, environment and exit code', async () => {
      const { client } = opened();
      await using made = await sleeper();
      const id = await client.exec.create(made.id, {
        Cmd: ['sh', '-c', 'echo "$WHO"; pwd >&2; exit 5'],
        Env: ['WHO=me'],
        WorkingDir: '/tmp',
        AttachStdout: true,
        AttachStderr: true,
      });
      using session = await client.exec.start(id, { tty: false });
      const frames = await collect(session.output);
      const said = (stream: string): string =>
        frames.flatMap((frame) => (frame.stream === stream ? [frame.bytes.toString()] : [])).join('');
      expect([said('stdout'), said('stderr')]).toEqual(['me\n', '/tmp\n']);
      expect(await client.exec.inspect(id)).toMatchObject({
        Running: false,
        ExitCode: 5,
        ContainerID: made.id,
      });
    });

    test('takes input to its end', async () => {
      const { client } = opened();
      await using made = await sleeper();
      const id = await client.exec.create(made.id, {
        Cmd: ['wc', '-c'],
        AttachStdin: true,
        AttachStdout: true,
      });
      using session = await client.exec.start(id, { tty: false });
      session.connection.end(Buffer.alloc(300_000, 0x61));
      const frames = await collect(session.output);
      expect(
        Buffer.concat(frames.map(({ bytes }) => bytes))
          .toString()
          .trim(),
      ).toBe('300000');
    });

    test('a terminal has the size that it is given', async () => {
      const { client } = opened();
      await using made = await sleeper();
      const id = await client.exec.create(made.id, {
        Cmd: ['sh'],
        Tty: true,
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
      });
      using session = await client.exec.start(id, { tty: true });
      await client.exec.resize(id, { columns: 132, rows: 43 });
      session.connection.write('stty size; exit\n');
      const frames = await collect(session.output);
      expect(Buffer.concat(frames.map(({ bytes }) => bytes)).toString()).toContain('43 132');
    });

    test('conflicts in a container that does not run', async () => {
      const { client, container } = opened();
      await using made = await container({ Cmd: ['true'] });
      await expect(client.exec.create(made.id, { Cmd: ['true'] })).rejects.toMatchObject({
        kind: 'conflict',
      });
    });
  });
}
