type Variables = ReadonlyMap<string, string>;

/**
 * What a file of environment variables says, as the agent reads it: a line that begins with `#` is left
 * out, and so is one without `=`; the name ends at the first `=`. Nothing is trimmed, and quotation marks are
 * part of the value. Of a name that is given twice the last counts.
 */
export function parseEnvFile(content: string): Variables {
  const variables = new Map<string, string>();
  for (const line of content.split(/\r?\n/)) {
    const equals = line.indexOf('=');
    if (line.startsWith('#') || equals <= 0) continue;
    variables.set(line.slice(0, equals), line.slice(equals + 1));
  }
  return variables;
}

/** The first file that gives a name wins over later ones. */
export const mergeEnvFiles = (files: readonly Variables[]): Record<string, string> =>
  Object.fromEntries(files.toReversed().flatMap((variables) => [...variables]));
