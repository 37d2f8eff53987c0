import type { IncomingMessage } from 'node:http';

/** Whole lines only: what a cut connection leaves behind the last line feed is no event. */
export async function* linesOf(answer: IncomingMessage): AsyncGenerator<string> {
  answer.setEncoding('utf8');
  let rest = '';
  for await (const chunk of answer) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
