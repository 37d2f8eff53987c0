import { ECSClient } from '@aws-sdk/client-ecs';
import { type Finished, finish, startProgram } from './program.ts';

/** What AWS's clients want of their surroundings; the credentials are never checked. */
export function awsEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
}

/** `aws SERVICE …` of the AWS CLI v2; before 2.13 it does not know AWS_ENDPOINT_URL. */
export async function aws(endpoint: string, args: readonly string[], input = ''): Promise<Finished> {
  const cli = needed('LONGSHORE_TEST_AWS_CLI', 'the AWS CLI v2 (package awscli on Debian 12 and later)');
  await using program = startProgram(cli, [...args, '--endpoint-url', endpoint, '--output', 'json'], {
    env: awsEnvironment(endpoint),
    input,
  });
  return await finish(program);
}

/** What an `aws SERVICE …` that must succeed printed. */
export async function awsOutput(endpoint: string, args: readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await aws(endpoint, args, input);
  if (code !== 0) throw new Error(`aws ${args.join(' ')} ended with ${code}: ${stderr}`);
  return stdout;
}

/** The same as JSON; `undefined` where that is nothing. */
export async function awsJson(endpoint: string, args: readonly string[]): Promise<unknown> {
  const stdout = await awsOutput(endpoint, args);
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}

export const awsEcs = (endpoint: string, args: readonly string[], input = ''): Promise<Finished> =>
  aws(endpoint, ['ecs', ...args], input);

export const awsEcsJson = (endpoint: string, args: readonly string[]): Promise<unknown> =>
  awsJson(endpoint, ['ecs', ...args]);

/** Runs a Python program that may import boto3. */
export async function python(endpoint: string, script: string): Promise<Finished> {
  const interpreter = needed('LONGSHORE_TEST_PYTHON', 'Python 3 with boto3 (pip install boto3)');
  await using program = startProgram(interpreter, [script], { env: awsEnvironment(endpoint) });
  return await finish(program);
}

export interface CallerOptions {
  readonly region?: string;
  /** Twelve digits are the account. */
  readonly accessKeyId?: string;
}

/** The JavaScript SDK. Nothing is tried twice, so that every failure shows. */
export function ecsClient(
  endpoint: string,
  { region = 'us-east-1', accessKeyId = 'test' }: CallerOptions = {},
): ECSClient & Disposable {
  const client = new ECSClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
}

/** What `./run-tests` sets; without it the test fails with how to get it. */
export function needed(variable: string, what: string): string {
  const path = process.env[variable];
  if (path !== undefined && path !== '') return path;
  throw new Error(
    `${variable} is not set: install ${what} and put its path there, or call ./run-tests, which does both.`,
  );
}
