import type { LogLine } from '../backends/backend.ts';
import type { OutputEvent } from './log-sink.ts';
import { behind, type OutputPosition } from './output-position.ts';
import { longestEvent, splitMessage } from './split-message.ts';

/** An event, and how far the output has been told with it. */
export interface LineEvent extends OutputEvent {
  readonly position: OutputPosition;
}

/**
 * Makes events of lines as docker's awslogs driver does: one of each line, or, with a pattern, one of all
 * lines up to the next that matches. Empty lines make no event of their own.
 */
export class LineEvents {
  readonly #begins: RegExp | undefined;
  #position: OutputPosition;
  /** Lines of an event that may go on. */
  #held: { readonly at: number; text: string; bytes: number; position: OutputPosition } | undefined;

  constructor(begins: RegExp | undefined, position: OutputPosition) {
    this.#begins = begins;
    this.#position = position;
  }

  get isHolding(): boolean {
    return this.#held !== undefined;
  }

  push(line: LogLine): readonly LineEvent[] {
    this.#position = behind(this.#position, line);
    const at = Date.parse(line.time);
    if (this.#begins === undefined) return eventsOf(at, line.text, this.#position);
    const bytes = Buffer.byteLength(line.text);
    const isNext =
      this.#held === undefined || this.#begins.test(line.text) || this.#held.bytes + bytes > longestEvent;
    const ready = isNext ? this.flush() : [];
    const held = this.#held ?? { at, text: '', bytes: 0, position: this.#position };
    // The driver leaves out the line feed of a line that fills an event by itself.
    const text = bytes < longestEvent ? `${line.text}\n` : line.text;
    held.text += text;
    held.bytes += bytes + 1;
    held.position = this.#position;
    this.#held = held;
    return ready;
  }

  /** What is held is an event now: its time has come, or the output has ended. */
  flush(): readonly LineEvent[] {
    const held = this.#held;
    this.#held = undefined;
    return held === undefined ? [] : eventsOf(held.at, held.text, held.position);
  }
}

function eventsOf(at: number, text: string, position: OutputPosition): readonly LineEvent[] {
  return splitMessage(text).map((message) => ({ at, message, position }));
}
