/** Words for whoever presses a button in Slack and is told that it did not work. */
export const slackEn = {
  notBelieved: {
    notHere: 'Nothing was changed: this account of Slack is not active, or is no person’s.',
    elsewhere:
      'Nothing was changed: you are of another workspace of Slack. Answer on the page of the request.',
    unconfirmed:
      'Nothing was changed: you have not confirmed your e-mail address in Slack yet. Do that, or answer on the page of the request.',
    noEmail:
      'Nothing was changed: Slack does not tell your e-mail address. The app needs the scope users:read.email.',
  },
  notKnown: (address: string) =>
    `Nothing was changed: the directory of Bedrock Ledger does not hold ${address}. An administrator can add it as another address of yours.`,
  notYours: 'Nothing was changed: this request is not yours to answer, or is not there.',
  notAsked: 'Nothing was changed: Slack did not say in time who you are. Press again, or answer on the page.',
  failed: 'That did not work, and the log of the server says why. Look at the page of the request.',
  reasonHere: 'Write it into the field of the message, and press again.',
  elsewise: 'To grant something else, open the request.',
};
