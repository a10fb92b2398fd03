import {
  CreateInstanceAccessControlAttributeConfigurationCommand,
  DeleteInstanceAccessControlAttributeConfigurationCommand,
  DescribeInstanceAccessControlAttributeConfigurationCommand,
  UpdateInstanceAccessControlAttributeConfigurationCommand,
} from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { control } from '../../../src/simulator/wire/control.ts';
import { Meter } from '../../../src/simulator/wire/meter.ts';
import { DEFAULT_SETTINGS } from '../../../src/simulator/wire/service.ts';
import type { SessionStart } from '../../../src/simulator/wire/sign-in.ts';
import { clientsOf, refusal, startSmall } from './support.ts';

const PAYER = '111122223333';
const PLATFORM = '222233334444';

let simulator: Simulator;
let InstanceArn: string;
beforeAll(async () => {
  simulator = await startSmall();
  InstanceArn = simulator.world.permissionSets.instanceArn;
});
afterAll(() => simulator.close());

const client = () => clientsOf(simulator, { region: 'us-west-2' }).ssoadmin;
const rolesOf = (account: string) => simulator.world.permissionSets.reservedRoles(account);
/** A path as IAM Identity Center writes it. */
const pathTo = (attribute: string) => `\${path:${attribute}}`;

/** Posts to the sign-in; `session` is what STS would have been asked for. */
function signIn(body: object): { status: number; answer: Record<string, string>; session?: SessionStart } {
  let session: SessionStart | undefined;
  const answer = control(
    {
      world: simulator.world,
      meter: new Meter(),
      settings: DEFAULT_SETTINGS,
      startSession: (start) => {
        session = start;
        return { AccessKeyId: 'ASIA', SecretAccessKey: 'secret', SessionToken: 'token' };
      },
    },
    {
      method: 'POST',
      path: '/_simulator/sign-in',
      query: new URLSearchParams(),
      headers: {},
      body: JSON.stringify(body),
    },
  );
  return {
    status: answer?.status ?? 0,
    answer: JSON.parse(String(answer?.body ?? '{}')) as Record<string, string>,
    ...(session && { session }),
  };
}

describe('signing in', () => {
  const someone = () => {
    const { users, groups } = simulator.world.directory();
    const admins = groups.find(({ name }) => name === 'platform-admins')?.memberIds ?? [];
    return users.find(({ enabled, userId }) => enabled && !admins.includes(userId));
  };
  const attributes = (AccessControlAttributes: { Key: string; Value: { Source: string[] } }[]) => ({
    InstanceArn,
    InstanceAccessControlAttributeConfiguration: { AccessControlAttributes },
  });

  it('starts a session of the role, named after the person, with their attributes', () => {
    const user = someone();
    const asked = { userEmail: user?.email, permissionSet: 'BedrockUsers', accountId: PLATFORM };
    const { status, session, answer } = signIn(asked);
    expect(status).toBe(200);
    expect(answer).toHaveProperty('SessionToken', 'token');
    expect(session).toEqual({
      accountId: PLATFORM,
      roleArn: rolesOf(PLATFORM).find(({ name }) => name.includes('BedrockUsers'))?.arn,
      sessionName: user?.email,
      tags: { UserEmail: user?.email, CostCenter: user?.costCenter },
    });
  });

  it('is refused in words to whoever is not assigned', () => {
    const user = someone();
    const refused = (change: object) => {
      const asked = { userEmail: user?.email, permissionSet: 'BedrockUsers', accountId: PLATFORM };
      const { status, answer, session } = signIn({ ...asked, ...change });
      return [status, answer.message, session];
    };
    expect(refused({ accountId: PAYER })).toEqual([
      403,
      `${user?.email} is not assigned to BedrockUsers in account ${PAYER}`,
      undefined,
    ]);
    expect(refused({ permissionSet: 'AdministratorAccess' })[0]).toBe(403);
    expect(refused({ permissionSet: 'Nothing' })[0]).toBe(403);
    expect(refused({ userEmail: 'nobody@example.com' })[0]).toBe(403);
    expect(refused({ userEmail: 1 })[0]).toBe(400);
  });

  it('gives the tags that the attributes for access control name', async () => {
    const asked = { userEmail: someone()?.email, permissionSet: 'BedrockUsers', accountId: PLATFORM };
    const describe_ = () =>
      client().send(new DescribeInstanceAccessControlAttributeConfigurationCommand({ InstanceArn }));
    const before = (await describe_()).InstanceAccessControlAttributeConfiguration?.AccessControlAttributes;
    expect(before?.map(({ Key, Value }) => [Key, Value?.Source])).toEqual([
      ['UserEmail', [pathTo('emails[primary eq true].value')]],
      ['CostCenter', [pathTo('enterprise.costCenter')]],
    ]);
    const named = { Key: 'Name', Value: { Source: [pathTo('displayName')] } };
    const unknown = { Key: 'Shoe', Value: { Source: [pathTo('shoeSize')] } };
    await client().send(
      new UpdateInstanceAccessControlAttributeConfigurationCommand(attributes([named, unknown])),
    );
    expect(signIn(asked).session?.tags).toEqual({ Name: someone()?.displayName });
    await client().send(new DeleteInstanceAccessControlAttributeConfigurationCommand({ InstanceArn }));
    expect(signIn(asked).session?.tags).toEqual({});
    expect(await refusal(describe_())).toBe('ResourceNotFoundException');
    const again = () =>
      client().send(
        new CreateInstanceAccessControlAttributeConfigurationCommand(
          attributes([{ Key: 'UserEmail', Value: { Source: [pathTo('emails[primary eq true].value')] } }]),
        ),
      );
    await again();
    expect(await refusal(again())).toBe('ConflictException');
  });
});
