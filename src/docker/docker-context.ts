import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { HostView } from './host-view.ts';
import type { EndpointTls } from './endpoint.ts';
import { EngineError } from './errors.ts';

export interface DockerContext {
  readonly name: string;
  readonly host: string;
  readonly tls: EndpointTls | undefined;
}

/**
 * The current context of the docker command line: DOCKER_CONTEXT, else `currentContext` in config.json.
 * Undefined when that is `default` or nothing is set. Contexts are kept in directories that are named by
 * the SHA-256 of the context's name.
 */
export function dockerContext(
  env: Readonly<Record<string, string | undefined>>,
  view: HostView,
): DockerContext | undefined {
  const directory = env['DOCKER_CONFIG'] || join(view.home, '.docker');
  const name = env['DOCKER_CONTEXT'] || configuredName(join(directory, 'config.json'), view);
  if (name === undefined || name === '' || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const metaPath = join(directory, 'contexts/meta', id, 'meta.json');
  const text = view.readText(metaPath);
  if (text === undefined) throw broken(name, `${metaPath} does not exist`);
  const endpoint = field(field(parse(text, metaPath), 'Endpoints'), 'docker');
  const host = field(endpoint, 'Host');
  if (typeof host !== 'string' || host === '') throw broken(name, `${metaPath} names no docker endpoint`);
  const tlsDirectory = join(directory, 'contexts/tls', id, 'docker');
  const ca = view.readText(join(tlsDirectory, 'ca.pem'));
  const cert = view.readText(join(tlsDirectory, 'cert.pem'));
  const key = view.readText(join(tlsDirectory, 'key.pem'));
  const skipVerify = field(endpoint, 'SkipTLSVerify') === true;
  const tls = ca || cert || skipVerify ? { ca, cert, key, verify: !skipVerify } : undefined;
  return { name, host, tls };
}

function configuredName(path: string, view: HostView): string | undefined {
  const text = view.readText(path);
  if (text === undefined || text.trim() === '') return undefined;
  const name = field(parse(text, path), 'currentContext');
  return typeof name === 'string' ? name : undefined;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EngineError({
      kind: 'bad-request',
      message: `${path} is not JSON`,
      call: 'connect',
      hint: 'Mend the file, or set DOCKER_HOST so that it is not needed.',
      cause,
    });
  }
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}

function broken(name: string, why: string): EngineError {
  return new EngineError({
    kind: 'bad-request',
    message: `docker context "${name}" cannot be used: ${why}`,
    call: 'connect',
    hint: 'Choose another with `docker context use`, or set DOCKER_HOST.',
  });
}
