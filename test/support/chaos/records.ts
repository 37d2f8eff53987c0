import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TaskRecord } from '../../../src/agent/model/task-record.ts';
import { tasksTable } from '../../../src/agent/model/task-record.ts';

export interface Records {
  readonly installation: string;
  readonly tasks: readonly TaskRecord[];
  /** What is wrong with them, now that every task has stopped and been cleaned up after. */
  readonly faults: readonly string[];
}

/** Reads the database of a Longshore that has ended. */
export function readRecords(dataDirectory: string): Records {
  const database = new DatabaseSync(join(dataDirectory, 'longshore.db'));
  try {
    const faults = database
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => String(row['integrity_check']))
      .filter((result) => result !== 'ok');
    const rows = database.prepare('SELECT * FROM tasks').all();
    const tasks = rows.map((row) => {
      // Written by the table of that type.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const task = JSON.parse(String(row['body'])) as TaskRecord;
      faults.push(...faultsOf(task, row).map((fault) => `${task.arn}: ${fault}`));
      return task;
    });
    const installation = database.prepare("SELECT value FROM meta WHERE key = 'installation'").get();
    return { installation: String(installation?.['value']), tasks, faults };
  } finally {
    database.close();
  }
}

function faultsOf(task: TaskRecord, row: Readonly<Record<string, unknown>>): readonly string[] {
  const columns = Object.entries(tasksTable.columns(task)).filter(([name, value]) => row[name] !== value);
  const faults = columns.map(([name, value]) => `column ${name} is ${String(row[name])}, not ${value}`);
  if (task.lastStatus !== 'STOPPED') faults.push(`is ${task.lastStatus}`);
  if (task.stopCode === undefined || !task.stoppedReason) faults.push('has no stop code or reason');
  if (task.stagePending !== undefined) faults.push(`waits for ${task.stagePending}`);
  for (const { name, known, pending } of task.containers) {
    if (known !== 'STOPPED' || pending !== undefined) faults.push(`${name} is ${known}, pending ${pending}`);
  }
  const { createdAt, stoppingAt = 0, stoppedAt = 0, cleanedAt = 0 } = task;
  const times = [createdAt, stoppingAt, stoppedAt, cleanedAt];
  if (times.some((time, index) => time < (times[index - 1] ?? 1))) faults.push(`times ${times.join(', ')}`);
  return faults;
}
