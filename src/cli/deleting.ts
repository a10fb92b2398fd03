import { createInterface } from 'node:readline/promises';
import { currentIo } from './io.ts';
import { UserError } from './output.ts';

/** Asks for a yes before a profile is deleted, unless it was given. @throws UserError where there is none */
export async function confirmDeleting(arn: string, { yes = false }: { yes?: boolean }): Promise<void> {
  if (yes) return;
  const { stdin, err } = currentIo();
  if (!stdin.isTTY) throw new UserError('deleting needs a yes: add --yes', 'badRequest');
  const ask = createInterface({ input: stdin, output: err });
  const answer = await ask.question(`Delete ${arn}? Whoever uses it is refused from then on. [y/N] `);
  ask.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UserError('nothing was deleted');
}
