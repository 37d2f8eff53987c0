/** What a registry wants to know; sent in `X-Registry-Auth`, never kept. */
export interface RegistryAuth {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly serveraddress?: string | undefined;
  readonly identitytoken?: string | undefined;
}

/** base64url of the JSON, as the Engine API has it. Pushing needs the header even without credentials. */
export function registryAuthHeader(auth: RegistryAuth | undefined): Readonly<Record<string, string>> {
  return { 'X-Registry-Auth': Buffer.from(JSON.stringify(auth ?? {})).toString('base64url') };
}
