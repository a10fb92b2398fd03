import { OTHER, OWNED, PERSONAS, UNPRICED } from './world.ts';

/** What is asked of an address beside the address itself: of pages as listed here, of the API as its description has it. */

const encoded = encodeURIComponent;
const PERIODS = ['lastMonth', 'last7', 'last30', 'last90'].map((name) => `period=${name}`);
const WEEK = 'start=2026-11-09&endExclusive=2026-11-16';
/** Periods that cannot be shown: of no name, no day, turned round, too early, too late, too long. */
const BAD_PERIODS = [
  'period=never',
  'start=2026-11-31&endExclusive=2026-12-01',
  'start=2026-11-09',
  'start=2026-11-09&endExclusive=2026-11-02',
  'start=2019-01-01&endExclusive=2019-02-01',
  'start=2027-01-01&endExclusive=2027-02-01',
  'start=2020-01-01&endExclusive=2026-11-01',
];
const user = encoded(PERSONAS.user);
const other = encoded(OTHER);
/** Queries of pages that no link leads to, or only from pages further on. */
export const QUERIES: Readonly<Record<string, readonly string[]>> = {
  '/': [
    ...PERIODS,
    WEEK,
    `hide=${encoded(UNPRICED)}`,
    'period=never',
    'theme=dark',
    'theme=light',
    'theme=none',
    'lang=ja',
    'lang=xx',
  ],
  '/me': [...PERIODS, WEEK, 'hide=-', `user=${user}`, `user=${other}`, 'user=nobody%40example.com', 'user=x'],
  '/spend': [
    ...PERIODS,
    WEEK,
    ...BAD_PERIODS,
    'page=2',
    'page=9999',
    'page=x',
    `user=${user}`,
    `user=${other}`,
    'user=(none)',
    `costCenter=${encoded(OWNED)}&tokenKind=input`,
    'costCenter=(none)',
    `model=${encoded(UNPRICED)}`,
    'account=222233334444&region=us-east-1',
    'region=(none)',
    'reason=any',
    'reason=directCall',
    'reason=(none)',
    'reason=never',
    `team=${encoded(PERSONAS.manager)}`,
    `team=${encoded(PERSONAS.manager)}&user=${user}`,
    `team=${other}`,
    'team=nobody%40example.com',
    'profile=arn%3Aaws%3Anothing',
    `format=csv&user=${user}`,
  ],
  '/stops': ['format=csv', 'format=csv&table=ended', 'done=released'],
  '/stops/dry-run': [
    'month=2026-11',
    'month=2026-11&all=yes',
    'month=2026-13',
    'month=2027-01',
    'all=yes&format=csv',
  ],
  '/users': [
    'q=ines',
    'q=nobody-at-all',
    'q=%3Cb%3E&sort=-user',
    'sort=nothing',
    'page=2',
    'page=99',
    'format=csv&table=none',
  ],
  '/find': [
    'q=ines',
    'q=tokyo+claude',
    'q=nobody-at-all',
    'q=%3Cb%3E',
    'q=budget&part=list',
    'q=%E4%BA%88%E7%AE%97&part=list',
  ],
  '/cost-centers': [...PERIODS, WEEK, 'q=tokyo', 'format=csv'],
  '/explore': [
    'group=model&by=day&period=last30',
    'group=user&by=model&top=5&compare=previous&period=last7',
    'group=week&by=costCenter&chart=lines&period=last90',
    'group=modle&by=model',
    'group=user&by=month&format=csv&table=all',
    'measure=tokens&group=tokenKind',
  ],
  '/models': [...PERIODS, 'q=claude+sonnet', 'format=csv'],
  [`/users/${user}`]: [...PERIODS, WEEK],
  [`/teams/${encoded(PERSONAS.manager)}`]: [...PERIODS, WEEK, 'format=csv'],
  '/budgets': [
    'done=set',
    'done=removed',
    'done=never',
    `scope=user&key=${other}&amount=12.50`,
    'scope=none&key=&amount=x',
    'q=platform',
    'format=csv',
  ],
  '/budgets/over': ['which=over', 'which=watch', 'which=none', 'which=x', 'team=nobody', 'format=csv'],
  '/profiles': [
    'get=1',
    'place=222233334444%2Fap-northeast-1',
    'place=x',
    'q=ines',
    'done=deleted',
    'format=csv',
  ],
  '/people': [`q=${user}`, 'q=none-at-all', 'sort=-email', 'done=added', 'format=csv'],
  [`/people/${other}`]: [
    'done=changed',
    'done=granted',
    'done=withdrawn',
    'done=revoked',
    'done=ended',
    'done=never',
  ],
  [`/people/${encoded(PERSONAS.owner)}/roles/withdraw`]: [
    `role=costCenterOwner&costCenter=${encoded(OWNED)}`,
    'role=costCenterOwner&costCenter=Nowhere',
    'role=finance',
    'role=never',
  ],
  [`/people/${other}/roles/withdraw`]: ['role=finance'],
  '/tokens': ['done=revoked', 'done=ended', 'done=never', 'format=csv'],
  '/jobs': [
    'from=100',
    'from=200',
    'from=x',
    'from=9999',
    'done=triggered',
    'table=cost&format=csv',
    'format=csv',
    'q=charges',
    'page=2',
  ],
  '/charge-back': [...PERIODS, 'format=csv', 'format=csv&table=detail'],
  '/reconciliation': [...PERIODS, WEEK, 'start=2027-01-01&endExclusive=2027-02-01', 'format=csv'],
  '/rates': ['q=claude', 'page=2', 'format=csv'],
  '/alerts': ['page=2', 'q=webhook', 'format=csv'],
  '/audit': [
    'text=budget',
    'text=%25',
    `actor=${other}`,
    'action=budget',
    'action=budget.set',
    'action=never',
    'start=2026-11-22&endExclusive=2026-11-24',
    'start=2026-11-31',
    'start=x&endExclusive=y',
    'before=60',
    'since=60',
    'before=1',
    'before=x',
    'text=none-at-all',
    'format=csv',
    'format=csv&action=access',
  ],
  '/inbox': ['format=csv'],
  '/sign-in': ['to=%2Fusers%3Fq%3Dines', 'to=%2F%2Fevil.example.com', 'to=%2Fsign-in'],
  '/sign-in/callback': ['state=x&code=y', 'error=access_denied'],
};

/** Addresses of no route, and of one that cannot be read. */
export const ASTRAY = ['/nothing', '/api/nothing', '/api/v1/nothing', '/users/%', '/api/v1/users/%'];

/** What a parameter of the API may hold, beside the words that its description lists. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  groupBy: [
    'costCenter',
    'user',
    'model',
    'profile',
    'account',
    'day',
    'tokenKind',
    'model,day',
    'user,user',
    'never',
  ],
  limit: ['2', '0', '10001', 'x'],
  offset: ['1', '99999', '-1'],
  month: ['2026-10', '2027-01', '2019-12', '2026-13'],
  at: ['2026-10-15', '2026-11-31'],
  start: ['2026-11-10', '2026-12-01', '2026-02-30'],
  endExclusive: ['2026-11-10', '2026-11-01', 'x'],
  costCenter: [OWNED, ''],
  user: [PERSONAS.user, OTHER],
  model: [UNPRICED],
  profile: ['arn:aws:nothing'],
  account: ['222233334444'],
  day: ['2026-11-23', 'x'],
  region: ['us-east-1'],
  before: ['60', 'x'],
  subject: [`user:${PERSONAS.user}`],
  since: ['2026-11-23', 'x'],
  channel: ['email', 'none'],
  id: ['none'],
  after: ['2026-11-24T10:00:00.000Z~none', 'x'],
  actor: [OTHER],
  action: ['budget', 'export'],
  from: ['2026-11-23', '2026-11-23T10:00:00Z', '2026-02-30'],
  to: ['2026-11-23', 'x'],
  text: ['budget'],
  manager: [PERSONAS.manager, ''],
};
const RANGE = 'start=2026-11-01&endExclusive=2026-12-01';

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: { enum?: string[]; items?: { enum?: string[] } };
}
/** The queries of an address of the API, as its own description has them: none, each parameter, and what is wrong. */
export function apiQueries(path: string, parameters: readonly Parameter[]): string[] {
  const given = parameters.filter((one) => one.in === 'query');
  const needed = given.some(({ required }) => required);
  const after = needed ? `${RANGE}&` : '';
  const each = given.flatMap(({ name, schema, required }) => {
    const words = schema.enum ?? schema.items?.enum ?? VALUES[name];
    if (!words) throw new Error(`${path}: name values of "${name}" in test/record/queries.ts`);
    const rest = required
      ? RANGE.split('&')
          .filter((one) => !one.startsWith(`${name}=`))
          .join('&')
      : after.slice(0, -1);
    const all = schema.enum || schema.items?.enum ? [...words, 'never'] : words;
    return all.map((word) => `${rest}${rest === '' ? '' : '&'}${name}=${encoded(word)}`);
  });
  return [
    ...(needed ? [RANGE] : []),
    ...each,
    `${after}nonsense=1`,
    `${after}x=%`,
    `${after}limit=1&limit=2`,
  ];
}
