import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { outgoingFault, outgoingFaultOf } from '../../src/core/outgoing.ts';

/** Where nothing is asked, in whatever spelling; and that companies' own networks are not among it. */

const OFF_LIMITS = [
  '169.254.169.254',
  '169.254.0.1',
  '169.254.170.2',
  '169.254.255.255',
  '169.254.169.254.',
  '2852039166',
  '0xa9fea9fe',
  '0xA9.0xFE.0xA9.0xFE',
  '0251.0376.0251.0376',
  '169.254.43518',
  '169.16689662',
  '0xa9.254.0251.254',
  '１６９.２５４.１６９.２５４',
  '169。254。169。254',
  '[::ffff:169.254.169.254]',
  '::ffff:a9fe:a9fe',
  '[0:0:0:0:0:ffff:a9fe:a9fe]',
  '[::169.254.169.254]',
  '[64:ff9b::169.254.169.254]',
  '64:ff9b::a9fe:a9fe',
  '[2002:a9fe:a9fe::1]',
  'fe80::1',
  '[fe80::1]',
  'FE80::1%eth0',
  'febf::1',
  '[fe80:0:0:0:0:0:0:1]',
  'fd00:ec2::254',
  '[fd00:ec2::254]',
  '[fd00:0ec2:0:0:0:0:0:254]',
  'fd00:ec2::23',
  'FD00:EC2::253',
  '100.100.100.200',
  'metadata.google.internal',
  'METADATA.google.internal.',
  'metadata',
  'instance-data',
  'instance-data.ec2.internal',
  '0.0.0.0',
  '0',
  '0.1.2.3',
  '::',
  '[::ffff:0.0.0.0]',
  '224.0.0.1',
  '239.255.255.250',
  '255.255.255.255',
  'ff02::1',
];

const FINE = [
  'example.com',
  'hooks.example.com.',
  'localhost',
  '127.0.0.1',
  '::1',
  '[::ffff:127.0.0.1]',
  '10.0.0.7',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.253.255.255',
  '169.255.0.0',
  '168.254.169.254',
  'fd00::1',
  'fd12:3456::1',
  'fec0::1',
  '2001:db8::1',
  '[2002:a00:1::1]',
  'metadata.example.com',
  '169.254.169.254.example.com',
  'xn--bcher-kva.example',
];

describe('an address that nothing is asked at', () => {
  it.each(OFF_LIMITS)('is %s', (host) => expect(outgoingFault(host)).toMatch(/link-local/));
  it.each(OFF_LIMITS.filter((host) => !/^[^[].*:|%/.test(host)))('is %s in an address, too', (host) => {
    for (const scheme of ['http', 'https', 'smtp', 'smtps'])
      expect(outgoingFaultOf(`${scheme}://user:pw@${host}:81/path`), scheme).not.toBeNull();
  });
  it.each(FINE)('is not %s', (host) => expect(outgoingFault(host)).toBeNull());
  it('is not what cannot be read', () => {
    expect(outgoingFaultOf('no address')).toBeNull();
    expect(outgoingFault('a b')).toBeNull();
  });
});

describe('settings that name one', () => {
  const secret = 'a secret of the receiver';
  const PUBLIC = { BEDROCK_LEDGER_PUBLIC_URL: 'https://ledger.example.com' };
  it.each([
    ['BEDROCK_LEDGER_NOTIFY_WEBHOOK_URL', 'https://169.254.169.254/latest/meta-data/'],
    ['BEDROCK_LEDGER_NOTIFY_WEBHOOK_URL', 'http://0xa9fea9fe/'],
    ['BEDROCK_LEDGER_NOTIFY_SMTP_URL', 'smtp://2852039166:25'],
    ['BEDROCK_LEDGER_NOTIFY_SMTP_URL', 'smtps://[fd00:ec2::254]'],
    ['BEDROCK_LEDGER_SIGN_IN_OIDC_ISSUER', 'https://metadata.google.internal'],
    ['BEDROCK_LEDGER_SIGN_IN_ALB_ISSUER', 'https://169.254.1.1'],
    ['BEDROCK_LEDGER_SIGN_IN_ALB_KEYS_URL', 'https://[fe80::1]/keys'],
    ['AWS_ENDPOINT_URL', 'http://169.254.169.254'],
    ['AWS_ENDPOINT_URL_STS', 'https://[::ffff:a9fe:a9fe]/'],
  ])('%s=%s are not taken', (name, value) => {
    const read = () => readConfig({ ...PUBLIC, BEDROCK_LEDGER_NOTIFY_WEBHOOK_SECRET: secret, [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`${name}: .*link-local`));
  });
});
