/** What is done with subnets and groups that EC2 does not have: refused, as by AWS, or taken for default ones. */
export const unknownSubnetWishes = ['refuse', 'default'] as const;

export type UnknownSubnetWish = (typeof unknownSubnetWishes)[number];
