import type { Place } from './types.ts';

/** How an account and Region is called as one: in settings, forms, files and as a key. */
export const placeKey = ({ accountId, region }: Place): string => `${accountId}/${region}`;
