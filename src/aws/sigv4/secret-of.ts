/** The secret of an access key id; `undefined` for one that nobody has. */
export type SecretOf = (accessKeyId: string) => string | undefined;
