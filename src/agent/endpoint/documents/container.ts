import type { KnownContainer } from '../task-directory.ts';
import { goTime } from '../go-time.ts';
import { engineIdOf, isFargate } from './identity.ts';
import { logMembers } from './log.ts';
import { portsOf } from './ports.ts';
import type { ContainerDocument, HealthDocument, LimitsDocument, VolumeDocument } from './v2-types.ts';
import { v2Networks } from './networks.ts';

/** The least that the agent tells, for a container that asks for less. */
const leastCpu = 2;
const MiB = 2 ** 20;

/** A container as v2 and v3 tell it; v4 wants more of it (`full`). Pure. */
export function containerDocument(known: KnownContainer, full: boolean): ContainerDocument {
  const { task, plan, state } = known;
  const ports = portsOf(known, full);
  const networks = v2Networks(task, state.networks);
  const volumes = volumesOf(known);
  const { createdAt, startedAt, finishedAt, exitCode } = state;
  return {
    DockerId: engineIdOf(known),
    Name: plan.name,
    DockerName: isFargate(task) ? plan.name : plan.engineName,
    Image: plan.image,
    ImageID: imageIdOf(known),
    ...(ports.length > 0 && { Ports: ports }),
    ...(Object.keys(plan.labels).length > 0 && { Labels: plan.labels }),
    DesiredStatus: task.desiredStatus,
    KnownStatus: state.known,
    ...(exitCode !== undefined && { ExitCode: exitCode }),
    Limits: limitsOf(known),
    ...(createdAt !== undefined && { CreatedAt: goTime(createdAt) }),
    ...(startedAt !== undefined && { StartedAt: goTime(startedAt) }),
    ...(finishedAt !== undefined && { FinishedAt: goTime(finishedAt) }),
    Type: 'NORMAL',
    ...(networks !== undefined && { Networks: networks }),
    ...(plan.healthCheck !== undefined && { Health: healthOf(known) }),
    ...(volumes.length > 0 && { Volumes: volumes }),
    ...(full && { ...logMembers(known), ContainerARN: state.arn }),
  };
}

/** Fargate's containerd names an image by its manifest; Docker has an id of its own for it. */
function imageIdOf({ task, state }: KnownContainer): string {
  const { imageId = '', imageDigest } = state;
  return isFargate(task) ? (imageDigest ?? imageId) : imageId;
}

/** On an instance a memory limit that there is not is told as 0. */
function limitsOf({ task, plan }: KnownContainer): LimitsDocument {
  const { cpu, memory } = plan.resources;
  const mebibytes = memory === undefined ? undefined : Math.floor(memory / MiB);
  const CPU = Math.max(leastCpu, cpu);
  if (mebibytes === undefined && isFargate(task)) return { CPU };
  return { CPU, Memory: mebibytes ?? 0 };
}

/** How much of a check's output the agent keeps. */
const longestOutput = 1024;

function healthOf({ state }: KnownContainer): HealthDocument {
  const { health = 'UNKNOWN', healthReport } = state;
  if (health === 'UNKNOWN') return {};
  const { since, exitCode = 0, output = '' } = healthReport ?? {};
  return {
    status: health,
    ...(since !== undefined && { statusSince: goTime(since) }),
    ...(exitCode !== 0 && { exitCode }),
    ...(output !== '' && { output: output.slice(0, longestOutput) }),
  };
}

function volumesOf({ state }: KnownContainer): VolumeDocument[] {
  return (state.mounts ?? []).map(({ name, source, destination }) => ({
    ...(name !== undefined && { DockerName: name }),
    Source: source,
    Destination: destination,
  }));
}
