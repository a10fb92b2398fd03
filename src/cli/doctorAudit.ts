import { verifyAudit } from '../app/operations/auditChain.ts';
import { verdictOf } from '../app/operations/auditVerdict.ts';
import type { LedgerContext } from '../context.ts';
import { filesOf, openToOthers } from '../upkeep.ts';
import { askingOf } from './asking.ts';
import type { Check } from './doctorAws.ts';
import { MENDS } from './doctorMends.ts';
import { shellWord } from './shellWord.ts';

/** What `doctor` says of the audit log, and of who may read the ledger's files. */

/** Entries that are looked at: some two seconds. `audit verify` looks at all. */
const NEWEST = 200_000;

const STATES = { holds: 'ok', broken: 'failed', unsure: 'warning' } as const;

export async function auditCheck(context: LedgerContext): Promise<Check> {
  const found = await verifyAudit(askingOf(context), { newest: NEWEST });
  const { is, wrong, unsure } = verdictOf(found, context.settings.auditKey !== null);
  const said = found.whole
    ? `${found.checked} entries hold`
    : `the newest ${found.checked} entries hold; all: bedrock-ledger audit verify`;
  return {
    check: 'audit log',
    state: STATES[is],
    found: is === 'holds' ? said : [...wrong, ...unsure].join(' '),
    advice:
      is === 'broken'
        ? 'somebody wrote to the file past this product: compare with a copy of before (bedrock-ledger audit verify --db COPY)'
        : is === 'unsure'
          ? 'bedrock-ledger audit verify --key KEY'
          : '',
    ...(is === 'holds' ? {} : { mend: is === 'broken' ? MENDS.auditVerify : MENDS.auditVerifyKey }),
  };
}

/** Files that were made by earlier versions, or opened up by somebody: they are left as they are, and told. */
export function rightsCheck(db: string): Check {
  const open = openToOthers(filesOf(db));
  return {
    check: 'rights of files',
    state: open.length === 0 ? 'ok' : 'warning',
    found:
      open.length === 0
        ? 'the ledger and its copies are their owner’s alone'
        : `others may read or write ${open.map(({ path, mode }) => `${path} (${mode})`).join(', ')}`,
    advice: open.length === 0 ? '' : 'they are the owner’s alone, unless others are meant to',
    ...(open.length === 0 ? {} : { mend: `chmod 600 ${open.map(({ path }) => shellWord(path)).join(' ')}` }),
  };
}
