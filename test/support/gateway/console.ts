import type { Console, Sink } from '../../../src/cli/console.ts';

export interface FakeConsole extends Console {
  /** All that was written, in order, each piece with where it went. */
  readonly written: { readonly to: 'out' | 'err'; readonly text: string }[];
  textOf(to: 'out' | 'err'): string;
  /** What Ctrl-C, or another signal, does. */
  interrupt(signal?: string): void;
  /** Resolves when `text` has been written. */
  until(text: string): Promise<void>;
}

export interface FakeConsoleOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly colour?: boolean;
  readonly isTerminal?: boolean;
  readonly columns?: number;
}

export function fakeConsole(options: FakeConsoleOptions = {}): FakeConsole {
  const { input = '', env = {}, colour = false, isTerminal = false, columns } = options;
  const written: FakeConsole['written'] = [];
  const handlers = new Set<(signal: string) => void>();
  const waiting = new Set<() => void>();
  const all = (): string => written.map(({ text }) => text).join('');
  const sink = (to: 'out' | 'err'): Sink => ({
    write(text) {
      written.push({ to, text });
      for (const check of waiting) check();
    },
    colour,
    isTerminal,
    columns: () => columns,
  });
  return {
    out: sink('out'),
    err: sink('err'),
    env,
    written,
    readInput: () => Promise.resolve(input),
    onInterrupt(handler) {
      handlers.add(handler);
      return { [Symbol.dispose]: () => void handlers.delete(handler) };
    },
    textOf: (wanted) =>
      written
        .filter(({ to }) => to === wanted)
        .map(({ text }) => text)
        .join(''),
    interrupt(signal = 'SIGINT') {
      for (const handler of handlers) handler(signal);
    },
    until(text) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const check = (): void => {
        if (!all().includes(text)) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
      return promise;
    },
  };
}
