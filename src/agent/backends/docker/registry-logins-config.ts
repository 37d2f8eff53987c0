import type { RegistryAuth } from '../../../docker/registry-auth.ts';

/** What a registry-login configuration says of one registry. */
export type ConfiguredLogin =
  | { readonly kind: 'none' }
  | { readonly kind: 'auth'; readonly auth: RegistryAuth }
  /** Ask `docker-credential-NAME` about `server`. */
  | { readonly kind: 'helper'; readonly name: string; readonly server: string };

/** Under this name Docker's clients keep the login of docker.io. */
const hubServer = 'https://index.docker.io/v1/';

export const serverOf = (registry: string): string => (registry === 'docker.io' ? hubServer : registry);

/**
 * The login for a registry (`docker.io`, `ghcr.io`, `127.0.0.1:5000`) in the text of Docker's
 * `config.json`, in the order of its own clients: a helper of that registry, the helper for all, else the
 * file's own. Pure. Throws where the text is not such a file.
 */
export function loginIn(text: string, registry: string): ConfiguredLogin {
  const config: unknown = text.trim() === '' ? {} : JSON.parse(text);
  const server = serverOf(registry);
  const helper = entryOf(field(config, 'credHelpers'), registry) ?? field(config, 'credsStore');
  if (typeof helper === 'string' && helper !== '') return { kind: 'helper', name: helper, server };
  const entry = entryOf(field(config, 'auths'), registry);
  const auth = entry === undefined ? undefined : authOf(entry, server);
  return auth === undefined ? { kind: 'none' } : { kind: 'auth', auth };
}

/** What a helper answers to `get`. A user called `<token>` says that the secret is an identity token. */
export function helperAuth(text: string, server: string): RegistryAuth {
  const answer: unknown = JSON.parse(text);
  const username = textOf(answer, 'Username');
  const secret = textOf(answer, 'Secret');
  if (secret === undefined) throw new Error('its answer has no Secret');
  return username === '<token>'
    ? { identitytoken: secret, serveraddress: server }
    : { username, password: secret, serveraddress: server };
}

/** Keys are hosts, or URLs whose host counts; the exact one first. */
function entryOf(entries: unknown, registry: string): unknown {
  if (typeof entries !== 'object' || entries === null) return undefined;
  const all = Object.entries(entries);
  const exact = all.find(([key]) => key === (registry === 'docker.io' ? hubServer : registry));
  return (exact ?? all.find(([key]) => hostOf(key) === registry))?.[1];
}

function hostOf(key: string): string {
  const host = key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return host === 'index.docker.io' ? 'docker.io' : host;
}

function authOf(entry: unknown, serveraddress: string): RegistryAuth | undefined {
  const encoded = textOf(entry, 'auth');
  const identitytoken = textOf(entry, 'identitytoken');
  const registrytoken = textOf(entry, 'registrytoken');
  const { username, password } =
    encoded === undefined
      ? { username: textOf(entry, 'username'), password: textOf(entry, 'password') }
      : decode(encoded);
  const isEmpty = [username, password, identitytoken, registrytoken].every((value) => value === undefined);
  return isEmpty ? undefined : { username, password, identitytoken, registrytoken, serveraddress };
}

/** base64 of `user:password`; the password may hold colons, and NULs at its end that do not count. */
function decode(encoded: string): { readonly username: string; readonly password: string } {
  const plain = Buffer.from(encoded, 'base64').toString();
  const colon = plain.indexOf(':');
  if (colon <= 0) throw new Error('an auth in it is not base64 of user:password');
  let end = plain.length;
  while (plain.charCodeAt(end - 1) === 0) end -= 1;
  return { username: plain.slice(0, colon), password: plain.slice(colon + 1, Math.max(end, colon + 1)) };
}

function textOf(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
