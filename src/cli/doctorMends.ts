/**
 * The one step that mends what `doctor` found: a command of this program, the path of a page, an address, or a setting
 * (`settings KEY`). What stands in capitals is for the reader to fill in. A test holds each against what there is.
 */
export const MENDS = {
  activateTags: 'bedrock-ledger doctor --activate-tags',
  aliases: 'bedrock-ledger people alias list',
  auditVerify: 'bedrock-ledger audit verify',
  backfillTags: 'bedrock-ledger doctor --backfill-tags MONTH',
  bind: 'bedrock-ledger people bind EMAIL --subject SUBJECT --reason WHY',
  collect: 'bedrock-ledger sync',
  collectBill: 'bedrock-ledger sync charges',
  explain: 'bedrock-ledger policies explain --policy FILE --do ACTION --with-aws',
  grant: 'bedrock-ledger people grant administrator EMAIL',
  heldBack: '/jobs',
  judgeFile: 'bedrock-ledger doctor --policy FILE',
  models: 'https://console.aws.amazon.com/bedrock/home#/model-catalog',
  /** Where people get what these print, nothing more is open. */
  printGuard: 'bedrock-ledger policies print guard',
  printInvoke: 'bedrock-ledger policies print invoke',
  /** All that the role of this program needs. */
  printService: 'bedrock-ledger policies print service',
  printSelfService: 'bedrock-ledger policies print self-service',
  profiles: 'bedrock-ledger profiles list',
  readPeople: 'bedrock-ledger people sync',
  reconciliation: '/reconciliation',
  rename: 'bedrock-ledger people rename OLD NEW --reason WHY',
  unbindIssuer: 'bedrock-ledger people unbind --everybody --issuer URL --reason WHY',
  restore: 'bedrock-ledger restore FILE',
  tags: 'https://console.aws.amazon.com/billing/home#/tags',
} as const;

/** The setting that is to be changed. */
export const setting = (key: string): string => `settings ${key}`;

/** Reads one source again. */
export const syncOf = (source: string): string => `${MENDS.collect} ${shellWord(source)}`;

/** A value as one word of a shell, whatever signs it has: what is shown is copied and run. */
export const shellWord = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
