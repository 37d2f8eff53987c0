/** `require`: not without; `auto`: where it can be done. */
export const securityGroupWishes = ['auto', 'off', 'require'] as const;

export type SecurityGroupWish = (typeof securityGroupWishes)[number];
