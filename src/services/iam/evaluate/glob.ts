/** Characters of a pattern: codes of UTF-16, or one of the two below. */
export type Glob = readonly number[];

/** `*`: any characters, or none. */
export const ANY = -1;
/** `?`: one character. */
export const ONE = -2;

/** Reads `*` and `?` as wildcards. */
export function parseGlob(text: string): number[] {
  const glob: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    glob.push(code === 0x2a ? ANY : code === 0x3f ? ONE : code);
  }
  return glob;
}

/** Every character stands for itself. */
export function literalGlob(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

/** Goes back to the last `*` only, so no pattern makes it slower than its length times the text's. */
export function globMatches(glob: Glob, text: string): boolean {
  let at = 0;
  let read = 0;
  let star = -1;
  let resume = 0;
  while (read < text.length) {
    const wanted = glob[at];
    if (wanted === ANY) {
      star = at;
      resume = read;
      at += 1;
    } else if (wanted === ONE || wanted === text.charCodeAt(read)) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      read = resume;
    } else {
      return false;
    }
  }
  while (glob[at] === ANY) at += 1;
  return at === glob.length;
}
