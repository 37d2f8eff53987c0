import { PassThrough } from 'node:stream';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import type { LogChunk } from '../../../../src/docker/logs.ts';
import { collect } from '../../../support/docker/collect.ts';
import type { Suite } from '../suite.ts';

const textOf = (chunks: readonly LogChunk[], stream: 'stdout' | 'stderr'): string =>
  Buffer.concat(chunks.filter((chunk) => chunk.stream === stream).map(({ bytes }) => bytes)).toString();

export function outputSuite({ engine, opened }: Suite): void {
  describe('output', () => {
    test('follows both streams to the end, with times', async () => {
      const { client, container } = opened();
      await using made = await container({
        Cmd: ['sh', '-c', 'echo one; sleep 0.2; echo two >&2; sleep 0.2; echo three'],
      });
      await client.containers.start(made.id);
      const chunks = await collect(
        client.containers.logs(made.id, { tty: false, follow: true, timestamps: true }),
      );
      expect(textOf(chunks, 'stdout')).toBe('one\nthree\n');
      expect(textOf(chunks, 'stderr')).toBe('two\n');
      for (const chunk of chunks) expect(chunk.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/);
    });

    test('the last line arrives even without a line feed', async () => {
      const { client, container } = opened();
      for (const attempt of [1, 2, 3]) {
        await using made = await container({ Cmd: ['sh', '-c', `echo one; sleep 0.2; printf ${attempt}`] });
        await client.containers.start(made.id);
        const chunks = await collect(client.containers.logsToEnd(made.id, { tty: false }));
        expect(textOf(chunks, 'stdout').trimEnd()).toBe(`one\n${attempt}`);
      }
    });

    test('tail and stream choose', async () => {
      const { client, container } = opened();
      await using made = await container({ Cmd: ['sh', '-c', 'seq 1 100; echo no >&2'] });
      await client.containers.start(made.id);
      await client.containers.wait(made.id);
      const all = await collect(client.containers.logs(made.id, { tty: false, stdout: true }));
      expect(textOf(all, 'stdout').split('\n')).toHaveLength(101);
      expect(textOf(all, 'stderr')).toBe('');
      const last = await collect(client.containers.logs(made.id, { tty: false, tail: 1 }));
      expect(last).toHaveLength(1);
    });

    test('a terminal’s output is raw', async () => {
      const { client, container } = opened();
      await using made = await container({ Tty: true, Cmd: ['sh', '-c', 'echo out; echo err >&2'] });
      await client.containers.start(made.id);
      await client.containers.wait(made.id);
      const chunks = await collect(client.containers.logs(made.id, { tty: true }));
      expect(textOf(chunks, 'stdout').replaceAll('\r', '')).toBe('out\nerr\n');
    });

    const megabytes = ['sh', '-c', 'yes 0123456789 | head -c 4400000'];

    test('megabytes come through whole', async () => {
      const { client, container } = opened();
      await using made = await container({ Cmd: megabytes });
      await client.containers.start(made.id);
      await client.containers.wait(made.id);
      let length = 0;
      for await (const { bytes } of client.containers.logs(made.id, { tty: false })) length += bytes.length;
      expect(length).toBe(4_400_000);
    });

    // Podman 4.3's follower can skip lines in the middle of such a flood; nothing tells a client so.
    test.runIf(engine === 'Docker Engine')(
      'megabytes come through whole while they are written',
      async () => {
        const { client, container } = opened();
        await using made = await container({ Cmd: megabytes });
        await client.containers.start(made.id);
        let length = 0;
        for await (const { bytes } of client.containers.logsToEnd(made.id, { tty: false }))
          length += bytes.length;
        expect(length).toBe(4_400_000);
      },
    );

    test('an aborted follower ends at once, and the engine goes on answering', async () => {
      const { client, container } = opened();
      await using made = await container({ Cmd: ['sh', '-c', 'echo ready; sleep 60'] });
      await client.containers.start(made.id);
      const ending = new AbortController();
      const seen: string[] = [];
      const reading = async (): Promise<void> => {
        const options = { tty: false, follow: true, signal: ending.signal };
        for await (const { bytes } of client.containers.logs(made.id, options)) {
          seen.push(bytes.toString());
          ending.abort();
        }
      };
      await expect(reading()).rejects.toMatchObject({ kind: 'aborted' });
      expect(seen).toEqual(['ready\n']);
      expect((await client.containers.inspect(made.id)).State.Running).toBe(true);
    });

    test('attach speaks with the process', async () => {
      const { client, container } = opened();
      await using made = await container({
        Cmd: ['cat'],
        OpenStdin: true,
        StdinOnce: true,
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
      });
      using attachment = await client.containers.attach(made.id, { tty: false, stdin: true });
      await client.containers.start(made.id);
      attachment.connection.end('through the pipe');
      const frames = await collect(attachment.output);
      expect(textOf(frames, 'stdout')).toBe('through the pipe');
    });

    test('files go in and come out as tar', async () => {
      const { client, container } = opened();
      await using made = await container({ Cmd: ['cat', '/tmp/in'] });
      const tar = pack();
      tar.entry({ name: 'in' }, 'carried');
      tar.finalize();
      await client.containers.putArchive(made.id, '/tmp', tar.pipe(new PassThrough()));
      await client.containers.start(made.id);
      await client.containers.wait(made.id);
      expect(textOf(await collect(client.containers.logs(made.id, { tty: false })), 'stdout')).toContain(
        'carried',
      );
      const out = Buffer.concat(await collect(await client.containers.getArchive(made.id, '/tmp/in')));
      expect(out.subarray(0, 2).toString()).toBe('in');
      expect(out.toString('latin1')).toContain('carried');
      await expect(client.containers.getArchive(made.id, '/nowhere')).rejects.toMatchObject({
        kind: engine === 'Docker Engine' ? 'not-found' : expect.stringMatching(/not-found|server/),
      });
    });
  });
}
