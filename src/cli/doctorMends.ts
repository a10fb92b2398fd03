import { shellWord } from './shellWord.ts';

/**
 * The one step that mends what `doctor` found: a command of this program, the path of a page, an address, or a setting
 * (`settings KEY`). What stands in capitals is for the reader to fill in. A test holds each against what there is.
 */
export const MENDS = {
  activateTags: 'bedrock-ledger doctor --activate-tags',
  again: 'bedrock-ledger doctor',
  aliases: 'bedrock-ledger people alias list',
  auditVerify: 'bedrock-ledger audit verify',
  auditVerifyKey: 'bedrock-ledger audit verify --key KEY',
  backfillTags: 'bedrock-ledger doctor --backfill-tags MONTH',
  bind: 'bedrock-ledger people bind EMAIL --subject SUBJECT --reason WHY',
  bypass: 'bedrock-ledger bypass',
  collect: 'bedrock-ledger sync',
  collectBill: 'bedrock-ledger sync charges',
  coverage: '/coverage',
  explain: 'bedrock-ledger policies explain --policy FILE --do ACTION --with-aws',
  grant: 'bedrock-ledger people grant administrator EMAIL',
  grantFinance: 'bedrock-ledger people grant finance EMAIL',
  grantOwner: 'bedrock-ledger people grant costCenterOwner EMAIL --cost-center NAME',
  heldBack: '/jobs',
  importPeople: 'bedrock-ledger people import FILE',
  jobs: '/jobs',
  hygiene: 'bedrock-ledger profiles hygiene',
  judgeFile: 'bedrock-ledger doctor --policy FILE',
  makeRequests: 'bedrock-ledger sync requests',
  migrate: 'bedrock-ledger migrate',
  mirror: 'bedrock-ledger budgets mirror',
  models: 'https://console.aws.amazon.com/bedrock/home#/model-catalog',
  /** Where people get what these print, nothing more is open. */
  printGuard: 'bedrock-ledger policies print guard',
  printBoundary: 'bedrock-ledger policies print boundary',
  printInvoke: 'bedrock-ledger policies print invoke',
  /** All that the role of this program needs. */
  printService: 'bedrock-ledger policies print service',
  printSelfService: 'bedrock-ledger policies print self-service',
  profiles: 'bedrock-ledger profiles list',
  readPeople: 'bedrock-ledger people sync',
  reconciliation: '/reconciliation',
  resend: 'bedrock-ledger alerts resend --failed',
  rename: 'bedrock-ledger people rename OLD NEW --reason WHY',
  unbindIssuer: 'bedrock-ledger people unbind --everybody --issuer URL --reason WHY',
  restore: 'bedrock-ledger restore FILE',
  testChannel: 'bedrock-ledger channels test NAME',
  tags: 'https://console.aws.amazon.com/billing/home#/tags',
} as const;

/** The setting that is to be changed. */
export const setting = (key: string): string => `settings ${key}`;

/** The steps of a plan that are in some state. */
export const planSteps = (id: string, state: 'failed' | 'waiting'): string =>
  `bedrock-ledger profiles plans show ${id} --state ${state}`;

/** Reads one source again. */
export const syncOf = (source: string): string => `${MENDS.collect} ${shellWord(source)}`;

/** Does the work of a job again; what `sync` does not do has a command of its own. */
export const runOf = (job: string): string => (job === 'budgets' ? MENDS.mirror : syncOf(job));

/** Where the reader is: what the doctor was told, and the address under which the pages are. */
export interface Whereabouts {
  db?: string | undefined;
  config?: string | undefined;
  publicUrl: string | null;
}

/**
 * A step as it is taken from where the doctor was asked: a command with the same ledger and settings, a page with its whole
 * address where that is set.
 */
export function mendFrom({ db, config, publicUrl }: Whereabouts, mend: string): string {
  if (mend.startsWith('/')) return publicUrl === null ? mend : `${publicUrl}${mend}`;
  if (!mend.startsWith('bedrock-ledger ')) return mend;
  const of = (name: string, value: string | undefined) =>
    value === undefined ? '' : ` --${name} ${shellWord(value)}`;
  return `${mend}${of('config', config)}${of('db', db)}`;
}
