/** The way from an empty ledger to the first figures. */

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const setup = {
  intro: 'What has to be in place before there are figures, in the order in which it is needed.',
  open: 'Open the set-up',
  lead: 'The set-up says what is missing, and starts the first collection.',
  allDone: 'The set-up is complete.',
  progress: (done: number, all: number, next: string) =>
    `${done} of ${all} steps ${done === 1 ? 'is' : 'are'} done. Next: ${next}.`,
  steps: {
    accounts: 'Accounts and Regions',
    permissions: 'Permissions',
    tags: 'Tags',
    collection: 'First collection',
    signIn: 'Sign-in',
  },
  states: { done: 'done', todo: 'to do', failed: 'does not work', unknown: 'not known yet' },
  checkNow: 'Check now',
  checkedAt: (at: string) => `Checked ${at}.`,
  never: 'AWS has not been asked yet.',
  checking: (at: string) => `AWS is being asked since ${at}; look again in a moment.`,
  off: 'This server does not reach AWS.',
  charge: 'A check costs about three cents at AWS.',
  done: {
    checked: 'Checked.',
    checking: 'AWS is still being asked: look again in a moment.',
    collecting: 'The collection was asked for and begins in a moment.',
  },
  settings: 'These lines go into the settings (bedrock-ledger.yaml); then start the server again:',
  accounts: {
    payer: (arn: string) => `The bill is asked as ${arn}.`,
    own: 'with the credentials of this server',
    by: (role: string) => `by the role ${role}`,
    reached: 'reached',
    unreached: 'not reached',
    unasked: 'not asked yet',
    none: 'No account is named yet.',
    payerFails: 'AWS does not say whose the credentials of this server are:',
    credentials: 'Give the server credentials, for example a profile, then start it again:',
    more: (count: number) => `${counted(count, 'more account', 'more accounts')}, not shown.`,
    others: 'Where people call Bedrock in other accounts, name each with its role:',
    trust: 'What such a role trusts and may do',
  },
  permissions: {
    ok: (count: number) =>
      count === 1
        ? 'AWS answered the one request that was tried.'
        : `AWS answered all ${count} requests that were tried.`,
    some: (ok: number, all: number) => `AWS answered ${ok} of ${all} requests that were tried.`,
    waits: 'Each is tried once the accounts are reached.',
    ofPayer: 'the bill',
    add: (account: string) => `Add to the policy of the role in ${account}:`,
    addTo: {
      payer: 'Add to the policy of the credentials that read the bill:',
      server: 'Add to the policy of the credentials of this server:',
    },
    whole: 'The whole policy of the service',
    more: (count: number) => `${counted(count, 'more request', 'more requests')} failed; they are not shown.`,
    words: 'What AWS said',
  },
  tags: {
    keys: { active: 'active', inactive: 'not active', unseen: 'not seen by AWS yet' },
    optional: 'not needed',
    unknown: 'AWS has not said how the cost allocation tags stand.',
    none: 'No profile is known yet. The first collection reads them.',
    profiles: (known: number, lacking: number) =>
      lacking === 0
        ? known === 1
          ? 'The one profile carries all tags.'
          : `All ${known} profiles carry all tags.`
        : `${lacking} of ${counted(known, 'profile', 'profiles')} ${lacking === 1 ? 'lacks' : 'lack'} tags.`,
    lacking: 'Profiles that lack tags',
    notFound: 'AWS has no profile in these accounts and Regions.',
    make: 'Get a profile with tags',
    makeByHand: 'Make the first one with its tags, for example:',
    activate: 'Activate them, with rights on the payer account:',
    console: 'In the AWS console: Billing and Cost Management, Cost allocation tags',
    wait: 'AWS takes up to 24 hours to show a tag once a profile that carries it was used, and up to 24 hours more to put it on the bill once it is active. Earlier days follow only by a back-fill.',
  },
  collection: {
    reads: 'It reads profiles and models, token usage, and the bill; then pages have figures.',
    first: (months: string, requests: string, charge: string) =>
      `The bill of ${months} months takes at least ${requests} requests to Cost Explorer, which AWS charges with $0.01 each: ${charge}. Token usage comes on top, as a rule some cents. It takes some minutes; of a large company, longer.`,
    start: 'Collect now',
    again: 'Collect again',
    here: 'Figures are here.',
    overview: 'Open the overview',
    jobs: 'All runs',
    off: 'This server runs no jobs. Collect by the command line:',
    failed: 'The last run did not go well:',
  },
  signIn: {
    off: 'Nobody signs in: only this machine is served, and whoever is at it is administrator. For others, name an identity provider:',
    alb: 'Behind a load balancer that signs people in, these lines instead:',
    oidc: (issuer: string) => `People sign in with ${issuer}.`,
    byAlb: (arn: string) => `The load balancer ${arn} signs people in.`,
    callback: 'Redirect URI to register with the provider:',
    test: 'Try the sign-in',
    administrators: (names: string, more: number) =>
      `Administrators: ${names}${more > 0 ? ` and ${more} more` : ''}.`,
    nobody: 'Nobody is administrator yet. Name the first one:',
  },
  more: {
    title: 'When it runs',
    channels: 'Connect e-mail or a chat, so that alerts arrive',
    budget: 'Set the first budget',
    people: 'Bring in people and cost centers',
    vending: {
      on: 'Profiles are made from here.',
      off: 'Profiles are not made from here (vending.enabled: true switches it on).',
    },
    enforcement: {
      off: 'Budgets stop nobody (enforcement.mode).',
      dryRun: 'Budgets stop nobody: it is a dry run.',
      on: 'Hard budgets stop use.',
    },
  },
};
