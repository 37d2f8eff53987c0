import type { Row } from './figure.ts';
import { isMet, median, ratios, spread } from './statistics.ts';

const columns = ['figure', 'median', 'min-max', 'baseline median', 'ratio', 'min-max', 'target', 'met'];

/** Markdown that also reads as a table on a terminal: every column padded to its widest cell. */
export function renderTable(rows: readonly Row[]): string {
  const cells = [columns, ...rows.map(cellsOf)];
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const render = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = widths.map((width) => '-'.repeat(width));
  return [render(head), render(rule), ...body.map(render)].join('\n');
}

function cellsOf(row: Row): readonly string[] {
  const { name, unit, values, baseline, target } = row;
  const own = spread(values);
  const ratio = ratios(row);
  const goal =
    target === undefined
      ? ''
      : `${target.limit === 'at most' ? '≤' : '≥'} ${target.value}${target.of === 'ratio' ? ' ×' : ` ${unit}`}`;
  return [
    name,
    `${number(own.median)} ${unit}`,
    values.length > 1 ? `${number(own.min)}-${number(own.max)}` : '',
    baseline === undefined ? '' : `${number(median(baseline.values))} ${unit} (${baseline.name})`,
    ratio === undefined ? '' : ratio.median.toFixed(2),
    ratio === undefined || values.length === 1 ? '' : `${ratio.min.toFixed(2)}-${ratio.max.toFixed(2)}`,
    goal,
    target === undefined ? '' : isMet(row, target) ? 'yes' : 'NO',
  ];
}

function number(value: number): string {
  if (value >= 1000) return value.toFixed(0);
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}
