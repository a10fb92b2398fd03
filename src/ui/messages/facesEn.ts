/** What pages of spend begin with: sentences about a month that is over, people, models and cost centers. */

const people = (count: string): string => (count === '1' ? 'One person' : `${count} people`);
const centers = (count: string): string => (count === '1' ? 'One cost center' : `${count} cost centers`);
const models = (count: string): string => (count === '1' ? 'One model' : `${count} models`);
const isOrAre = (count: string): string => (count === '1' ? 'is' : 'are');

/** `watch`: null of days that are over. */
const states = (over: string, watch: string | null): string => {
  if (watch === null) return `${over} ${over === '1' ? 'was' : 'were'} over budget.`;
  if (over === '0') return `${watch} will be over budget at this pace.`;
  const said = `${over} ${isOrAre(over)} over budget`;
  return watch === '0' ? `${said}.` : `${said}, ${watch} will be at this pace.`;
};

export const faces = {
  /** Days that are over: nothing of them is expected any more. */
  past: {
    attention: 'Who was over budget',
    none: 'Nobody was over budget.',
    final: (amount: string, period: string) => `${period}: ${amount}, final.`,
    notFinal: (amount: string, period: string) => `${period}: ${amount}, not final yet.`,
    estimated: (amount: string) => `${amount} of it is still estimated.`,
    provisional: 'AWS may still change the bill until it closes the month.',
    ownFinal: 'The amount is final.',
    ownNotFinal: 'The amount is not final yet.',
    used: (spent: string, budget: string | null, when: string) =>
      `You used ${spent}${budget === null ? '' : ` of ${budget}`} ${when}.`,
    budget: (amount: string) => `The budget was ${amount}.`,
    reached: (day: string, over: string) => `It was reached on ${day} and exceeded by ${over}.`,
    over: (over: string) => `It was exceeded by ${over}.`,
    left: (amount: string) => `${amount} of it was left.`,
    lasted: 'It lasted to the end of the period.',
  },
  allOf: {
    user: {
      over: (count: number) => `${people(String(count)).toLowerCase()} over budget`,
      watch: (count: number) => `${people(String(count)).toLowerCase()} who will be`,
    },
    costCenter: {
      over: (count: number) => `${centers(String(count)).toLowerCase()} over budget`,
      watch: (count: number) => `${centers(String(count)).toLowerCase()} that will be`,
    },
  },
  people: {
    used: (count: string, when: string, spent: string) =>
      `${people(count)} used Bedrock ${when}, for ${spent}.`,
    states,
    top: (count: string, share: string) => `The top ${count} account for ${share}.`,
  },
  centers: {
    charged: (count: string, amount: string, total: string, period: string) =>
      `${centers(count)} spent ${amount} of the ${total} of ${period}.`,
    without: (amount: string) => `${amount} has an owner without a cost center.`,
    states,
    owner: 'Owner',
    noOwner: 'nobody named',
    billed: 'Billed',
    billedTitle: 'What of it the bill says; the rest is estimated.',
  },
  models: {
    used: (count: string, when: string, spent: string) => `${models(count)} in use ${when}, for ${spent}.`,
    first: (name: string, share: string) => `${name} accounts for ${share}.`,
    fresh: (names: readonly string[], period: string) =>
      names.length > 3
        ? `${names.length} are new since ${period}.`
        : `New since ${period}: ${names.join(', ')}.`,
    perMillion: 'Per million',
    perMillionTitle: 'What a million tokens cost in fact: the amount over the tokens, of those with a price.',
    rates: 'Rates of this model',
  },
  sure: 'How sure the figures are',
  paste: 'Settings for your tools',
  seeBudget: 'See the budget',
  ofAll: 'of the organisation',
};
export type FacesWords = typeof faces;
