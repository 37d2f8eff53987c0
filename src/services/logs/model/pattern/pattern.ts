/** Values that a pattern has found in a message, by its own names for them: `$.a.b`, `$status`. */
export type Extracted = Readonly<Record<string, string>>;

/** A filter pattern, read once and asked of every message. */
export interface Pattern {
  matches(message: string): boolean;
  /** For a message that matches. */
  extract(message: string): Extracted;
}
