/** Deeper documents than any event has would exhaust the stack where they are matched and written again. */
const deepest = 500;

/** The JSON object in a text; `undefined` where there is none, or one that is nested too deep. */
export function parseObject(text: string): object | undefined {
  if (depthOf(text) > deepest) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  // Texts are skipped as a whole: brackets in them do not nest.
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    if (part === '{' || part === '[') most = Math.max(most, (depth += 1));
    else if (part === '}' || part === ']') depth -= 1;
  }
  return most;
}
