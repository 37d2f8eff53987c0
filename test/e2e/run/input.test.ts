import { RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { awsEcs, ecsClient } from '../../support/e2e/clients.ts';
import { shell } from '../../support/e2e/definitions.ts';
import { run } from '../../support/e2e/run.ts';
import { startServer } from '../../support/e2e/server.ts';

test('from standard input', async () => {
  const input = JSON.stringify(shell('echo from stdin; exit 4'));
  const { code, stdout } = await run({ args: ['-'], input });
  expect(stdout).toBe('main | from stdin\n');
  expect(code).toBe(4);
});

test('from YAML', async () => {
  const definition = `
family: yaml
containerDefinitions:
  - name: main
    image: longshore/hello:1
    memory: 16
    command:
      - sh
      - -c
      - |
        echo from YAML
        exit 5
`;
  const { code, stdout } = await run({ definition, name: 'task.yaml' });
  expect(stdout).toBe('main | from YAML\n');
  expect(code).toBe(5);
});

test('what aws ecs describe-task-definition prints', async () => {
  await using server = await startServer();
  using client = ecsClient(server.endpoint);
  await client.send(
    new RegisterTaskDefinitionCommand({
      ...shell('echo described; exit 6'),
      tags: [{ key: 'team', value: 'a' }],
    }),
  );
  const describe = ['describe-task-definition', '--task-definition', 'shell', '--include', 'TAGS'];
  const { stdout: input } = await awsEcs(server.endpoint, describe);
  expect(input).toContain('"registeredAt"');
  const { code, stdout } = await run({ args: ['-'], input });
  expect(stdout).toBe('main | described\n');
  expect(code).toBe(6);
});

test('a broken file: where it is broken, and nothing is run', async () => {
  const definition =
    '{\n  "family": "x",\n  "containerDefinitions": [\n    {"name": "a" "image": "b"}\n  ]\n}\n';
  const { code, stdout, stderr } = await run({ definition, name: 'broken.json' });
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/broken\.json:4:18: /);
});

test('a wrong member: which, and where it stands', async () => {
  const definition = '{"family": "x", "containerDefinitions": [\n  {"name": "a", "memory": "128"}]}';
  const { code, stderr } = await run({ definition });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /task\.json:2:27: containerDefinitions\[0\]\.memory must be an integer, not the string "128"/,
  );
});

test('a definition that Amazon ECS refuses: its words', async () => {
  const { code, stderr } = await run({ definition: shell('true', { memory: undefined }) });
  expect(code).toBe(1);
  expect(stderr).toMatch(/error: .*task\.json:1:\d+: ClientException: .*memory/);
});

test('a file that is not there', async () => {
  const { code, stderr } = await run({ args: ['/no/such/task.json'] });
  expect(code).toBe(1);
  expect(stderr).toContain('/no/such/task.json');
});
