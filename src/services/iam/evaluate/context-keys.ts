/**
 * Condition keys of a request and their values. Names are told apart without regard to case, as on AWS;
 * what `entries` of a map hold lies under the lower-case name.
 */
export type ContextKeys = ReadonlyMap<string, readonly string[]>;

export type ContextEntries = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Later entries win. One that is undefined is not in the request. */
export function contextKeys(...parts: readonly ContextEntries[]): ContextKeys {
  const keys = new Map<string, readonly string[]>();
  for (const entries of parts) {
    for (const [name, value] of Object.entries(entries)) {
      if (value !== undefined) keys.set(name.toLowerCase(), typeof value === 'string' ? [value] : value);
    }
  }
  return keys;
}
