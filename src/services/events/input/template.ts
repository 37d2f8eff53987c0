/**
 * The template of an input transformer: `<name>` stands for a variable. A JSON template takes a variable
 * as a JSON value, and within a text as text; a template that is one text in quotes is a text.
 */

export type Piece = string | { readonly variable: string; readonly inText: boolean };

const variablePattern = /<([A-Za-z0-9_.-]+)>/g;

export function parseTemplate(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let inText = false;
  let from = 0;
  for (const match of template.matchAll(variablePattern)) {
    const before = template.slice(from, match.index);
    inText = isInText(before, inText);
    pieces.push(before, { variable: match[1] ?? '', inText });
    from = match.index + match[0].length;
  }
  pieces.push(template.slice(from));
  return pieces.filter((piece) => piece !== '');
}

export function variablesOf(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.variable]));
}

/** What is not there is an empty text. */
export function fill(pieces: readonly Piece[], valueOf: (variable: string) => unknown): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      const value = valueOf(piece.variable) ?? '';
      return piece.inText ? asText(value) : JSON.stringify(value);
    })
    .join('');
}

/** Within a text the quotes of an object or list are left out, as AWS leaves them out. */
function asText(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
  return JSON.stringify(value).replaceAll('"', '').replaceAll('\\', '\\\\');
}

/** Whether a text is open behind `part`, if one was open (`inText`) before it. */
function isInText(part: string, inText: boolean): boolean {
  let open = inText;
  for (let at = 0; at < part.length; at += 1) {
    if (part[at] === '\\') at += 1;
    else if (part[at] === '"') open = !open;
  }
  return open;
}
