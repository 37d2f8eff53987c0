/** Wraps text in the escape sequences of a style, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

export type Style = keyof typeof CODES;

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

export const painted: Paint = (style, text) => {
  const [on, off] = CODES[style];
  return `\u001B[${on}m${text}\u001B[${off}m`;
};

export const plain: Paint = (_style, text) => text;
