import { seesOnlyOwn } from '../../core/access.ts';
import { LedgerError } from '../../core/errors.ts';
import {
  type FigureQuestion,
  seesDaysOfOthers,
  seesOthers,
  type WithheldBecause,
  withheldFrom,
} from '../../core/privacy.ts';
import type { Asking } from '../asking.ts';

/** What of other people's figures is kept back from whoever asks: asked by every verb that shows any. */

const WORDS: Readonly<Record<WithheldBecause, string>> = {
  people:
    'figures of other people are not shown here: sums of enough people are at /together, and your own figures at /me',
  months:
    'of other people whole months are shown: ask for days from the first of a month to the first of another',
  days: 'of other people no days and no lines are shown: ask for whole months, or for your own',
};

/** Figures of other people that the setting `privacy.othersSee` keeps back; /privacy says why. */
export class Withheld extends LedgerError {
  readonly because: WithheldBecause;
  constructor(because: WithheldBecause, othersSee: string) {
    super('withheld', `${WORDS[because]} (privacy.othersSee is ${othersSee})`);
    this.because = because;
  }
}

type Eyes = Pick<Asking, 'viewer' | 'settings'>;

/**
 * Asked before figures are read that are not whoever asks' alone. Who sees nothing but their own anyway is not kept from it.
 * @throws Withheld
 */
export function mustShow({ viewer, settings }: Eyes, question: FigureQuestion): void {
  if (seesOnlyOwn(viewer)) return;
  const because = withheldFrom(viewer, settings.privacy, question);
  if (because !== null) throw new Withheld(because, settings.privacy.othersSee);
}

/** Whether days may be told in an answer that holds figures of others; those of whoever sees only their own always may. */
export const showsDays = ({ viewer, settings }: Eyes): boolean =>
  seesOnlyOwn(viewer) || seesDaysOfOthers(viewer, settings.privacy);

/** Whether a single other person's figures may be told at all. */
export const showsPeople = ({ viewer, settings }: Eyes): boolean => seesOthers(viewer, settings.privacy);

/** Whether all that is named is whoever asks. @param users of a filter; undefined: anybody */
export const isOwnAlone = (
  { viewer }: Pick<Asking, 'viewer'>,
  users: readonly string[] | undefined,
): boolean => viewer.email !== '' && users !== undefined && users.every((user) => user === viewer.email);
