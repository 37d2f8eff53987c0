import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { realClock } from '../../kernel/clock.ts';
import { profileServer, type ProfileServer } from './profile.ts';

/** An STS that knows who asks, and gives sessions of `role/mine` only. */
async function sts(): Promise<string> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const action = new URLSearchParams(body).get('Action');
      if (action === 'AssumeRole' && !body.includes('mine')) {
        response.writeHead(403, { 'content-type': 'text/xml' });
        const error =
          '<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error>';
        return response.end(`<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`);
      }
      const result = '<Account>123456789012</Account>';
      return response.end(
        `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

async function open(options: {
  readonly role?: string;
  readonly credentials?: 'assume' | 'profile' | 'none';
  readonly profile?: string;
  readonly upstreams?: readonly string[];
}): Promise<ProfileServer> {
  const directory = mkdtempSync(join(tmpdir(), 'longshore-profile-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'config');
  const keys = 'aws_access_key_id = AKIA\naws_secret_access_key = secret\n';
  const url = await sts();
  const sections = `[services own]\nsecrets_manager =\n  endpoint_url = http://secrets\n`;
  writeFileSync(
    file,
    `[profile dev]\nregion = eu-west-1\n${keys}endpoint_url = ${url}\nservices = own\n${sections}[profile lost]\n${keys}`,
  );
  vi.stubEnv('AWS_CONFIG_FILE', file);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  onTestFinished(() => void vi.unstubAllEnvs());
  const definition = {
    family: 'f',
    containerDefinitions: [],
    ...(options.role !== undefined && { taskRoleArn: options.role }),
  };
  return await profileServer(
    {
      name: options.profile ?? 'dev',
      upstreams: options.upstreams ?? [],
      taskRoleCredentials: options.credentials ?? 'assume',
      definition,
      env: {},
    },
    realClock,
  );
}

const mine = 'arn:aws:iam::123456789012:role/mine';
const other = 'arn:aws:iam::123456789012:role/other';

test('account, region and endpoints are those of the profile', async () => {
  const server = await open({ role: mine });
  expect(server).toMatchObject({ region: 'eu-west-1', accountId: '123456789012', injectEndpoint: false });
  expect(server.upstreams).toContain('secretsmanager=http://secrets');
  expect(server.upstreams?.find((entry) => entry.startsWith('sts='))).toMatch(/^sts=http:\/\/127/);
  // Output stays here unless it is said where else.
  expect(server.upstreams?.some((entry) => entry.startsWith('logs='))).toBe(false);
});

test('--upstream goes before the profile', async () => {
  const { upstreams } = await open({ upstreams: ['ssm=http://own', 'logs=aws'] });
  expect(upstreams?.filter((entry) => /^(?:ssm|logs)=/.test(entry))).toEqual(['ssm=http://own', 'logs=aws']);
});

test('a role that is not given is named, with what else there is', async () => {
  await expect(open({ role: other })).rejects.toMatchObject({
    code: 'TASK_REFUSED',
    message: `the task role ${other} cannot be assumed with the AWS profile dev: AccessDenied: not authorized`,
    hint: expect.stringContaining('--task-role-credentials profile'),
  });
  await expect(open({ role: other, credentials: 'profile' })).resolves.toBeDefined();
  await expect(open({ role: other, credentials: 'none' })).resolves.toBeDefined();
});

test('a profile without a region', async () => {
  await expect(open({ profile: 'lost' })).rejects.toThrow('the AWS profile lost names no region');
});
