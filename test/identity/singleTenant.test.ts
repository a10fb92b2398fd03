import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { SignInRefused } from '../../src/core/signIn.ts';
import { identityOf } from '../../src/identity/claims.ts';
import { CLIENT, hostile, REDIRECT } from './hostile.ts';
import { CLAIMS, refusal } from './setup.ts';

/** Which issuers may be said to be of one company, and what else has to fit the issuer. */

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const ENTRA = 'https://login.microsoftonline.com';
const settingsOf = (issuer: string, more: Readonly<Record<string, string>> = {}) => {
  const oidc = 'BEDROCK_LEDGER_SIGN_IN_OIDC_';
  return readConfig(
    {
      BEDROCK_LEDGER_PUBLIC_URL: 'https://ledger.example.com',
      [`${oidc}ISSUER`]: issuer,
      [`${oidc}CLIENT_ID`]: 'client',
      [`${oidc}SINGLE_TENANT`]: 'true',
      ...more,
    },
    null,
  );
};

describe('an issuer of which the settings say that it is of one company', () => {
  it.each([
    'https://login.example.com',
    `${ENTRA}/${TENANT}/v2.0`,
    `${ENTRA.replace('.com', '.us')}/${TENANT}/v2.0`,
    `https://sts.windows.net/${TENANT}/`,
    'https://example.okta.com',
    'https://keycloak.example.com/realms/staff',
    'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_abcdefghi',
  ])('may be %s', (issuer) => {
    expect(settingsOf(issuer).signIn.oidc).toMatchObject({ issuer, singleTenant: true });
  });

  it.each([
    `${ENTRA}/common/v2.0`,
    `${ENTRA}/organizations/v2.0`,
    `${ENTRA}/consumers/v2.0`,
    `${ENTRA}/Common/v2.0`,
    `${ENTRA}/{tenantid}/v2.0`,
    `${ENTRA}/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0`,
    'https://login.microsoftonline.us/common/v2.0',
    'https://login.partner.microsoftonline.cn/organizations/v2.0',
    'https://sts.windows.net/common/',
    'https://accounts.google.com',
    'https://accounts.google.com/',
    'https://appleid.apple.com',
  ])('is not %s', (issuer) => {
    expect(() => settingsOf(issuer)).toThrow(/SINGLE_TENANT: must be false/);
    expect(() => settingsOf(issuer, { BEDROCK_LEDGER_SIGN_IN_OIDC_SINGLE_TENANT: 'false' })).not.toThrow();
  });

  it('stands in place of the setting of before, which says so', () => {
    const old = (value: string) => readConfig({ BEDROCK_LEDGER_SIGN_IN_REQUIRE_VERIFIED_EMAIL: value }, null);
    expect(() => old('false')).toThrow(/singleTenant/);
    expect(() => old('true')).not.toThrow();
  });
});

describe('a tenant of Microsoft Entra ID', () => {
  const identity = (tid: unknown) => {
    const claims = { sub: 's', email: 'ann@example.com', email_verified: true, tid };
    const told = { issuer: `${ENTRA}/${TENANT}/v2.0`, claims, sources: [claims], singleTenant: true };
    return identityOf(told, CLAIMS);
  };
  it.each([undefined, TENANT, TENANT.toUpperCase()])('lets in tid %s', (tid) => {
    expect(identity(tid).email).toBe('ann@example.com');
  });
  it.each(['00000000-0000-0000-0000-000000000000', '', 7, [TENANT], null])('refuses tid %j', (tid) => {
    expect(() => identity(tid)).toThrow(SignInRefused);
    expect(() => identity(tid)).toThrow(/another tenant/);
  });
});

describe('an answer', () => {
  it('that does not name its issuer is refused where the provider says that it always does', async () => {
    const provider = await hostile();
    provider.state.metadata = { authorization_response_iss_parameter_supported: true };
    expect((await refusal(provider.signIn())).refusal).toBe('invalid');
    const oidc = provider.gateway({ clientId: CLIENT });
    const start = await oidc.begin(REDIRECT);
    provider.state.nonce = start.nonce;
    const callback = (iss: string) =>
      new URL(`${REDIRECT}?${new URLSearchParams({ code: 'c', state: start.state, iss })}`);
    expect((await refusal(oidc.finish(callback(`${provider.issuer}/`), start))).refusal).toBe('invalid');
    await expect(oidc.finish(callback(provider.issuer), start)).resolves.toMatchObject({
      issuer: provider.issuer,
    });
    await provider.stop();
  });

  it('that does not end is read no further than any true one is long', async () => {
    const provider = await hostile();
    const long = 'x'.repeat(3 * 1024 ** 2);
    const right = provider.state.token;
    provider.state.token = async (claims) => {
      const [status, answer] = await right(claims);
      return [status, { ...(answer as object), long }];
    };
    const token = await refusal(provider.signIn());
    provider.state.token = right;
    await expect(provider.signIn()).resolves.toMatchObject({ subject: 'subject-1' });
    provider.state.userinfo = { sub: 'subject-1', long };
    const userinfo = await refusal(provider.signIn());
    provider.state.metadata = { long };
    const description = await refusal(provider.gateway().begin(REDIRECT));
    for (const refused of [token, userinfo, description])
      expect(String(refused.cause)).toContain('is larger than 1 MiB');
    await provider.stop();
  });
});
