import { resolve } from 'node:path';
import { actorHere } from '../context.ts';
import { visibleInLine } from '../core/signs.ts';
import { lookAtCopy, type Restored, restoreLedger, seize } from '../upkeep.ts';
import { sizeWords } from './backup.ts';
import { currentIo } from './io.ts';
import { unlessInterrupted } from './lifetime.ts';
import { printJson, remark, say } from './output.ts';
import { shellWord } from './shellWord.ts';
import { mustSayYes, mustWorkOnWhole } from './wholeLedger.ts';
import { configOf, type LedgerOptions } from './withContext.ts';

/** `bedrock-ledger restore`: a copy in the place of the ledger, which is kept aside. */

interface Options extends LedgerOptions {
  yes?: boolean;
  force?: boolean;
  json?: boolean;
}

export async function restore(from: string, options: Options): Promise<void> {
  const { yes = false, force = false, json = false } = options;
  const { db, payer, simulated } = configOf(options);
  mustWorkOnWhole('change');
  const tell = json ? () => {} : remark;
  // Refused before a question is asked; it is asked again when the answer is there.
  const seized = seize(db, force);
  seized?.release();
  const present = seized?.looked ?? null;
  const payerAccountId = payer.accountId ?? present?.identity?.payerAccountId;
  const copy = lookAtCopy(
    from,
    db,
    { simulated, ...(payerAccountId === undefined ? {} : { payerAccountId }) },
    force,
  );
  const what = `${from} (${sizeWords(copy.bytes)}, audit log up to entry ${copy.head?.id ?? '?'})`;
  if (!yes)
    await mustSayYes(
      seized === null
        ? `Make ${what} the ledger ${resolve(db)}?`
        : `Replace ${resolve(db)} (${present === null ? 'which cannot be read' : `audit log up to entry ${present.head?.id ?? '?'}`}) by ${what}? What is there is kept aside, and everybody signs in again.`,
      'restoring needs a yes: add --yes',
      'nothing was restored',
    );
  const began = performance.now();
  const restored = await unlessInterrupted('nothing was restored', () =>
    restoreLedger(from, db, { now: currentIo().clock.now(), actor: actorHere(), force, tell }),
  );
  const seconds = Math.round(performance.now() - began) / 1000;
  if (json) printJson({ file: resolve(from), db: resolve(db), ...restored, seconds });
  else for (const line of words(db, from, restored, seconds)) say(line);
}

/** Rights that are named one by one; `--json` has all. */
const NAMED = 20;

/** What came back that had been taken away, each with what takes it away again. */
function backWords(back: Restored['brought']['back']): string[] {
  if (back.length === 0) return [];
  const more = back.length - NAMED;
  return [
    '',
    `Taken away since the copy was made, and there again (${back.length}):`,
    ...back.slice(0, NAMED).map(({ kind, email, what: [first = '', second] }) => {
      if (kind === 'role')
        return `  bedrock-ledger people withdraw ${shellWord(first)} ${shellWord(email)}${second === undefined ? '' : ` --cost-center ${shellWord(second)}`}`;
      if (kind === 'account')
        return `  bedrock-ledger people unbind --issuer ${shellWord(first)} --subject ${shellWord(second ?? '')}      # ${visibleInLine(email)}`;
      return `  ${visibleInLine(email)} had left or was not there: who leaves is known again once the directory is read`;
    }),
    ...(more > 0 ? [`  and ${more} more (--json)`] : []),
  ];
}

function words(
  db: string,
  from: string,
  { kept, lost, madeAt, brought }: Restored,
  seconds: number,
): string[] {
  const { owed, revoked, told, unread } = brought;
  return [
    `${resolve(db)} is ${from} again, after ${seconds.toFixed(1)} s.`,
    ...(kept === null ? [] : [`What was there is kept as ${kept}; remove it once nobody needs it.`]),
    ...(revoked + told === 0
      ? []
      : [
          `Taken over from it: ${revoked} tokens that were revoked since, ${told} alerts and notices that were told since.`,
        ]),
    ...(unread.length === 0
      ? []
      : [`It could not be read whole (${unread.join(', ')}): of that nothing was taken over.`]),
    ...(owed === 0
      ? []
      : [
          `${owed} messages were still to be sent when the copy was made, and may have gone out since: they are given up, and not sent by themselves.`,
        ]),
    ...backWords(brought.back),
    ...(kept !== null && brought.unread.length === 0 && lost !== null
      ? []
      : [
          '',
          `Nobody can say what was changed since the copy was made (its last entry is of ${madeAt ?? 'no time'}): tokens that were revoked, roles and`,
          'accounts that were taken away, and people who left since are there again. Look at "people list" and "tokens list" first.',
        ]),
    '',
    'What to do next:',
    `  bedrock-ledger doctor${kept === null ? '' : '            # and start the server: it collects from AWS what is missing'}`,
    ...(kept === null || lost === 0
      ? []
      : [
          `  ${lost === null ? 'Changes' : `${lost} entries of the audit log`} since the copy was made are in ${kept} alone: look there for roles that were given or`,
          '  taken, people who left, budgets, and tokens, and do it again. Everybody signs in again.',
        ]),
    '  bedrock-ledger audit head         # keep it: heads of what came after the copy no longer hold',
    '  With Litestream: litestream reset, before it starts again.',
  ];
}
