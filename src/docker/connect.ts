import { join } from 'node:path';
import type { EndpointTls, EngineEndpoint } from './endpoint.ts';
import { dockerContext } from './docker-context.ts';
import { EngineError } from './errors.ts';
import type { HostView } from './host-view.ts';

export interface ConnectOptions {
  /** An address as DOCKER_HOST would carry it; beats everything else. */
  readonly host?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly view: HostView;
}

const defaultSocket = '/var/run/docker.sock';
const windowsPipe = 'npipe:////./pipe/docker_engine';

/**
 * Finds the engine as Docker's own clients do: an explicit address, DOCKER_HOST, the current docker
 * context, the usual sockets. After Docker's sockets it also looks at Podman's, so that a machine with
 * only Podman works without settings. Pure in `env` and `view`.
 *
 * Throws EngineError `bad-request` for an address that cannot be used (ssh://, unknown scheme, a context
 * that does not exist). It does not try to connect: where nothing listens, the first call says so.
 */
export function findEngine(options: ConnectOptions): EngineEndpoint {
  const { env, view } = options;
  const tls = (): EndpointTls | undefined => tlsOfEnv(env, view);
  if (options.host !== undefined && options.host !== '') return parseAddress(options.host, 'option', tls);
  const host = env['DOCKER_HOST'];
  if (host !== undefined && host !== '') return parseAddress(host, 'DOCKER_HOST', tls);
  const context = dockerContext(env, view);
  if (context !== undefined) {
    return parseAddress(context.host, `docker context "${context.name}"`, () => context.tls);
  }
  if (view.platform === 'win32') return parseAddress(windowsPipe, 'default', tls);
  const runtimeDir = env['XDG_RUNTIME_DIR'];
  const candidates = [
    defaultSocket,
    ...(runtimeDir ? [join(runtimeDir, 'docker.sock'), join(runtimeDir, 'podman/podman.sock')] : []),
    '/run/podman/podman.sock',
  ];
  const path = candidates.find((candidate) => view.isSocket(candidate)) ?? defaultSocket;
  return { kind: 'unix', path, address: `unix://${path}`, source: 'default' };
}

/** `tls` is asked only for tcp addresses, so that certificates are not read for nothing. */
export function parseAddress(
  address: string,
  source: string,
  tls: () => EndpointTls | undefined,
): EngineEndpoint {
  const [scheme, rest] = splitScheme(address);
  switch (scheme) {
    case 'unix':
      if (!rest.startsWith('/')) throw unusable(address, source, 'a unix:// address needs an absolute path');
      return { kind: 'unix', path: rest, address, source };
    case 'npipe':
      return { kind: 'unix', path: rest.replaceAll('/', '\\'), address, source };
    case 'tcp': {
      const given = tls();
      const url = URL.parse(`http://${rest}`);
      if (url === null || url.hostname === '') throw unusable(address, source, 'not a host and port');
      if (url.pathname !== '/' || url.search !== '') {
        throw unusable(address, source, 'a tcp:// address takes no path');
      }
      // URL drops ":80", the default port of http, though here it was said.
      const port = url.port !== '' ? Number(url.port) : /:80\/?$/.test(rest) ? 80 : given ? 2376 : 2375;
      const host = url.hostname.replace(/^\[|\]$/g, '');
      return { kind: 'tcp', host, port, tls: given, address, source };
    }
    case 'ssh':
      throw unusable(
        address,
        source,
        'ssh:// is not supported',
        'Forward the socket yourself (`ssh -nNT -L /tmp/engine.sock:/var/run/docker.sock user@host`) ' +
          'and set DOCKER_HOST=unix:///tmp/engine.sock.',
      );
    default:
      throw unusable(address, source, `unknown scheme "${scheme}"`);
  }
}

function splitScheme(address: string): readonly [string, string] {
  const at = address.indexOf('://');
  if (at >= 0) return [address.slice(0, at), address.slice(at + 3)];
  // Docker's clients read a bare path as a socket and a bare host:port as tcp.
  return address.startsWith('/') ? ['unix', address] : ['tcp', address];
}

function tlsOfEnv(env: ConnectOptions['env'], view: HostView): EndpointTls | undefined {
  if (!env['DOCKER_TLS_VERIFY']) return undefined;
  const directory = env['DOCKER_CERT_PATH'] || env['DOCKER_CONFIG'] || join(view.home, '.docker');
  const read = (name: string): string => {
    const text = view.readText(join(directory, name));
    if (text !== undefined) return text;
    throw unusable(
      env['DOCKER_HOST'] ?? '',
      'DOCKER_TLS_VERIFY',
      `${join(directory, name)} does not exist`,
      'Set DOCKER_CERT_PATH to the directory with ca.pem, cert.pem and key.pem, or unset DOCKER_TLS_VERIFY.',
    );
  };
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem'), verify: true };
}

function unusable(address: string, source: string, why: string, hint?: string): EngineError {
  return new EngineError({
    kind: 'bad-request',
    message: `cannot use the engine address "${address}" (from ${source}): ${why}`,
    call: 'connect',
    hint: hint ?? 'Use unix:///path/to/docker.sock or tcp://host:port.',
  });
}
