/** How 169.254.170.2 is to be held; see `link-local.ts`. */
export const linkLocalWishes = ['auto', 'bind', 'relay', 'off'] as const;
export type LinkLocalWish = (typeof linkLocalWishes)[number];
