/** What a registry wants to know; sent in `X-Registry-Auth`, never kept. */
export interface RegistryAuth {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly serveraddress?: string | undefined;
  readonly identitytoken?: string | undefined;
  /** A bearer token for the registry itself. */
  readonly registrytoken?: string | undefined;
}

/**
 * base64url of the JSON, as the Engine API has it. Pushing needs the header even without credentials. The
 * padding must be there: engines decode up to the last whole group and ignore what they then cannot parse.
 */
export function registryAuthHeader(auth: RegistryAuth | undefined): Readonly<Record<string, string>> {
  const text = Buffer.from(JSON.stringify(auth ?? {})).toString('base64');
  return { 'X-Registry-Auth': text.replaceAll('+', '-').replaceAll('/', '_') };
}
