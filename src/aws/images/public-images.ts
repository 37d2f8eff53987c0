/**
 * Images that AWS publishes and that ECS users look up: those optimized for ECS, what they are made from, and
 * Bottlerocket's. As of one day of November 2026; `imageId` of `ami.ts` gives each its id in a region. The
 * parameters of SSM that name them are `paths` below `/aws/service`.
 */
export interface EcsImage {
  readonly kind: 'ecs';
  /** `ecs/optimized-ami/amazon-linux-2023/arm64`; one image may have several. */
  readonly paths: readonly string[];
  readonly name: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly os: string;
  /** `2023.0.20261113` */
  readonly version: string;
  readonly source: string;
}

export interface PlainImage {
  readonly kind: 'linux' | 'bottlerocket';
  readonly paths: readonly string[];
  readonly name: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly version: string;
}

export type PublicImage = EcsImage | PlainImage;

export const ecsAgentVersion = '1.108.3';
export const ecsRuntimeVersion = 'Docker version 25.0.18';
/** Ours: a version and a commit of their form. */
const bottlerocketVersion = '1.52.0-4a2b3c1d';

/** Seconds since the epoch. */
export const imagesPublishedAt = Date.UTC(2026, 10, 13, 7, 11) / 1000;

const release = '20261113';
const linux2023 = '2023.12.20261112.0';
const linux2 = '2.0.20261112.0';

type Architecture = PublicImage['architecture'];

const architectures: readonly Architecture[] = ['x86_64', 'arm64'];

/** Where an image for a purpose lies below that of its system; the plain one of Intel lies there itself. */
const placeOf = (purpose: string, architecture: Architecture): string => {
  if (purpose !== '') return `/${purpose}`;
  return architecture === 'arm64' ? '/arm64' : '';
};

function ecs2023(purpose: string, architecture: Architecture): EcsImage {
  const ending = purpose === 'gpu' ? '-ebs' : '';
  // The documentation has it under `inf`, the parameters under `neuron`.
  const places = purpose === 'neuron' ? ['/neuron', '/inf'] : [placeOf(purpose, architecture)];
  return {
    kind: 'ecs',
    paths: places.map((place) => `ecs/optimized-ami/amazon-linux-2023${place}`),
    name: `al2023-ami-ecs-${purpose === '' ? '' : `${purpose}-`}hvm-2023.0.${release}-kernel-6.1-${architecture}${ending}`,
    architecture,
    os: 'Amazon Linux 2023',
    version: `2023.0.${release}`,
    source: `al2023-ami-minimal-${linux2023}-kernel-6.1-${architecture}`,
  };
}

function ecs2(kernel: '' | 'kernel-5.10', purpose: string, architecture: Architecture): EcsImage {
  const words = [kernel, purpose].filter((word) => word !== '').map((word) => `${word}-`);
  return {
    kind: 'ecs',
    paths: [
      `ecs/optimized-ami/amazon-linux-2${kernel === '' ? '' : `/${kernel}`}${placeOf(purpose, architecture)}`,
    ],
    name: `amzn2-ami-ecs-${words.join('')}hvm-2.0.${release}-${architecture}-ebs`,
    architecture,
    os: 'Amazon Linux 2',
    version: `2.0.${release}`,
    source: `amzn2-ami-minimal-hvm-${linux2}-${architecture}-ebs`,
  };
}

function linux2023Images(architecture: Architecture): PlainImage[] {
  const folder = 'ami-amazon-linux-latest';
  return ['6.1', '6.12', '6.18'].flatMap((kernel) =>
    ['ami', 'ami-minimal'].map((size): PlainImage => {
      const kernels = kernel === '6.18' ? [kernel, 'default'] : [kernel];
      return {
        kind: 'linux',
        paths: kernels.map((named) => `${folder}/al2023-${size}-kernel-${named}-${architecture}`),
        name: `al2023-${size}-${linux2023}-kernel-${kernel}-${architecture}`,
        architecture,
        version: linux2023,
      };
    }),
  );
}

function linux2Images(architecture: Architecture): PlainImage[] {
  const folder = 'ami-amazon-linux-latest';
  const disks = architecture === 'x86_64' ? ['gp2', 'ebs'] : ['gp2'];
  return disks.flatMap((disk): PlainImage[] => {
    const ending = `hvm-${architecture}-${disk}`;
    const image = { kind: 'linux', architecture, version: linux2 } as const;
    return [
      {
        ...image,
        paths: ['', 'kernel-4.14-'].map((kernel) => `${folder}/amzn2-ami-${kernel}${ending}`),
        name: `amzn2-ami-hvm-${linux2}-${architecture}-${disk}`,
      },
      {
        ...image,
        paths: ['kernel-5.10-', 'kernel-default-'].map((kernel) => `${folder}/amzn2-ami-${kernel}${ending}`),
        name: `amzn2-ami-kernel-5.10-hvm-${linux2}-${architecture}-${disk}`,
      },
    ];
  });
}

const bottlerocketImages = (architecture: Architecture): PlainImage[] =>
  ['aws-ecs-1', 'aws-ecs-1-nvidia', 'aws-ecs-2', 'aws-ecs-2-nvidia', 'aws-ecs-3', 'aws-ecs-3-nvidia'].map(
    (variant) => ({
      kind: 'bottlerocket',
      paths: [`bottlerocket/${variant}/${architecture}`],
      name: `bottlerocket-${variant}-${architecture}-v${bottlerocketVersion}`,
      architecture,
      version: bottlerocketVersion,
    }),
  );

/** Made anew with each call: whoever needs it often keeps it. */
export const publicImages = (): PublicImage[] => [
  ...architectures.map((architecture) => ecs2023('', architecture)),
  ...['gpu', 'neuron'].map((purpose) => ecs2023(purpose, 'x86_64')),
  ...(['', 'kernel-5.10'] as const).flatMap((kernel) => [
    ...architectures.map((architecture) => ecs2(kernel, '', architecture)),
    ...['gpu', 'inf'].map((purpose) => ecs2(kernel, purpose, 'x86_64')),
  ]),
  ...architectures.flatMap((architecture) => [
    ...linux2023Images(architecture),
    ...linux2Images(architecture),
    ...bottlerocketImages(architecture),
  ]),
];
