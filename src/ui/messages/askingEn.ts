/** Words of asking for more than a budget gives, and of answering that. */
export const askingEn = {
  title: 'Ask for more budget',
  link: 'Ask for more budget',
  intro:
    'For a time, your budget is larger by what you ask for; then it is as it was. Nothing changes before somebody agrees. Whoever decides sees what you have used of this budget.',
  none: 'You are held to no budget, so there is nothing to ask for more of. If your calls are refused, ask whoever administers Bedrock Ledger.',
  yours: 'Your budgets',
  budget: 'Which budget runs short',
  periods: {
    day: 'Daily budget',
    week: 'Weekly budget',
    month: 'Monthly budget',
    quarter: 'Quarterly budget',
    year: 'Yearly budget',
  },
  each: { day: 'a day', week: 'a week', month: 'a month', quarter: 'a quarter', year: 'a year' },
  narrowed: (budget: string, narrow: string) => `${budget} (${narrow})`,
  option: (budget: string, amount: string) => `${budget}: ${amount}`,
  optionLeft: (budget: string, amount: string, left: string) => `${budget}: ${amount}, ${left} left`,
  optionOver: (budget: string, amount: string, over: string) => `${budget}: ${amount}, ${over} over`,
  more: (extra: string, each: string) => `${extra} ${each} more`,
  until: (what: string, day: string) => `${what}, until ${day} (UTC)`,
  amount: 'How much more, USD in each period',
  untilLabel: 'Until when',
  untils: {
    period: 'the end of this period',
    next: 'the end of the next period',
    day: 'a day that you name below',
  },
  day: 'Last day (UTC), where you name one',
  why: 'Why (whoever decides reads it)',
  submit: 'Ask',
  decides: 'Who decides',
  decidesNobody: 'Whoever administers Bedrock Ledger',
  ceiling: (amount: string) =>
    `They can grant up to ${amount} more in this period; what is above that is decided by whoever administers Bedrock Ledger.`,
  ceilings: (amounts: string) =>
    `How much they can grant in this period: ${amounts}. What is above that is decided by whoever administers Bedrock Ledger.`,
  waits: 'You have asked for more already',
  openAlready: 'You have asked for more of this budget already. Take that request back to ask anew.',
  used: 'Used so far',
  left: 'Left',
  over: (amount: string) => `none, ${amount} over`,
  now: 'Budget now',
  forecast: 'Expected at its end',
  unknown: 'not known here',
  noBudget: 'No such budget holds for this person any more: there is nothing to raise.',
  asked: 'Asked for',
  granted: 'Granted',
  most: (amount: string) =>
    `You can grant up to ${amount} more in this period. Above that, whoever administers Bedrock Ledger decides.`,
  mostNone: 'You can grant nothing more in this period; whoever administers Bedrock Ledger can.',
  answerAmount: 'Grant, USD more in each period',
  answerDay: 'Last day (UTC)',
  answerHint: 'Approve as it was asked for, or change the amount or the last day first.',
  state: 'granted',
  headline: {
    waiting: (until: string) => `Waits for an answer until ${until}.`,
    late: 'The time to answer is over. To get more budget, ask again.',
    made: (by: string, at: string) => `Approved by ${by} on ${at}. The budget is larger from then on.`,
    changed: (by: string, at: string) =>
      `Approved by ${by} on ${at} with a change. The budget is larger from then on.`,
    declined: (by: string, at: string) => `Declined by ${by} on ${at}. The budget is as it was.`,
    withdrawn: (at: string) => `Taken back on ${at}. The budget is as it was.`,
    ended: (at: string) => `Ended on ${at}: there is no such budget any more. Nobody has to answer.`,
    expired: (at: string) => `Nobody answered until ${at}. The budget is as it was; to get more, ask again.`,
  },
  done: {
    askedBudget: 'Asked. You are told as soon as somebody answers.',
    granted: 'Approved: the budget is larger now, and the person is told.',
  },
  intros: {
    nobody: '',
    administrator: 'Whoever runs short of budget asks whoever administers Bedrock Ledger.',
    costCenterOwner:
      'Whoever runs short of budget asks the owner of their cost center; where there is none, or they do not answer, administrators do.',
    manager:
      'Whoever runs short of budget asks their manager; where they do not answer, the next manager and then administrators do.',
  },
  again: 'Ask again',
};

/** What is wrong with what was typed there. */
export const invalidAskingEn = {
  askWhy: 'Say why: whoever decides reads it.',
  extraNothing: 'Say how much more: it must be above zero.',
  untilChoice: (choices: readonly string[]) => `Choose one of ${choices.join(', ')}.`,
  untilFar: (days: number) =>
    `A raise lasts ${days} days at most. What is needed for good is a larger budget: ask whoever administers Bedrock Ledger.`,
  budgetNotHeld: (held: string) =>
    held === '' ? 'No budget holds for this person.' : `No such budget holds for this person, but: ${held}.`,
  budgetNone: 'No such budget holds for this person any more. Decline the request and say so.',
  budgetEnds: (last: string) =>
    `This budget ends: its last day is ${last}. Choose that day or an earlier one.`,
  overCeiling: (left: string) =>
    `You can grant up to ${left} more in this period. Grant less, or leave the request to whoever administers Bedrock Ledger: it goes to them by itself.`,
};
