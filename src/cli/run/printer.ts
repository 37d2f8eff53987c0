import { formatDuration } from '../duration.ts';
import { type Paint, painted, plain, type Style } from '../colours.ts';
import type { Console, Sink } from '../console.ts';
import { type Item, type Mood, TASK, type View } from './view.ts';

/** Writes items to the console: containers' output where it belongs, all else to stderr. */
export class Printer {
  readonly #out: Sink;
  readonly #err: Sink;
  readonly #names: readonly string[];
  readonly #width: number;
  /** What each pull last said; shown together in one line that is rewritten. */
  readonly #progress = new Map<string, string>();
  #isLineOpen = false;

  /** `names`: the task's containers; they decide the width of the first column and the colours. */
  constructor({ out, err }: Pick<Console, 'out' | 'err'>, names: readonly string[]) {
    this.#out = out;
    this.#err = err;
    this.#names = names;
    this.#width = Math.max(TASK.length, ...names.map((name) => name.length));
  }

  show(items: readonly Item[]): void {
    for (const item of items) this.#show(item);
    this.#drawProgress();
  }

  /** A line of our own. */
  say(text: string): void {
    this.#clear();
    this.#err.write(`${text}\n`);
    this.#drawProgress();
  }

  /** What became of each container. */
  summary(view: View): void {
    this.#progress.clear();
    this.#clear();
    const paint = paintOf(this.#err);
    const isEnd = view.stopCode === 'EssentialContainerExited';
    for (const { name, exitCode, startedAt, stoppedAt, essential } of view.containers) {
      const code = exitCode === undefined ? 'not started' : `exit code ${exitCode}`;
      const style: Style = exitCode === 0 ? 'green' : 'red';
      const time =
        startedAt === undefined || stoppedAt === undefined ? '' : formatDuration(stoppedAt - startedAt);
      const mark = isEnd && name === view.endedBy ? 'ended the task' : essential ? '' : 'not essential';
      const fields = [this.#name(name, paint), paint(style, code.padEnd(13)), time.padStart(10), mark];
      this.#err.write(`${fields.join('  ').trimEnd()}\n`);
    }
  }

  #show(item: Item): void {
    switch (item.kind) {
      case 'output': {
        const sink = item.stream === 'stdout' ? this.#out : this.#err;
        const paint = paintOf(sink);
        this.#clear();
        sink.write(`${this.#name(item.container, paint)} ${paint('dim', '|')} ${item.text}\n`);
        return;
      }
      case 'change': {
        const paint = paintOf(this.#err);
        if (item.endsProgress === true) this.#progress.delete(item.subject);
        this.#clear();
        const text = toned(item.mood, item.text, paint);
        this.#err.write(`${paint('dim', timeOfDay(item.at))}  ${this.#name(item.subject, paint)}  ${text}\n`);
        return;
      }
      case 'progress':
        this.#progress.set(item.subject, item.text);
        return;
      default:
        item satisfies never;
    }
  }

  #name(name: string, paint: Paint): string {
    const text = name.padEnd(this.#width);
    const index = this.#names.indexOf(name);
    return index < 0 ? paint('bold', text) : paint(PALETTE[index % PALETTE.length] ?? 'cyan', text);
  }

  /** Only where a line can be taken back; elsewhere a line at the beginning and one at the end must do. */
  #drawProgress(): void {
    if (!this.#err.isTerminal || this.#progress.size === 0) return;
    const text = [...this.#progress].map(([name, what]) => `${name}: ${what}`).join('  ');
    const room = (this.#err.columns() ?? 80) - 1;
    this.#err.write(`\r\u001B[2K${text.slice(0, Math.max(0, room))}`);
    this.#isLineOpen = true;
  }

  #clear(): void {
    if (!this.#isLineOpen) return;
    this.#err.write('\r\u001B[2K');
    this.#isLineOpen = false;
  }
}

const PALETTE: readonly Style[] = ['cyan', 'yellow', 'magenta', 'blue', 'green'];

const paintOf = (sink: Sink): Paint => (sink.colour ? painted : plain);

function toned(mood: Mood, text: string, paint: Paint): string {
  switch (mood) {
    case 'good':
      return paint('green', text);
    case 'bad':
      return paint('red', text);
    case 'plain':
      return text;
    default:
      return mood satisfies never;
  }
}

/** `12:00:01.123`, in the time zone of the reader. */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
