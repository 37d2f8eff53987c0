import { type TaskRecord, tasksTable } from '../agent/model/task-record.ts';
import type { ArnScope } from '../aws/arn.ts';
import { ecsTables } from '../services/ecs/model/tables.ts';
import type { TaskInterface, TaskInterfaces } from '../services/ec2/index.ts';
import type { Store } from '../store/store.ts';
import type { Table } from '../store/table.ts';

/**
 * The elastic network interfaces of the tasks that are alive, from their records. They are gathered when they
 * are first asked for, and then follow the changes of tasks.
 */
export class LiveTaskInterfaces implements TaskInterfaces, Disposable {
  readonly #tasks: Table<TaskRecord>;
  readonly #tags: ReturnType<typeof ecsTables>['tags'];
  readonly #changes: Disposable;
  #known: Map<string, TaskRecord> | undefined;

  constructor(store: Store) {
    this.#tasks = store.table(tasksTable);
    this.#tags = ecsTables(store).tags;
    this.#changes = this.#tasks.onChange(({ key, row }) => {
      if (row !== undefined && isAlive(row)) this.#known?.set(row.arn, row);
      else this.#known?.delete(String(key[0]));
    });
  }

  list({ account, region }: ArnScope): TaskInterface[] {
    const known = (this.#known ??= this.#gather());
    return [...known.values()].flatMap((task) =>
      task.account === account && task.region === region ? this.#interfaceOf(task) : [],
    );
  }

  #gather(): Map<string, TaskRecord> {
    const alive = this.#tasks.select({ where: { cleaned_at: null } }).filter(isAlive);
    return new Map(alive.map((task) => [task.arn, task]));
  }

  #interfaceOf(task: TaskRecord): TaskInterface[] {
    const { networkInterface } = task;
    if (networkInterface === undefined) return [];
    const { id, subnet, subnetId, securityGroups, attachmentId, address, macAddress } = networkInterface;
    const tagsOf = (): TaskInterface['tags'] =>
      (this.#tags.get(task.arn)?.tags ?? []).map(({ key = '', value = '' }) => ({ Key: key, Value: value }));
    return [
      {
        id,
        subnetId,
        vpcId: subnet?.vpcId,
        securityGroups,
        attachmentId,
        address,
        macAddress,
        availabilityZone: task.availabilityZone,
        status: statusOf(task),
        createdAt: task.createdAt,
        // Read when they are shown: most who ask only want to know what addresses there are.
        get tags() {
          return tagsOf();
        },
      },
    ];
  }

  [Symbol.dispose](): void {
    this.#changes[Symbol.dispose]();
  }
}

/** A stopped task's interface has been deleted. */
const isAlive = ({ networkInterface, lastStatus }: TaskRecord): boolean =>
  networkInterface !== undefined && lastStatus !== 'STOPPED';

function statusOf({ networkInterface, lastStatus }: TaskRecord): TaskInterface['status'] {
  if (lastStatus === 'DEPROVISIONING') return 'detaching';
  return networkInterface?.address === undefined ? 'attaching' : 'in-use';
}
