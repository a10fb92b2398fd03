import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createAlbGateway } from '../../src/identity/alb.ts';
import { addressOf, bytes, encoded, type Header, HOST, openTarget, visible, whoever } from './harmless.ts';

/**
 * Random bytes at every input of every route: 200 for each kind of input and a thousand in the soak, over raw connections,
 * by strangers and by people of every role. Whatever they are, nothing above 4xx comes of them, and the ledger holds what it held before,
 * beside the entries that say what was refused.
 */

const FORM = 'application/x-www-form-urlencoded';
/** What is wished by asking for it, without any input. */
const WITHOUT_INPUT = ['/sign-out', '/tokens/sessions/end'];

let target: Awaited<ReturnType<typeof openTarget>>;
beforeAll(async () => {
  target = await openTarget();
  expect(target.routes.length).toBeGreaterThan(60);
});
afterAll(() => target.close());

const aRoute = (method?: string) =>
  fc.constantFrom(...target.routes.filter((route) => method === undefined || route.method === method));
const fixed = fc.constant('x');

it('in paths', () =>
  target.expectHarmless(
    fc.tuple(whoever, aRoute('GET')).chain(([who, { path }]) =>
      fc
        .oneof(
          addressOf(path, encoded),
          bytes(60).map((one) => `${path}/${one.toString('latin1')}`),
          visible(60).map((one) => `/${one.toString('latin1')}`),
        )
        .map((address) => ({
          route: path,
          line: `GET ${address} HTTP/1.1`,
          headers: target.headersOf(who, path),
        })),
    ),
  ));

const PARAMETERS = [
  ...[
    'start',
    'endExclusive',
    'last',
    'period',
    'groupBy',
    'basis',
    'limit',
    'offset',
    'page',
    'sort',
    'q',
    'user',
  ],
  ...['costCenter', 'model', 'profile', 'account', 'region', 'tokenKind', 'reason', 'lang', 'theme', 'table'],
  ...[
    'bom',
    'done',
    'from',
    'text',
    'actor',
    'action',
    'before',
    'since',
    'to',
    'state',
    'code',
    'scope',
    'key',
  ],
  ...['amount', 'job', 'month', 'day'],
];
const pairOf = (names: readonly string[]) =>
  fc
    .tuple(
      fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: encoded }),
      encoded,
    )
    .map((both) => both.join('='));

it('in query strings', () => {
  const pairs = fc.array(pairOf(PARAMETERS), { maxLength: 5 }).map((all) => all.join('&'));
  const query = fc.oneof(
    { weight: 4, arbitrary: pairs },
    { weight: 1, arbitrary: bytes(100).map((one) => one.toString('latin1').replaceAll(/[\s\0]/g, '+')) },
  );
  return target.expectHarmless(
    fc.tuple(whoever, aRoute('GET'), query).chain(([who, { path }, asked]) =>
      addressOf(path, fixed).map((address) => ({
        route: path,
        line: `GET ${address}?${asked} HTTP/1.1`,
        headers: target.headersOf(who, path),
      })),
    ),
  );
});

/** Values of a header: what no header may hold, what one may, and what begins as it should. */
const headerValue = (begin: readonly string[] = ['']) =>
  fc
    .tuple(
      fc.constantFrom('', ...begin),
      fc.oneof({ weight: 1, arbitrary: bytes() }, { weight: 4, arbitrary: visible() }),
    )
    .map(([start, one]) => Buffer.concat([Buffer.from(start), one]));
const inHeader = (at: typeof target, name: string, begin?: readonly string[]) =>
  at.expectHarmless(
    fc.tuple(whoever, aRoute(), headerValue(begin)).chain(([who, { method, path }, value]) =>
      addressOf(path, fixed).map((address) => ({
        route: path,
        line: `${method} ${address} HTTP/1.1`,
        // Whoever changes something by its address alone is not asked here.
        headers: [
          ...at.headersOf(method === 'GET' ? who : null, path).filter(([one]) => one !== name),
          [name, value] as const,
        ],
      })),
    ),
  );

it.each<[string, string[]?]>([
  ['host'],
  ['origin', ['https://', 'http://127.0.0.1']],
  ['cookie', ['__Host-ledger-session=', '__Host-ledger-sign-in=', 'lang=', 'theme=']],
  ['authorization', ['Bearer ', 'Bearer blt_', 'Basic ']],
  ['x-forwarded-for', ['192.0.2.1, ', '[::1']],
  ['content-type', [FORM, 'multipart/form-data; boundary=']],
  ['user-agent'],
  ['accept-language'],
])('in the header %s', (name, begin) => inHeader(target, name, begin));

it('in what a load balancer would say', async () => {
  const { claims } = readConfig({}).signIn;
  const loadBalancerArn =
    'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/name/0123456789abcdef';
  const gateway = createAlbGateway({
    loadBalancerArn,
    issuer: 'https://idp.example.com',
    clientId: 'x',
    claims,
  });
  const behind = await openTarget({ signIn: { kind: 'loadBalancer', gateway } });
  try {
    await inHeader(behind, 'x-amzn-oidc-data', ['eyJ', 'e30.e30.', '..']);
  } finally {
    await behind.close();
  }
});

it('in forms', () => {
  const names = [
    ...['scope', 'key', 'amount', 'reason', 'job', 'name', 'days', 'scope.me', 'userEmail', 'costCenter'],
    ...[
      'sourceId',
      'place',
      'email',
      'role',
      'manager',
      'file',
      'account',
      'region',
      '__proto__',
      'constructor',
    ],
  ];
  const part = fc
    .tuple(fc.constantFrom(...names), fc.boolean(), bytes(80))
    .map(([name, isFile, one]) =>
      Buffer.concat([
        Buffer.from(
          `--b\r\ncontent-disposition: form-data; name="${name}"${isFile ? '; filename="x"' : ''}\r\n\r\n`,
        ),
        one,
        Buffer.from('\r\n'),
      ]),
    );
  const MULTIPART = 'multipart/form-data; boundary=b';
  const types = fc.constantFrom(FORM, MULTIPART, 'multipart/form-data', 'text/plain', 'application/json', '');
  const form = fc.oneof(
    fc
      .array(pairOf(names), { maxLength: 6 })
      .map((pairs) => ({ type: FORM, body: Buffer.from(pairs.join('&')) })),
    fc
      .array(part, { maxLength: 5 })
      .map((all) => ({ type: MULTIPART, body: Buffer.concat([...all, Buffer.from('--b--\r\n')]) })),
    fc.tuple(types, bytes(400)).map(([type, body]) => ({ type, body })),
  );
  return target.expectHarmless(
    fc.tuple(whoever, aRoute('POST'), form).chain(([who, { path }, { type, body }]) =>
      addressOf(path, encoded).map((address) => ({
        route: path,
        line: `POST ${address} HTTP/1.1`,
        headers: [
          ...target.headersOf(WITHOUT_INPUT.includes(path) ? null : who, path),
          ['content-type', type] as const,
        ],
        body,
      })),
    ),
  );
});

it('in the whole of a request', () =>
  target.expectHarmless(
    fc
      .tuple(bytes(300), bytes(300))
      .map(([line, body]) => ({ route: '', line, headers: [['host', HOST]] as Header[], body })),
  ));
