import type {
  ContainerDefinition,
  RegisterTaskDefinitionCommandInput,
  RunTaskCommandInput,
  Task,
} from '@aws-sdk/client-ecs';
import { image } from '../e2e/definitions.ts';
import type { Random } from './random.ts';
import { defaultSubnet } from '../subnets.ts';

/**
 * The kinds of task that chaos is let loose on. Each container first adds a line to a file of its own in a
 * directory of the test, so that one that has run twice, or not at all, is found out.
 */
export const kinds = ['plain', 'chain', 'volume', 'health', 'awsvpc', 'stopped'] as const;
export type Kind = (typeof kinds)[number];

/** One task that is to be run once, whatever happens. */
export interface Job {
  readonly id: string;
  readonly kind: Kind;
  /** What `main` must exit with. */
  readonly exitCode: number;
  readonly napSeconds: number;
}

export function newJob(random: Random, kind: Kind, id: string): Job {
  return { id, kind, exitCode: random.pick([0, 1, 7, 42]), napSeconds: random.integer(8) / 10 };
}

/** One definition per kind, its family named after it. Tasks stop within two seconds of a SIGTERM. */
export function definitionsOf(journal: string): readonly RegisterTaskDefinitionCommandInput[] {
  const container = (name: string, script: string, more: Partial<ContainerDefinition> = {}) => ({
    name,
    image,
    memory: 16,
    stopTimeout: 2,
    entryPoint: ['sh', '-c'],
    command: [`echo ran >> /journal/$JOB.${name}; ${script}`],
    ...more,
    mountPoints: [{ sourceVolume: 'journal', containerPath: '/journal' }, ...(more.mountPoints ?? [])],
  });
  const volumes = [{ name: 'journal', host: { sourcePath: journal } }];
  const nap = 'sleep $NAP; exit $CODE';
  const init = { essential: false };
  const data = { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] };
  return [
    { family: 'plain', volumes, containerDefinitions: [container('main', nap)] },
    {
      family: 'chain',
      volumes,
      containerDefinitions: [
        container('init', 'exit 0', init),
        container('main', nap, { dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }] }),
      ],
    },
    {
      family: 'volume',
      volumes: [...volumes, { name: 'data' }],
      containerDefinitions: [
        container('init', 'echo $JOB > /data/job', { ...init, ...data }),
        container('main', `grep -qx $JOB /data/job || exit 99; ${nap}`, {
          ...data,
          dependsOn: [{ containerName: 'init', condition: 'COMPLETE' }],
        }),
      ],
    },
    {
      family: 'health',
      volumes,
      containerDefinitions: [
        container('main', nap, { dependsOn: [{ containerName: 'side', condition: 'HEALTHY' }] }),
        container('side', sideScript, {
          essential: false,
          healthCheck: { command: ['CMD-SHELL', 'true'], interval: 5 },
        }),
      ],
    },
    {
      family: 'awsvpc',
      networkMode: 'awsvpc',
      volumes,
      containerDefinitions: [container('main', nap), container('side', sideScript, init)],
    },
    { family: 'stopped', volumes, containerDefinitions: [container('main', sideScript)] },
  ];
}

/** Runs until it is told to stop, then exits with the job's code. */
const sideScript = "trap 'exit $CODE' TERM; while :; do sleep 0.05; done";

/** The same request each time: asked again with its token, RunTask answers with the task of the first time. */
export function requestOf(job: Job): RunTaskCommandInput {
  const environment = [
    { name: 'JOB', value: job.id },
    { name: 'CODE', value: String(job.exitCode) },
    { name: 'NAP', value: String(job.napSeconds) },
  ];
  return {
    taskDefinition: job.kind,
    clientToken: job.id,
    overrides: { containerOverrides: containersOf(job.kind).map((name) => ({ name, environment })) },
    ...(job.kind === 'awsvpc' && {
      networkConfiguration: { awsvpcConfiguration: { subnets: [defaultSubnet()] } },
    }),
  };
}

function containersOf(kind: Kind): readonly string[] {
  if (kind === 'chain' || kind === 'volume') return ['init', 'main'];
  return kind === 'health' || kind === 'awsvpc' ? ['main', 'side'] : ['main'];
}

export interface Evidence {
  readonly job: Job;
  readonly task: Task;
  /** Whether the test has asked for its end with StopTask. */
  readonly wasStopped: boolean;
  /** How often a container's command has begun. */
  readonly runs: (container: string) => number;
}

/** What is wrong with the end of a task; nothing is as it should be. */
export function faultsOf(evidence: Evidence): readonly string[] {
  const { job, task, wasStopped } = evidence;
  const faults: string[] = [];
  if (task.lastStatus !== 'STOPPED') faults.push(`is ${task.lastStatus}`);
  const codes = wasStopped ? ['UserInitiated', 'EssentialContainerExited'] : ['EssentialContainerExited'];
  if (!codes.includes(task.stopCode ?? '')) faults.push(`stopCode ${task.stopCode}: ${task.stoppedReason}`);
  for (const name of containersOf(job.kind)) {
    const container = task.containers?.find((candidate) => candidate.name === name);
    const runs = evidence.runs(name);
    const end = `${name} ran ${runs} times, exit code ${container?.exitCode}, reason ${container?.reason}`;
    const isFaulty =
      container?.lastStatus !== 'STOPPED' ||
      (name === 'main' && !wasStopped
        ? runs !== 1 || container.exitCode !== job.exitCode
        : !isTruthfulEnd(job, runs, container.exitCode));
    if (isFaulty) faults.push(end);
  }
  return faults.map((fault) => `${job.kind} ${job.id} (${task.taskArn}): ${fault}`);
}

/**
 * A container that may be stopped at any time: told before its trap was set, it is killed in the end, and
 * perhaps before it could write its line. The engine's own init, which a SIGTERM may still find in its place,
 * ends with 2, as programs in Go do.
 */
function isTruthfulEnd(job: Job, runs: number, exitCode: number | undefined): boolean {
  if (runs > 1) return false;
  if (runs === 1) return [0, job.exitCode, 137].includes(exitCode ?? -1);
  return [undefined, 2, 137, 143].includes(exitCode);
}
