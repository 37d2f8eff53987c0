import { describe, expect, test } from 'vitest';

import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';

const mebibyte = 1024 * 1024;

describe('limits and privileges', () => {
  test('MemoryOverCommit: memory, reservation and cpu shares are the engine’s', async () => {
    await using harness = await engineHarness();
    const resources = {
      cpu: 512,
      memory: 64 * mebibyte,
      memoryReservation: 32 * mebibyte,
      sharedMemory: 8 * mebibyte,
    };
    const arn = harness.run([container({ name: 'app', command: obedient, resources })]);
    await harness.running(arn);
    expect((await harness.inspect(arn, 'app')).HostConfig).toMatchObject({
      CpuShares: 512,
      Memory: 64 * mebibyte,
      MemoryReservation: 32 * mebibyte,
      ShmSize: 8 * mebibyte,
    });
  });

  test('ulimits, capabilities, tmpfs, sysctls and the read-only root reach the process', async () => {
    await using harness = await engineHarness();
    const script = [
      'echo "nofile $(ulimit -n) $(ulimit -Hn)"',
      'echo "tmpfs $(grep " /scratch " /proc/mounts | cut -d" " -f3,4)"',
      'echo "somaxconn $(cat /proc/sys/net/core/somaxconn)"',
      '(: >/file) 2>/dev/null && echo writable || echo read-only',
      '(: >/scratch/file) && echo scratch',
      '(chown nobody /scratch/file) 2>/dev/null && echo chown || echo "no chown"',
    ];
    const arn = harness.run([
      container({
        name: 'app',
        command: sh(script.join('\n')),
        ulimits: [{ name: 'nofile', soft: 100, hard: 200 }],
        capabilities: { add: [], drop: ['CHOWN'] },
        tmpfs: { '/scratch': 'size=1m,noexec' },
        sysctls: { 'net.core.somaxconn': '77' },
        readonlyRootFilesystem: true,
      }),
    ]);
    await harness.stopped(arn);
    const lines = (await harness.logs(arn, 'app')).map((line) => line.text);
    expect(lines).toEqual([
      'nofile 100 200',
      expect.stringMatching(/^tmpfs tmpfs .*noexec.*size=1024k/),
      'somaxconn 77',
      'read-only',
      'scratch',
      'no chown',
    ]);
  });

  test('NoNewPrivileges: security options reach the engine', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({
        name: 'app',
        command: sh('grep NoNewPrivs /proc/self/status'),
        securityOptions: ['no-new-privileges'],
      }),
    ]);
    await harness.stopped(arn);
    expect((await harness.logs(arn, 'app'))[0]?.text).toMatch(/^NoNewPrivs:\s+1$/);
  });

  test('init reaps; a terminal is one; standard input stays open', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'init', essential: false, init: true, command: sh('cat /proc/1/comm') }),
      container({
        name: 'tty',
        essential: false,
        pseudoTerminal: true,
        command: sh('[ -t 1 ] && echo terminal; echo end'),
      }),
      container({ name: 'app', interactive: true, command: ['cat'] }),
    ]);
    await harness.until(arn, (task) =>
      task.containers.every(({ name, known }) => known === (name === 'app' ? 'RUNNING' : 'STOPPED')),
    );
    expect((await harness.logs(arn, 'init')).map((line) => line.text)).toEqual(['docker-init']);
    expect((await harness.logs(arn, 'tty')).map((line) => line.text)).toEqual(['terminal', 'end']);
  });
});
