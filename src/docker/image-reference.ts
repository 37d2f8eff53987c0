/** An image's name taken apart: `host:5000/team/app:1.2@sha256:…`. */
export interface ImageReference {
  /** Registry and path, as written. */
  readonly repository: string;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
}

export function parseImageReference(text: string): ImageReference {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const name = at < 0 ? text : text.slice(0, at);
  // A colon before the last slash belongs to the registry's port.
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return colon < 0
    ? { repository: name, digest }
    : { repository: name.slice(0, colon), tag: name.slice(colon + 1), digest };
}

/**
 * What to ask the engine to pull. A name without tag or digest means `latest`: sent bare, the engine would
 * pull every tag there is. With a digest the tag only decorates, as in Docker's own clients.
 */
export function pullTarget(text: string): { readonly fromImage: string; readonly tag: string } {
  const reference = parseImageReference(text);
  return { fromImage: reference.repository, tag: reference.digest ?? reference.tag ?? 'latest' };
}
