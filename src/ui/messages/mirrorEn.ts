/** Words about AWS Budgets, in English. */

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const mirror = {
  title: 'AWS Budgets',
  intro:
    'Budgets that AWS Budgets holds as well, so that AWS itself warns. A budget that changes here is written to AWS at once; below is what AWS held when it was last read.',
  /** What is still to be done. */
  lead: (open: number, held: number) =>
    open === 0
      ? `AWS holds what it should: ${held === 1 ? 'the one budget agrees' : `all ${held} budgets agree`}.`
      : `${open === 1 ? 'One budget is' : `${open} budgets are`} not yet in AWS as ${open === 1 ? 'it' : 'they'} should be.`,
  off: 'AWS Budgets are not written: budgetsMirror.enabled is off in the settings. This is what would be written.',
  read: (at: string, account: string, total: string) =>
    `Read ${at} in account ${account}, which has ${total} of at most 20,000 budgets.`,
  neverRead: 'AWS Budgets were not read yet.',
  summary: 'What is to be done',
  wanted: 'Budgets that AWS can hold',
  create: 'To be created',
  update: 'To be changed',
  remove: 'To be deleted',
  drift: 'Changed by somebody in AWS',
  accepted: 'Left as AWS has them',
  cannot: 'AWS cannot hold',
  apply: 'Bring AWS in line now',
  applied: 'AWS Budgets are being brought in line; “Data and jobs” shows how far it is.',
  noServer: 'No jobs run beside this server: start “bedrock-ledger budgets mirror”.',
  decided: {
    mend: 'AWS Budgets will be set right.',
    accept: 'Accepted: an amount is now the ledger’s too, and anything else stays as AWS has it.',
  },
  table: 'Budgets in AWS',
  empty: 'There is no budget yet that AWS could hold. Set one under “Budgets”.',
  for: 'For',
  periods: { day: 'daily', week: 'weekly', month: 'monthly', quarter: 'quarterly', year: 'yearly' },
  only: {
    family: (key: string) => `only models ${key}`,
    vendor: (key: string) => `only models of ${key}`,
    tag: (key: string, value: string) => `only ${key} = ${value}`,
  },
  ledger: 'Limit here',
  ledgerTitle: 'The limit that the ledger holds now',
  aws: 'Limit in AWS',
  awsTitle: 'The limit that AWS Budgets held when it was last read',
  later: (amount: string, from: string) => `${amount} from ${from}`,
  state: 'State',
  states: {
    same: 'as it should be',
    create: 'to be created',
    adopt: 'as it should be',
    update: 'to be changed',
    delete: 'to be deleted',
    forget: 'gone',
    leave: 'left',
    asks: 'changed in AWS',
    accepted: 'left as AWS has it',
    foreign: 'not ours',
    full: 'no room',
    cannot: 'not in AWS',
    refused: 'refused by AWS',
  },
  why: {
    week: 'AWS Budgets knows no weeks.',
    fiscal: 'Quarters and years of AWS Budgets begin in January; your fiscal year does not.',
    zero: 'AWS Budgets takes no amount of zero.',
    default:
      'It holds for each person by themselves: AWS would need a budget for each, and has room for 20,000.',
    later: 'It begins later, and is written then.',
    models:
      'The bill does not list these models under SERVICE names of their own, so AWS cannot tell them apart.',
    nobody: 'Nobody reports to this manager, so there is nothing to count.',
    long: 'A value is longer than the 1,024 characters that a filter may hold.',
    asks: 'Somebody changed it in AWS. Mend it, or accept it as it is there.',
    foreign:
      'A budget of this name is in AWS that this ledger did not write. It is left alone unless you mend it.',
    full: 'The account has 20,000 budgets, which is AWS’s limit.',
  },
  notes: {
    noForecast: 'AWS forecasts no days: it warns of actual spend only.',
    thresholds: 'AWS takes five thresholds: the five highest are there.',
    subscribers: 'AWS takes ten addresses and one topic: the first are there.',
    carryOver: 'What is carried over is not part of AWS’s amount.',
    hard: 'AWS only warns; it stops nobody.',
    laterZero: 'A later amount of zero cannot be planned in AWS.',
    named: 'AWS counts the SERVICE names that the bill has had; a new model counts once it is billed.',
  },
  parts: {
    amount: 'amount',
    period: 'period',
    filter: 'what is counted',
    subscribers: 'thresholds or recipients',
  },
  differs: (parts: readonly string[]) => `Differs: ${parts.join(', ')}`,
  deleted: 'Somebody deleted it in AWS.',
  spent: 'Ledger spend',
  actual: 'AWS spend',
  forecast: 'AWS forecast',
  anew: 'AWS works it out anew after a change: up to 12 hours.',
  figureAt: 'AWS’s figure from',
  between: (from: string, to: string) => `between ${from} and ${to}`,
  before: (at: string) => `before ${at}`,
  behind: (least: string, most: string | null) =>
    most === null || most === least
      ? `${least} ${plural(Number(least), 'hour', 'hours')} behind the ledger`
      : `${least} to ${most} hours behind the ledger`,
  ours: (at: string) => `The ledger’s own figures are complete up to ${at}.`,
  figures:
    'AWS works its figures out up to three times a day and does not say when; the two times are those of the readings between which they changed. It counts what is billed and tagged; the ledger estimates what is not billed yet.',
  mend: 'Mend',
  accept: 'Accept',
  acceptTitle: 'Accept what AWS has',
  acceptAmount: (whom: string, ledger: string, aws: string) =>
    `${whom}: the ledger holds ${ledger}, AWS ${aws}. From today on AWS’s amount is the ledger’s too, and anything else stays as AWS has it.`,
  acceptRest: (whom: string) => `${whom}: it stays as AWS has it, otherwise than the ledger would write it.`,
  mendTitle: 'Set right what AWS has',
  mendAmount: (whom: string, ledger: string, aws: string) =>
    `${whom}: AWS has ${aws}, the ledger ${ledger}. AWS is given what the ledger has, alerts and all: what somebody set there is gone.`,
  mendRest: (whom: string) =>
    `${whom}: AWS is given what the ledger has, alerts and all: what somebody set there is gone.`,
  mendGone: (whom: string, ledger: string) =>
    `${whom}: AWS does not have it any more. It is made there again, with ${ledger}.`,
  mendForeign: 'This ledger did not write that budget. From then on it does.',
  mendKeep: 'Leave AWS as it is',
  acceptKeep: 'Leave it open',
  inLog: 'Every write to AWS Budgets, with what was there before, is in the audit log.',
};
