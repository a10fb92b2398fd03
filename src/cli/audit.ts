import { readFileSync } from 'node:fs';
import { auditHead, type Kept, verifyAudit } from '../app/operations/auditChain.ts';
import { type Verdict, verdictOf } from '../app/operations/auditVerdict.ts';
import { HEAD_FORMAT, readDigest, readHead, readKey } from '../core/auditHead.ts';
import { askingOf } from './asking.ts';
import { currentIo } from './io.ts';
import { printJson, say, UserError, withProgress } from './output.ts';
import { type LedgerOptions, withLedgerToRead } from './withContext.ts';

/** `bedrock-ledger audit …`: whether the audit log is what was written. */

/** `audit head`: to be kept where whoever can write to the ledger cannot. */
export const head = (options: LedgerOptions): Promise<void> =>
  withLedgerToRead(options, async (context) => {
    printJson({ format: HEAD_FORMAT, ...(await auditHead(askingOf(context))) });
  });

interface VerifyOptions extends LedgerOptions {
  head?: string;
  key?: readonly string[];
  json?: boolean;
}

const EXIT: Readonly<Record<Verdict['is'], number>> = { holds: 0, broken: 1, unsure: 3 };

/** `audit verify`: exit code 1 where something is wrong, 3 where something cannot be told. */
export const verify = (options: VerifyOptions): Promise<void> => {
  const kept = options.head === undefined ? undefined : keptOf(options.head);
  const keys = options.key ?? [];
  const bad = keys.find((key) => readKey(key) === null);
  if (bad !== undefined)
    throw new UserError(`--key: "${bad}" is no public key: it is the "key" of a signed head`, 'badRequest');
  return withLedgerToRead(options, async (context) => {
    const found = await withProgress(options.json === true, async (progress) => {
      let started = false;
      const tell = (checked: number, all: number) => {
        if (!started) progress.start('audit log', all);
        started = true;
        progress.step(checked);
      };
      const verified = await verifyAudit(askingOf(context), { kept, keys, tell });
      if (started) progress.done(`${verified.checked} entries`);
      return verified;
    });
    const verdict = verdictOf(found, keys.length > 0 || context.settings.auditKey !== null);
    const { is, wrong, unsure, fine } = verdict;
    if (options.json) printJson({ verdict: is, wrong, unsure, ...found });
    else for (const line of [...wrong, ...unsure, ...fine]) say(line);
    currentIo().exitCode = EXIT[is];
  });
};

/** A file with an exported head, or a digest. @throws UserError when it is neither */
function keptOf(given: string): Kept {
  const digest = readDigest(given);
  if (digest !== null) return { digest };
  let text: string;
  try {
    text = readFileSync(given, 'utf8');
  } catch (error) {
    throw new UserError(
      `--head: ${given} is neither a digest of 64 hexadecimal figures nor a file that can be read (${(error as NodeJS.ErrnoException).code})`,
      'badRequest',
    );
  }
  const inFile = readDigest(text);
  if (inFile !== null) return { digest: inFile };
  try {
    const head = readHead(JSON.parse(text));
    if (head !== null) return { head };
  } catch {
    // As anything else that is no head.
  }
  throw new UserError(
    `--head: ${given} holds no head as "bedrock-ledger audit head" prints it`,
    'badRequest',
  );
}
