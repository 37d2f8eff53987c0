import { createEngineClient } from '../../../src/docker/client.ts';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';

export interface TaskSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What a container's SDK finds at 169.254.170.2, asked from here: the machine itself has the address, too. */
export async function sessionOf(container: string): Promise<TaskSession> {
  const engine = createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) });
  const { Config } = await engine.containers.inspect(container);
  const name = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=';
  const path = (Config.Env ?? []).find((entry) => entry.startsWith(name))?.slice(name.length);
  if (path === undefined) throw new Error('the container is told of no credentials');
  const answer = await fetch(`http://169.254.170.2${path}`);
  const { AccessKeyId, SecretAccessKey, Token } = (await answer.json()) as Record<string, string>;
  return {
    accessKeyId: AccessKeyId ?? '',
    secretAccessKey: SecretAccessKey ?? '',
    sessionToken: Token ?? '',
  };
}
