import type { FirelensPlan } from '../model/task-plan.ts';
import type { Grep, RouterConfig, Section } from './config.ts';

/** The file that a router reads, as the ECS agent writes it: inputs, filters, what is included, outputs. */
export function renderConfig(type: FirelensPlan['type'], config: RouterConfig): string {
  const language = type === 'fluentbit' ? fluentBit : fluentd;
  // All that let through come before all that drop, whichever container they are of.
  const filters = (['include', 'exclude'] as const).flatMap((kind) =>
    config.filters.filter((filter) => filter.kind === kind),
  );
  const metadata = sorted(config.metadata);
  const blocks = [
    ...config.inputs.map(language.input),
    ...filters.map(language.filter),
    ...(metadata.length === 0 ? [] : [language.metadata(metadata)]),
    ...(config.include === undefined ? [] : [[language.include(config.include)]]),
    ...config.outputs.map(language.output),
  ];
  return blocks.map((lines) => `\n${lines.join('\n')}\n`).join('');
}

type Lines = readonly string[];

interface Language {
  readonly input: (section: Section) => Lines;
  readonly filter: (filter: Grep) => Lines;
  readonly metadata: (fields: Lines) => Lines;
  readonly include: (path: string) => string;
  readonly output: (section: Section) => Lines;
}

/** As `key value`, by key. */
const sorted = (options: Readonly<Record<string, string>>): Lines =>
  Object.entries(options)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key} ${value}`);

const indented = (lines: Lines, by = '    '): Lines => lines.map((line) => `${by}${line}`);

const fluentBit: Language = {
  input: ({ name, tag, options }) => [
    '[INPUT]',
    ...indented([`Name ${name}`, ...(tag === undefined ? [] : [`Tag ${tag}`]), ...sorted(options)]),
  ],
  filter: ({ kind, tag, pattern }) => [
    '[FILTER]',
    '    Name   grep',
    `    Match ${tag}`,
    kind === 'include' ? `    Regex  log ${pattern}` : `    Exclude log ${pattern}`,
  ],
  metadata: (fields) => [
    '[FILTER]',
    '    Name record_modifier',
    '    Match *',
    ...fields.map((field) => `    Record ${field}`),
  ],
  include: (path) => `@INCLUDE ${path}`,
  output: ({ name, tag = '', options }) => [
    '[OUTPUT]',
    ...indented([`Name ${name}`, `Match ${tag}`, ...sorted(options)]),
  ],
};

const fluentd: Language = {
  input: ({ name, options }) => ['<source>', ...indented([`@type ${name}`, ...sorted(options)]), '</source>'],
  filter: ({ kind, tag, pattern }) => {
    const element = kind === 'include' ? 'regexp' : 'exclude';
    return [
      `<filter ${tag}>`,
      '    @type  grep',
      `    <${element}>`,
      '        key log',
      `        pattern ${pattern}`,
      `    </${element}>`,
      '</filter>',
    ];
  },
  metadata: (fields) => [
    '<filter **>',
    '    @type record_transformer',
    '    <record>',
    ...indented(fields, '        '),
    '    </record>',
    '</filter>',
  ],
  include: (path) => `@include ${path}`,
  output: ({ name, tag = '', options }) => [
    `<match ${tag}>`,
    ...indented([`@type ${name}`, ...sorted(options)]),
    '</match>',
  ],
};
