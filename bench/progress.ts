export interface Progress extends Disposable {
  readonly tell: (text: string) => void;
}

/** On a terminal one line that is written over; elsewhere a line at most every five seconds. */
export function startProgress(name: string): Progress {
  const { stderr } = process;
  const begun = performance.now();
  let latest = '';
  let told = begun;
  const line = (): string => `  ${name}: ${latest} (${((performance.now() - begun) / 1000).toFixed(0)} s)`;
  const show = (): void => {
    if (stderr.isTTY) stderr.write(`\r\u001B[K${line()}`);
    else if (performance.now() - told >= 5000) {
      told = performance.now();
      stderr.write(`${line()}\n`);
    }
  };
  const timer = setInterval(show, 1000);
  return {
    tell: (text) => {
      latest = text;
      show();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      if (stderr.isTTY) stderr.write('\r\u001B[K');
    },
  };
}
