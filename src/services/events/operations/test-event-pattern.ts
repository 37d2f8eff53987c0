import { invalidTestEvent } from '../errors.ts';
import { checkPattern } from '../model/check-pattern.ts';
import { parseObject } from '../model/parse-object.ts';
import type { EventsOperation } from '../operation.ts';

const required = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

export const testEventPattern: EventsOperation<'TestEventPattern'> = (input) => {
  const matches = checkPattern(input.EventPattern);
  return { Result: matches(parseEvent(input.Event)) };
};

function parseEvent(text: string): object {
  const event = parseObject(text);
  if (event === undefined) throw invalidTestEvent('The event is not a JSON object.');
  const missing = required.filter((name) => !(name in event));
  if (missing.length > 0) throw invalidTestEvent(`The event lacks ${missing.join(', ')}.`);
  return event;
}
