/**
 * The part of JSONPath that EventBridge reads: `$`, `$.detail.name`, `$.detail['a b']`, `$.resources[0]`,
 * and `[*]` for all elements of an array. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export type JsonPath = readonly (string | number | typeof every)[];

const every = Symbol('every element');

const stepPattern = /\.([^.[\]'"\s]+)|\[(?:'([^']+)'|"([^"]+)"|(\d+)|(\*))\]/y;

/** `undefined` where the text is no path. */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: (string | number | typeof every)[] = [];
  let at = 1;
  while (at < text.length) {
    stepPattern.lastIndex = at;
    const match = stepPattern.exec(text);
    if (match === null) return undefined;
    const [whole, name, single, double, index, star] = match;
    if (star !== undefined) steps.push(every);
    else steps.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
    at += whole.length;
  }
  return steps;
}

/** `undefined` where the document has nothing there. */
export function valueAt(document: unknown, path: JsonPath): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return document;
  if (step === every) {
    if (!Array.isArray(document)) return undefined;
    return document.map((element: unknown) => valueAt(element, rest)).filter((value) => value !== undefined);
  }
  if (typeof document !== 'object' || document === null) return undefined;
  if (typeof step === 'number' && !Array.isArray(document)) return undefined;
  if (!Object.hasOwn(document, step)) return undefined;
  const next: unknown = Reflect.get(document, step);
  return valueAt(next, rest);
}
