export type QueryValue = string | number | boolean | readonly string[] | undefined;

/** Filters as the engine takes them: every key with its accepted values, e.g. `{label: ['a=b']}`. */
export type Filters = Readonly<Record<string, readonly string[]>>;

/** Builds a query string with its question mark, or nothing. Undefined values are left out. */
export function query(values: Readonly<Record<string, QueryValue>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    if (typeof value === 'object') for (const each of value) search.append(name, each);
    else search.set(name, String(value));
  }
  return search.size === 0 ? '' : `?${search.toString()}`;
}

export function filterText(filters: Filters | undefined): string | undefined {
  return filters === undefined || Object.keys(filters).length === 0 ? undefined : JSON.stringify(filters);
}
