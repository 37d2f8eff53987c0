import { expect, test } from 'vitest';
import { finish, startLongshoreProgram } from '../../support/e2e/program.ts';
import { startServer, temporaryDirectory } from '../../support/e2e/server.ts';

test('one line says that it is ready, where, on which engine, and where the data lies', async () => {
  await using directory = await temporaryDirectory();
  await using server = await startServer({ args: ['--data-dir', directory.path] });
  expect(server.program.stdout()).toMatch(
    /^Longshore \d+\.\d+\.\d+ is ready at http:\/\/127\.0\.0\.1:\d+ \(Docker Engine \d\S*, data in (.+)\)\n$/,
  );
  expect(server.program.stdout()).toContain(`data in ${directory.path})`);
  // First that whoever calls may do everything; else only what else is as it is here.
  const [first, ...rest] = server.program.stderr().trimEnd().split('\n');
  expect(first).toMatch(/^\{"level":30.*\(--iam off\); .* not verified \(--verify-signatures\)"\}$/);
  for (const line of rest)
    expect(line).toMatch(/^\{"level":30.*"msg":"(?:security groups are|tasks find the agent)/);
  expect(server.port).not.toBe(4566);
});

test('health is JSON', async () => {
  await using server = await startServer();
  const answer = await fetch(`${server.endpoint}/_longshore/health`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect(await answer.json()).toMatchObject({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    engine: { name: 'Docker Engine', version: expect.any(String), reachable: true },
    tasks: { running: 0 },
  });
});

test('a port that is taken', async () => {
  await using server = await startServer();
  await using home = await temporaryDirectory();
  await using second = startLongshoreProgram(['serve', '--ephemeral', '--port', String(server.port)], {
    env: { XDG_DATA_HOME: home.path },
  });
  const { code, stdout, stderr } = await finish(second);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(new RegExp(`^error: .*${server.port}.*\n.*--port`));
});

test('two servers on one data directory', async () => {
  await using directory = await temporaryDirectory();
  await using _first = await startServer({ args: ['--data-dir', directory.path] });
  await using home = await temporaryDirectory();
  await using second = startLongshoreProgram(['serve', '--port', '0', '--data-dir', directory.path], {
    env: { XDG_DATA_HOME: home.path },
  });
  const { code, stderr } = await finish(second);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: .*another Longshore/i);
  expect(stderr).toContain(directory.path);
});

test('listening beyond loopback warns', async () => {
  await using server = await startServer({ args: ['--host', '0.0.0.0'] });
  expect(server.program.stderr()).toMatch(/^warning: Listening on 0\.0\.0\.0: /);
});
