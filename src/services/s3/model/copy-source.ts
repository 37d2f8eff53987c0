import { invalidArgument } from '../errors.ts';

/** `/bucket/key`, percent-encoded, perhaps with `?versionId=`; the slash in front may be missing. */
export function readCopySource(text: string): {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
} {
  const [path = '', version] = text.split('?versionId=', 2);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    decoded = path;
  }
  const found = /^\/?([^/]+)\/(.+)$/s.exec(decoded);
  if (found === null) {
    throw invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  }
  const [, Bucket = '', Key = ''] = found;
  return { Bucket, Key, ...(version !== undefined && { VersionId: version }) };
}
