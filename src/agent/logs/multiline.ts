import type { AwslogsPlan } from '../model/task-plan.ts';

/**
 * The pattern with which the first line of an event begins; `undefined` where each line is an event. Throws
 * an Error in the words of docker's awslogs driver, which reads Go's regular expressions.
 */
export function firstLinePattern(plan: AwslogsPlan): RegExp | undefined {
  const { multilinePattern, datetimeFormat } = plan;
  if (multilinePattern !== undefined && datetimeFormat !== undefined) {
    throw new Error(
      "you cannot configure log opt 'awslogs-datetime-format' and 'awslogs-multiline-pattern' at the same time",
    );
  }
  const source = datetimeFormat === undefined ? multilinePattern : fromStrftime(datetimeFormat);
  if (source === undefined) return undefined;
  try {
    return fromGo(source);
  } catch {
    const key = JSON.stringify(source);
    throw new Error(
      `awslogs could not parse multiline pattern key ${key}: error parsing regexp: ${JSON.stringify(source)}`,
    );
  }
}

/** What differs from JavaScript: flags at the head, names of groups, ends of the text, POSIX classes. */
function fromGo(source: string): RegExp {
  const [head = '', flags = ''] = /^\(\?([ims]+)\)/.exec(source) ?? [];
  const body = source
    .slice(head.length)
    .replaceAll('(?P<', '(?<')
    .replaceAll(String.raw`\A`, '^')
    .replaceAll(String.raw`\z`, '$')
    .replaceAll(/\[:(\w+):\]/g, (whole, name: string) => posixClasses[name] ?? whole);
  return new RegExp(body, flags);
}

const posixClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  blank: String.raw`\t `,
  digit: '0-9',
  lower: 'a-z',
  punct: String.raw`!-\/:-@\[-${'`'}{-~`,
  space: String.raw`\t\n\v\f\r `,
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** Day and month names are English; what is no directive is a regular expression already. */
const directives: Readonly<Record<string, string>> = {
  a: '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)',
  A: '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)',
  b: '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)',
  B: '(?:January|February|March|April|May|June|July|August|September|October|November|December)',
  d: '(?:0[1-9]|[12][0-9]|3[01])',
  f: '[0-9]{6}',
  H: '(?:[01][0-9]|2[0-3])',
  I: '(?:0[1-9]|1[0-2])',
  j: '(?:0[0-9]{2}|[12][0-9]{2}|3[0-5][0-9]|36[0-6])',
  L: String.raw`\.[0-9]{3}`,
  m: '(?:0[1-9]|1[0-2])',
  M: '[0-5][0-9]',
  p: '[AP]M',
  S: '[0-5][0-9]',
  w: '[0-6]',
  y: '[0-9]{2}',
  Y: '[0-9]{4}',
  z: '[+-][0-9]{4}',
  Z: '[A-Z]{1,4}T',
};

function fromStrftime(format: string): string {
  return format.replaceAll(/%(.)/g, (whole, letter: string) => directives[letter] ?? whole);
}
