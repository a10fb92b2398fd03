import type { RefusalCode } from '../../src/core/signIn.ts';
import type { OidcSettings } from '../../src/identity/oidc.ts';
import { CLAIMS } from './setup.ts';

/** What a provider may say of somebody, and what must come of it. */

export const BOSS = 'boss@example.com';
export const ANN = 'ann@example.com';
/** Another address of Boss. */
export const CHIEF = 'chief@example.com';
/** In the directory, with a role, and has never signed in. */
export const FAY = 'fay@example.com';
export const ADMINS = 'ledger-admins';

type Body = Record<string, unknown>;
export interface Row {
  /** What comes. */
  name: string;
  /** Beside a subject and a verified address that are new with each row. */
  claims: Body;
  userinfo?: Body;
  settings?: Partial<OidcSettings>;
  /** As whom they are in, or with which words they are refused; `new`: as a person of the address that was sent. */
  must:
    | { in: string; administers?: boolean; groups?: readonly string[] }
    | { refused: RefusalCode | 'bound'; words: RegExp };
}

const single = { singleTenant: true };
const refused = (words: RegExp, code: RefusalCode = 'claims'): Row['must'] => ({ refused: code, words });
const NOBODY_SAYS = refused(/does not say that this e-mail address is yours/, 'unverified');
const UNCHECKED = refused(/nobody checked/, 'unverified');
const UNCLEAR = refused(/neither true nor false/, 'unverified');
const NO_ADDRESS = refused(/"email" cannot be used: it is no e-mail address/);
const STRANGER: Row['must'] = { refused: 'bound', words: /./ };
const IN: Row['must'] = { in: 'new', administers: false };
const shown = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value));

const says = (claim: string, values: readonly unknown[], must: Row['must'], settings = {}): Row[] =>
  values.map((value) => ({
    name: `${claim} ${shown(value)}${'singleTenant' in settings ? ' of a single tenant' : ''}`,
    claims: { email_verified: undefined, [claim]: value },
    settings,
    must,
  }));

const verification: Row[] = [
  ...says('email_verified', [undefined, null], NOBODY_SAYS),
  ...says('email_verified', [undefined, null, true], IN, single),
  ...says('email_verified', [false, 'false', 'FALSE', 0, '0'], UNCHECKED),
  ...says('email_verified', [false, 'false', 0], UNCHECKED, single),
  ...says('email_verified', ['', 'no', ' true', 'yes', 2, [true], {}], UNCLEAR),
  ...says('email_verified', ['unknown', []], UNCLEAR, single),
  ...says('email_verified', [true, 'true', 'True', 1, '1'], IN),
  ...says('xms_edov', [true, 'true', 1, '1'], IN),
  ...says('xms_edov', [false, '0', 0], UNCHECKED, single),
  ...says('xms_edov', ['maybe'], UNCLEAR, single),
  {
    name: 'one claim says yes, the other no',
    claims: { email_verified: true, xms_edov: false },
    must: UNCHECKED,
  },
  {
    name: 'userinfo vouches for the same address',
    claims: { email: 'u1@example.com', email_verified: undefined },
    userinfo: { email: 'u1@example.com', email_verified: true },
    must: IN,
  },
  {
    name: 'userinfo vouches for another address than that of the ID token',
    claims: { email: FAY, email_verified: undefined },
    userinfo: { email: 'mallory@example.com', email_verified: true },
    must: NOBODY_SAYS,
  },
  {
    name: 'the ID token vouches for another address than that of userinfo',
    claims: { email: 'mallory@example.com', email_verified: true, upn: undefined },
    userinfo: { upn: FAY },
    settings: { claims: { ...CLAIMS, email: 'upn' } },
    must: NOBODY_SAYS,
  },
  {
    name: 'userinfo says no, where the ID token says nothing',
    claims: { email_verified: undefined },
    userinfo: { email_verified: false },
    must: UNCHECKED,
  },
  {
    name: 'the address stands in a claim that nobody vouches for',
    claims: { preferred_username: FAY, email: 'mallory@example.com', email_verified: true },
    settings: { claims: { ...CLAIMS, email: 'preferred_username' } },
    must: NOBODY_SAYS,
  },
  {
    name: 'a name that says it is verified, without an address beside it',
    claims: { preferred_username: FAY, email: undefined, email_verified: true },
    settings: { claims: { ...CLAIMS, email: 'preferred_username' } },
    must: NOBODY_SAYS,
  },
  {
    name: 'another claim holds the address that is vouched for',
    claims: { preferred_username: 'p1@example.com', email: 'p1@example.com', email_verified: true },
    settings: { claims: { ...CLAIMS, email: 'preferred_username' } },
    must: IN,
  },
];

const accounts: Row[] = [
  {
    name: 'the account of Boss',
    claims: { sub: 'boss-1', email: BOSS },
    must: { in: BOSS, administers: true },
  },
  { name: 'the address of Boss with another subject', claims: { email: BOSS }, must: STRANGER },
  {
    name: 'the same of a single tenant, unverified',
    claims: { email: BOSS, email_verified: undefined },
    settings: single,
    must: STRANGER,
  },
  ...['boss-1 ', ' boss-1', 'BOSS-1', 'boss\u20111', 'b\u043ess-1', 'boss-1\u200b'].map((sub) => ({
    name: `the subject ${shown(sub)} with the address of Boss`,
    claims: { sub, email: BOSS },
    must: STRANGER,
  })),
  { name: 'another address of Boss with another subject', claims: { email: CHIEF }, must: STRANGER },
  {
    name: 'Boss by the other address',
    claims: { sub: 'boss-1', email: CHIEF },
    must: { in: BOSS, administers: true },
  },
  {
    name: 'the account of Ann, whose address is that of Boss now',
    claims: { sub: 'ann-1', email: BOSS },
    must: { in: ANN, administers: false },
  },
  {
    name: 'the account of Ann, whose address is that of somebody who never signed in',
    claims: { sub: 'ann-1', email: FAY },
    must: { in: ANN, administers: false },
  },
  {
    name: 'the account of Ann, whose address is new',
    claims: { sub: 'ann-1', email: 'ann.lee@example.com' },
    must: { in: ANN, administers: false },
  },
  {
    name: 'the account of Ann, whose new address is not verified',
    claims: { sub: 'ann-1', email: 'ann.lee@example.com', email_verified: false },
    must: UNCHECKED,
  },
  {
    name: 'a foreign issuer',
    claims: { iss: 'https://evil.example', email: BOSS },
    must: refused(/could not be verified/, 'invalid'),
  },
  { name: 'a subject of 256 characters', claims: { sub: 'x'.repeat(256) }, must: refused(/"sub".*longer/) },
  { name: 'a subject with NUL', claims: { sub: 'boss-1\u0000' }, must: refused(/"sub".*control/) },
  { name: 'a subject that is a number', claims: { sub: 7 }, must: refused(/./, 'invalid') },
  { name: 'no subject', claims: { sub: undefined }, must: refused(/./, 'invalid') },
  { name: 'an empty subject', claims: { sub: '' }, must: refused(/./, 'invalid') },
];

const addresses: Row[] = [
  ...[
    `${BOSS} `,
    ` ${BOSS}`,
    `${BOSS}\u0000`,
    `${BOSS}\n`,
    `${BOSS}\u200b`,
    `\u202e${BOSS}`,
    'boss',
    `Boss <${BOSS}>`,
    `${BOSS},${ANN}`,
  ].map((email) => ({ name: `the address ${shown(email)}`, claims: { email }, must: NO_ADDRESS })),
  ...['BOSS@example.com', 'boss@Example.com', 'b\u043ess@example.com', 'boss@example.com.evil.example'].map(
    (email) => ({ name: `the address ${shown(email)}, which is another one`, claims: { email }, must: IN }),
  ),
  { name: 'a composed letter', claims: { email: 'zo\u00eb@example.com' }, must: IN },
  { name: 'the same letter in two signs', claims: { email: 'zoe\u0308@example.com' }, must: IN },
  { name: 'a list of one address', claims: { email: ['list@example.com'] }, must: IN },
  { name: 'two addresses', claims: { email: [ANN, BOSS] }, must: refused(/"email".*no text/) },
  { name: 'an address that is an object', claims: { email: { a: BOSS } }, must: refused(/"email".*no text/) },
  { name: 'an address that is a number', claims: { email: 7 }, must: refused(/"email".*no text/) },
  {
    name: 'an address of 400 characters',
    claims: { email: `${'x'.repeat(388)}@example.com` },
    must: refused(/"email".*longer/),
  },
  { name: 'no address', claims: { email: undefined }, must: refused(/"email" is missing/) },
  {
    name: 'an address that is said elsewhere',
    claims: { email: undefined, _claim_names: { email: 'src1' } },
    must: refused(/"email" at another place/),
  },
];

const grouped = (value: unknown, administers: boolean, groups: readonly string[]): Row => ({
  name: `groups ${shown(value)}`,
  claims: { groups: value },
  must: { in: 'new', administers, groups },
});
const noGroups = (name: string, claims: Body, words: RegExp): Row => ({ name, claims, must: refused(words) });
const groups: Row[] = [
  grouped([ADMINS], true, [ADMINS]),
  grouped(ADMINS, true, [ADMINS]),
  ...[
    ` ${ADMINS}`,
    `${ADMINS} `,
    `${ADMINS}\n`,
    `x,${ADMINS}`,
    `${ADMINS},`,
    `x ${ADMINS}`,
    `["${ADMINS}"]`,
  ].map((one) => grouped(one, false, [one])),
  ...[ADMINS.toUpperCase(), 'Ledger-Admins', 'l\u0435dger-admins', `${ADMINS}\u200b`].map((one) =>
    grouped([one], false, [one]),
  ),
  grouped([`x,${ADMINS}`, ''], false, [`x,${ADMINS}`]),
  grouped([], false, []),
  grouped('', false, []),
  grouped(null, false, []),
  noGroups('groups in groups', { groups: [[ADMINS]] }, /"groups".*neither a list of names nor one name/),
  noGroups('a number among groups', { groups: [ADMINS, 7] }, /"groups".*neither/),
  noGroups('null among groups', { groups: [ADMINS, null] }, /"groups".*neither/),
  noGroups('groups that are an object', { groups: { [ADMINS]: true } }, /"groups".*neither/),
  noGroups('groups that are true', { groups: true }, /"groups".*neither/),
  noGroups('too many groups', { groups: Array.from({ length: 2_001 }, (_, i) => `g${i}`) }, /more than 2000/),
  noGroups('a group of 400 characters', { groups: ['g'.repeat(400)] }, /more than 320/),
  noGroups('groups said elsewhere', { _claim_names: { groups: 's' } }, /too many groups to be sent/),
  noGroups(
    'some groups, and the others elsewhere',
    { groups: ['x'], _claim_names: { groups: 's' } },
    /too many groups to be sent/,
  ),
  noGroups('groups that are only said to be', { hasgroups: true }, /too many groups to be sent/),
];

export const ROWS: readonly Row[] = [...verification, ...accounts, ...addresses, ...groups];
