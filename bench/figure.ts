/** What a figure is given. */
export interface BenchContext {
  /** How many pairs (or single runs) to measure. */
  readonly runs: number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Says what is being waited for; cheap, call it as often as you like. */
  readonly progress: (text: string) => void;
}

export type Unit = 'ms' | 'MB' | '% of a core' | 'requests/s' | 'tasks/s' | 'MB/s';

export interface Target {
  /** `ratio`: the median of value / baseline over the pairs; `median`: that of the values themselves. */
  readonly of: 'ratio' | 'median';
  readonly limit: 'at most' | 'at least';
  readonly value: number;
}

/** One line of the table. */
export interface Row {
  readonly name: string;
  readonly unit: Unit;
  readonly values: readonly number[];
  /** What the values are held against: measured in the same run, one for each value. */
  readonly baseline?: { readonly name: string; readonly values: readonly number[] };
  /** Absent: told for what it explains, held to nothing. */
  readonly target?: Target;
}

/** One file of `figures/`. */
export interface Figure {
  readonly name: string;
  /** The issue that sets its targets; also the order of the table. */
  readonly issue: number;
  /** What is measured, from which moment to which, against what. One or two sentences. */
  readonly about: string;
  /** How many runs unless `--runs` says otherwise. */
  readonly runs: number;
  measure(context: BenchContext): Promise<readonly Row[]>;
}
