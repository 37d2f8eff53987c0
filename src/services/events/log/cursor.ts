/** Under which the store keeps the number of the last event that was held against the rules. */
export const cursorName = 'events dispatched';
