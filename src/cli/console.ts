/** Where a command writes, and what it may assume of the reader. */
export interface Sink {
  write(text: string): void;
  /** A terminal that shows colours; respects NO_COLOR and FORCE_COLOR. */
  readonly colour: boolean;
  /** A terminal whose last line may be rewritten. */
  readonly isTerminal: boolean;
  /** Width in characters; `undefined` where nothing is known. */
  columns(): number | undefined;
}

/** All that a command takes of the process around it; tests hand in their own. */
export interface Console {
  readonly out: Sink;
  readonly err: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The whole of standard input. */
  readInput(): Promise<string>;
  /** Calls `handler` for every SIGINT, SIGTERM and SIGHUP, and when nobody reads the output any more. */
  onInterrupt(handler: (signal: string) => void): Disposable;
}

export const processConsole: Console = {
  out: sinkOf(process.stdout),
  err: sinkOf(process.stderr),
  env: process.env,
  async readInput() {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString();
  },
  onInterrupt(handler) {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const broken = (): void => handler('SIGPIPE');
    for (const signal of signals) process.on(signal, handler);
    process.stdout.on('error', broken);
    return {
      [Symbol.dispose]() {
        for (const signal of signals) process.off(signal, handler);
        process.stdout.off('error', broken);
      },
    };
  },
};

function sinkOf(stream: NodeJS.WriteStream): Sink {
  const isTerminal = stream.isTTY && process.env['TERM'] !== 'dumb';
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== '';
  return {
    write: (text) => void stream.write(text),
    isTerminal,
    colour: forced || (isTerminal && (NO_COLOR === undefined || NO_COLOR === '')),
    columns: () => (stream.isTTY ? stream.columns : undefined),
  };
}
