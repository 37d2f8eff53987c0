/** Entries by name. Read only: what it holds never changes. */
export interface Table<Entry> {
  get(name: string): Entry | undefined;
  has(name: string): boolean;
  /** Names in alphabetical order. */
  names(): readonly string[];
}

/**
 * A table kept as text, one `Name {json}` per line, read entry by entry when asked for. A service's model
 * has hundreds of shapes and a process meets a few of them: as object literals the tables of Amazon ECS
 * cost 5 ms and 430 KiB before the first call, as text next to nothing.
 */
export class TextTable<Entry> implements Table<Entry> {
  readonly #text: string;
  /** Unread lines and read entries; filled on the first question. */
  #lines: Map<string, string> | undefined;
  readonly #read = new Map<string, Entry>();

  constructor(text: string) {
    this.#text = text;
  }

  get(name: string): Entry | undefined {
    const known = this.#read.get(name);
    if (known !== undefined) return known;
    const line = this.#index().get(name);
    if (line === undefined) return undefined;
    const entry: Entry = JSON.parse(line);
    this.#read.set(name, entry);
    return entry;
  }

  has(name: string): boolean {
    return this.#index().has(name);
  }

  names(): readonly string[] {
    return [...this.#index().keys()];
  }

  #index(): Map<string, string> {
    if (this.#lines !== undefined) return this.#lines;
    const lines = new Map<string, string>();
    for (const line of this.#text.split('\n')) {
      const space = line.indexOf(' ');
      if (space > 0) lines.set(line.slice(0, space), line.slice(space + 1));
    }
    this.#lines = lines;
    return lines;
  }
}
