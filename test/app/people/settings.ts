import { readConfig } from '../../../src/config.ts';

export const ISSUER = 'http://127.0.0.1:1';
const standard = readConfig({}, null);

/** Settings of a server that people sign in to. */
export const signingIn = {
  ...standard,
  signIn: {
    ...standard.signIn,
    oidc: { issuer: ISSUER, clientId: 'x', clientSecret: null, scopes: [], prompt: null },
  },
};
