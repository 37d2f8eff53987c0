/**
 * Runs in a container: writes one line of JSON with what OpenTelemetry's detector finds and who AWS's SDK is,
 * both given nothing but what is in the environment. With ASK it also asks the agent for that path; with
 * STAY it stays until it is told to stop.
 */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { detectResources } from '@opentelemetry/resources';
import { awsEcsDetector } from '@opentelemetry/resource-detector-aws';

const detected = async (): Promise<unknown> => {
  const resource = detectResources({ detectors: [awsEcsDetector] });
  await resource.waitForAsyncAttributes?.();
  return resource.attributes;
};

const caller = async (): Promise<unknown> => {
  try {
    const { Arn, Account } = await new STSClient().send(new GetCallerIdentityCommand());
    return { Arn, Account };
  } catch (error) {
    return { error: error instanceof Error ? error.name : String(error) };
  }
};

const asked = async (path: string): Promise<unknown> => {
  const answer = await fetch(`http://169.254.170.2${path}`);
  return { status: answer.status, body: await answer.text() };
};

const { ASK: path, STAY: stays } = process.env;
const told = {
  resource: await detected(),
  caller: await caller(),
  credentialsUri: process.env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'],
  ...(path !== undefined && { asked: await asked(path) }),
};
process.stdout.write(`${JSON.stringify(told)}\n`);
if (stays !== undefined) {
  const staying = setInterval(() => {}, 60_000);
  process.once('SIGTERM', () => clearInterval(staying));
}
