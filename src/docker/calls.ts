/** What every call of the engine takes. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export function pathOf(id: string): string {
  return `/containers/${encodeURIComponent(id)}`;
}
