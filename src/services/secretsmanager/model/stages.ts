/** Which version has which staging labels. Pure; the labels of a version are sorted. */
export interface Staged {
  readonly versionId: string;
  readonly stages: readonly string[];
}

export const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';
export const pending = 'AWSPENDING';

/** The labels that Secrets Manager itself gives. */
export const inUse: readonly string[] = [current, previous, pending];

/**
 * Puts labels on one version and takes them off any other: a label is on one version at a time. Whoever
 * loses AWSCURRENT becomes AWSPREVIOUS.
 */
export function moveStages<Version extends Staged>(
  versions: readonly Version[],
  to: string,
  stages: readonly string[],
): Version[] {
  const displaced = stages.includes(current)
    ? versions.find((version) => version.versionId !== to && version.stages.includes(current))
    : undefined;
  const moved = versions.map((version) =>
    restage(
      version,
      version.versionId === to
        ? [...version.stages, ...stages]
        : version.stages.filter((stage) => !stages.includes(stage)),
    ),
  );
  return displaced === undefined ? moved : moveStages(moved, displaced.versionId, [previous]);
}

export function removeStage<Version extends Staged>(
  versions: readonly Version[],
  from: string,
  stage: string,
): Version[] {
  return versions.map((version) =>
    version.versionId === from
      ? restage(
          version,
          version.stages.filter((other) => other !== stage),
        )
      : version,
  );
}

export const holderOf = <Version extends Staged>(
  versions: readonly Version[],
  stage: string,
): Version | undefined => versions.find((version) => version.stages.includes(stage));

/** Keeps identity where nothing changes, so that only what changed is written. */
function restage<Version extends Staged>(version: Version, stages: readonly string[]): Version {
  const sorted = [...new Set(stages)].sort();
  const isSame =
    sorted.length === version.stages.length && sorted.every((stage, i) => stage === version.stages[i]);
  return isSame ? version : { ...version, stages: sorted };
}
