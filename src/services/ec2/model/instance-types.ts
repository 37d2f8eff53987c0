import type { _InstanceType } from '../../../aws/contract/ec2.types.gen.ts';
import { ec2Contract } from '../../../aws/contract/ec2.gen.ts';

/** What a type of instance is: sizes of one family differ in these. */
export interface InstanceType {
  readonly name: _InstanceType;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly family: Family;
  readonly network: string;
  readonly interfaces: number;
  readonly addresses: number;
}

export interface Family {
  readonly architecture: 'x86_64' | 'arm64';
  readonly manufacturer: 'Intel' | 'AMD' | 'AWS';
  /** GHz. */
  readonly clock: number;
  readonly burstable: boolean;
  readonly threadsPerCore: 1 | 2;
  readonly hypervisor: 'nitro' | 'xen';
  readonly freeTier?: _InstanceType;
}

type Size = readonly [
  name: _InstanceType,
  vcpus: number,
  memoryGiB: number,
  network: string,
  interfaces: number,
  addresses: number,
];

const intel = {
  architecture: 'x86_64',
  manufacturer: 'Intel',
  threadsPerCore: 2,
  hypervisor: 'nitro',
} as const;
const amd = { ...intel, manufacturer: 'AMD' } as const;
const graviton = {
  architecture: 'arm64',
  manufacturer: 'AWS',
  threadsPerCore: 1,
  hypervisor: 'nitro',
} as const;

/** The common ones, with what AWS documents of them. */
const families: readonly (readonly [Family, readonly Size[]])[] = [
  [
    { ...intel, hypervisor: 'xen', threadsPerCore: 1, clock: 2.5, burstable: false },
    [['m1.small', 1, 1.7, 'Low', 2, 4]],
  ],
  [
    { ...intel, hypervisor: 'xen', threadsPerCore: 1, clock: 2.5, burstable: true, freeTier: 't2.micro' },
    [
      ['t2.nano', 1, 0.5, 'Low to Moderate', 2, 2],
      ['t2.micro', 1, 1, 'Low to Moderate', 2, 2],
      ['t2.small', 1, 2, 'Low to Moderate', 3, 4],
      ['t2.medium', 2, 4, 'Low to Moderate', 3, 6],
    ],
  ],
  [
    { ...intel, clock: 2.5, burstable: true, freeTier: 't3.micro' },
    [
      ['t3.nano', 2, 0.5, 'Up to 5 Gigabit', 2, 2],
      ['t3.micro', 2, 1, 'Up to 5 Gigabit', 2, 2],
      ['t3.small', 2, 2, 'Up to 5 Gigabit', 3, 4],
      ['t3.medium', 2, 4, 'Up to 5 Gigabit', 3, 6],
      ['t3.large', 2, 8, 'Up to 5 Gigabit', 3, 12],
      ['t3.xlarge', 4, 16, 'Up to 5 Gigabit', 4, 15],
      ['t3.2xlarge', 8, 32, 'Up to 5 Gigabit', 4, 15],
    ],
  ],
  [
    { ...amd, clock: 2.5, burstable: true },
    [
      ['t3a.micro', 2, 1, 'Up to 5 Gigabit', 2, 2],
      ['t3a.small', 2, 2, 'Up to 5 Gigabit', 2, 4],
      ['t3a.medium', 2, 4, 'Up to 5 Gigabit', 3, 6],
      ['t3a.large', 2, 8, 'Up to 5 Gigabit', 3, 12],
    ],
  ],
  [
    { ...graviton, clock: 2.5, burstable: true, freeTier: 't4g.micro' },
    [
      ['t4g.nano', 2, 0.5, 'Up to 5 Gigabit', 2, 2],
      ['t4g.micro', 2, 1, 'Up to 5 Gigabit', 2, 2],
      ['t4g.small', 2, 2, 'Up to 5 Gigabit', 3, 4],
      ['t4g.medium', 2, 4, 'Up to 5 Gigabit', 3, 6],
      ['t4g.large', 2, 8, 'Up to 5 Gigabit', 3, 12],
    ],
  ],
  [
    { ...intel, clock: 3.1, burstable: false },
    [
      ['m5.large', 2, 8, 'Up to 10 Gigabit', 3, 10],
      ['m5.xlarge', 4, 16, 'Up to 10 Gigabit', 4, 15],
      ['m5.2xlarge', 8, 32, 'Up to 10 Gigabit', 4, 15],
      ['m5.4xlarge', 16, 64, 'Up to 10 Gigabit', 8, 30],
    ],
  ],
  [
    { ...intel, clock: 3.5, burstable: false },
    [
      ['m6i.large', 2, 8, 'Up to 12.5 Gigabit', 3, 10],
      ['m6i.xlarge', 4, 16, 'Up to 12.5 Gigabit', 4, 15],
    ],
  ],
  [
    { ...graviton, clock: 2.6, burstable: false },
    [
      ['m7g.medium', 1, 4, 'Up to 12.5 Gigabit', 2, 4],
      ['m7g.large', 2, 8, 'Up to 12.5 Gigabit', 3, 10],
      ['m7g.xlarge', 4, 16, 'Up to 12.5 Gigabit', 4, 15],
      ['c7g.medium', 1, 2, 'Up to 12.5 Gigabit', 2, 4],
      ['c7g.large', 2, 4, 'Up to 12.5 Gigabit', 3, 10],
    ],
  ],
  [
    { ...intel, clock: 3.4, burstable: false },
    [
      ['c5.large', 2, 4, 'Up to 10 Gigabit', 3, 10],
      ['c5.xlarge', 4, 8, 'Up to 10 Gigabit', 4, 15],
      ['c5.2xlarge', 8, 16, 'Up to 10 Gigabit', 4, 15],
    ],
  ],
  [
    { ...intel, clock: 3.1, burstable: false },
    [
      ['r5.large', 2, 16, 'Up to 10 Gigabit', 3, 10],
      ['r5.xlarge', 4, 32, 'Up to 10 Gigabit', 4, 15],
    ],
  ],
];

export const instanceTypes = (): InstanceType[] =>
  families.flatMap(([family, sizes]) =>
    sizes.map(([name, vcpus, memoryGiB, network, interfaces, addresses]) => ({
      name,
      vcpus,
      memoryMiB: Math.floor(memoryGiB * 1024),
      family,
      network,
      interfaces,
      addresses,
    })),
  );

/** Whether EC2 knows the type; of most that it knows, there are no details here. */
export function isInstanceTypeName(name: string): name is _InstanceType {
  const shape = ec2Contract.shapes.get('_InstanceType');
  return shape?.kind === 'string' && shape.enum?.includes(name) === true;
}
