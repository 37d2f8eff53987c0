/** The known name that somebody most likely meant: other case, or at most two letters off. */
export function suggest(written: string, known: readonly string[]): string | undefined {
  const lower = written.toLowerCase();
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(written.length / 2));
  for (const name of known) {
    const off = distance(lower, name.toLowerCase());
    if (off < least) {
      least = off;
      best = name;
    }
  }
  return best;
}

/** Levenshtein's: how many letters must be added, taken away or changed. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of from.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of to.split('').entries()) {
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
