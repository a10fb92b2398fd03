import { expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createOidcGateway } from '../../src/identity/oidc.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { serve } from '../identity/setup.ts';
import { openCompany, PUBLIC_URL } from './roles.ts';
import { ask } from './setup.ts';

/** What the pages say in one sentence has its case in detail in the log, for whoever has to set it right. */

it('a provider that is set up wrongly is told to the log, in whatever language the page is', async () => {
  const provider = await serve((_, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ issuer: 'https://another.example.com' })),
  );
  const { claims } = readConfig({}).signIn;
  const oidc = { issuer: provider.url, clientId: 'x', clientSecret: null, scopes: [], prompt: null };
  const company = await openCompany({
    signIn: { kind: 'oidc', gateway: createOidcGateway({ ...oidc, claims }) },
  });
  const answer = await ask(company.url, '/sign-in', {
    headers: { host: new URL(PUBLIC_URL).host, 'accept-language': 'ja' },
  });
  await company.close();
  await provider.close();
  expect(answer.status).toBe(403);
  expect(answer.text).toContain(ja.signIn.refused.invalid);
  expect(company.faults).toMatchObject([{ name: 'SignInRefused', message: expect.stringMatching(/issuer/) }]);
  expect(answer.text).not.toContain('issuer');
});
