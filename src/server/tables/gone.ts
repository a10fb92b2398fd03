import type { Gone } from '../../app/kept.ts';
import { fullDay, whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';

/** What a page says in place of rows that went by age. */
export const goneWords = ({ what, keptFrom, months }: Gone, { m, locale }: Frame): string =>
  m.gone[what](whole(months), fullDay(keptFrom, locale));
