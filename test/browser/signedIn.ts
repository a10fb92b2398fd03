import { makeApproved } from '../../src/app/approvals/make.ts';
import { retireProfile } from '../../src/app/profiles/retire.ts';
import { vendProfile } from '../../src/app/profiles/vend.ts';
import { DEMO_GROUP_ROLES, demoPersonas } from '../../src/cli/demoPeople.ts';
import { freePort } from '../../src/cli/lifetime.ts';
import { readConfig } from '../../src/config.ts';
import { operator } from '../../src/core/access.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { PROVIDER_CLAIMS, PROVIDER_SCOPES, startProvider } from '../../src/demo/provider.ts';
import { createOidcGateway } from '../../src/identity/oidc.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { askingOf } from '../asking.ts';
import { openCollected } from '../journeys/collected.ts';
import { ACTOR, serveLedger } from '../server/setup.ts';

const CLIENT = { clientId: 'bedrock-ledger', clientSecret: 'a-secret-of-the-test' };

/**
 * A company that was collected once, behind the real identity provider of the demo, with somebody for each role.
 * @param smtpUrl where mail goes; without it there is none
 */
export async function openSignedIn(smtpUrl: string | null = null) {
  const [port, providerPort] = [await freePort(0), await freePort(0)];
  const url = `http://localhost:${port}`;
  const { signIn, notify } = readConfig({});
  const oidc = {
    issuer: `http://127.0.0.1:${providerPort}`,
    ...CLIENT,
    scopes: [...PROVIDER_SCOPES],
    prompt: 'login',
  };
  const world = await openCollected({
    publicUrl: url,
    notify: { ...notify, smtpUrl },
    signIn: { ...signIn, oidc, claims: PROVIDER_CLAIMS },
    roles: { administrators: [], groups: DEMO_GROUP_ROLES.map((one) => ({ ...one, costCenter: null })) },
    directory: { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null },
  });
  const { store, clock, settings } = world;
  if (smtpUrl !== null) world.deps.notifiers = [emailNotifier(smtpUrl, 'ledger@example.com')];
  const now = new Date(clock.now()).toISOString();
  await store.budgets.set({ kind: 'userDefault' }, money('300'), ACTOR, now);
  await world.sync(['people', 'alerts', 'deliver']);
  const personas = await demoPersonas(askingOf(store, { now: clock.now(), actor: ACTOR, settings }));
  const provider = await startProvider({
    personas,
    ...CLIENT,
    redirectUris: [`${url}/sign-in/callback`],
    port: providerPort,
  });
  const served = await serveLedger(
    {
      store,
      clock,
      settings,
      operator: operator('nobody'),
      signIn: { kind: 'oidc', gateway: createOidcGateway({ ...oidc, claims: PROVIDER_CLAIMS }) },
      actions: {
        trigger: () => undefined,
        createProfile: (asking, typed) => vendProfile(asking, world.deps.awsFactory(ZERO), typed),
        makeApproved: (asking, id) => makeApproved(asking, world.deps.awsFactory(ZERO), id),
        deleteProfile: (asking, arn, typed) => retireProfile(asking, world.deps.awsFactory(ZERO), arn, typed),
      },
    },
    port,
  );
  return {
    ...served,
    url,
    world,
    personas,
    provider,
    async close() {
      await served.close();
      await provider.stop();
      await world.close();
    },
  };
}
