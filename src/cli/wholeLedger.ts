import { createInterface } from 'node:readline/promises';
import { Forbidden } from '../app/asking.ts';
import { actorHere } from '../context.ts';
import { type Deed, may, operator } from '../core/access.ts';
import { currentIo } from './io.ts';
import { UserError } from './output.ts';

/** What commands ask that work on the ledger as a whole, before it is opened. */

/** Whoever copies it sees all of it, and whoever replaces it changes all of it. @throws Forbidden */
export function mustWorkOnWhole(deed: Deed): void {
  const { viewerOf = operator } = currentIo();
  const viewer = viewerOf(actorHere().id);
  const kind = deed === 'see' ? 'audit' : 'jobs';
  if (!may(viewer, deed, { kind })) throw new Forbidden({ viewer }, deed, { kind });
}

/** @throws UserError unless whoever is at the terminal says yes; in a script, with `needs` */
export async function mustSayYes(question: string, needs: string, otherwise: string): Promise<void> {
  const { stdin, err } = currentIo();
  if (!stdin.isTTY) throw new UserError(needs, 'badRequest');
  const ask = createInterface({ input: stdin, output: err });
  const answer = await ask.question(`${question} [y/N] `);
  ask.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UserError(otherwise);
}
