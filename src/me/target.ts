import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, Fault, plain } from './fault.ts';
import { type Environment, folderOf } from './files.ts';

/** Which server is asked, and with which token. */
export interface Target {
  /** Without a slash at its end; https, or http on the loopback interface. */
  url: string;
  token: string;
  /** Where both come from, for the advice when they do not do: the environment, or what `--setup` stores. */
  from: 'environment' | 'setup';
}

const SETUP = 'Run "bedrock-ledger me --setup".';

/** Where `--setup` keeps address and token. */
export const targetFile = (environment: Environment): string =>
  join(folderOf(environment, 'XDG_CONFIG_HOME', '.config'), 'me.json');

/**
 * Address and token from the environment, else from the file. Never one from here and one from there: a token must not
 * go to a server that it was not made for. Throws a Fault.
 */
export function readTarget(environment: Environment): Target {
  const { BEDROCK_LEDGER_URL: url, BEDROCK_LEDGER_TOKEN: token } = environment;
  if (url && token) return { url: checkUrl(url), token: checkToken(token), from: 'environment' };
  if (url || token)
    throw new Fault(
      `${url ? 'BEDROCK_LEDGER_URL' : 'BEDROCK_LEDGER_TOKEN'} is set without ${url ? 'BEDROCK_LEDGER_TOKEN' : 'BEDROCK_LEDGER_URL'}. Set both, or neither and run "bedrock-ledger me --setup".`,
      'badRequest',
    );
  return readStored(targetFile(environment));
}

function readStored(file: string): Target {
  let content: string;
  try {
    content = readOwn(file);
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (codeOf(error) === 'ENOENT') throw new Fault(`it does not know your server yet. ${SETUP}`);
    throw new Fault(`${file} cannot be read (${codeOf(error)}). ${SETUP}`);
  }
  let stored: { url?: unknown; token?: unknown } | null;
  try {
    stored = JSON.parse(content);
  } catch {
    stored = null;
  }
  if (typeof stored?.url !== 'string' || typeof stored.token !== 'string')
    throw new Fault(`${file} holds no address and token. ${SETUP}`);
  return { url: checkUrl(stored.url), token: checkToken(stored.token), from: 'setup' };
}

/** Content of a file that only its owner may read; the file that is checked is the one that is read. */
function readOwn(file: string): string {
  const opened = openSync(file, 'r');
  try {
    if (process.platform !== 'win32' && (fstatSync(opened).mode & 0o077) !== 0)
      throw new Fault(`${file} holds a token and others can read it. Run: chmod 600 ${file}`);
    return readFileSync(opened, 'utf8');
  } finally {
    closeSync(opened);
  }
}

/** Throws a Fault for an address that a token must not be sent to. */
export function checkUrl(text: string): string {
  const given = text.trim();
  const url = URL.canParse(given) ? new URL(given) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.search ||
    url.hash ||
    url.username ||
    url.password
  )
    throw new Fault(
      'the address must be that of your Bedrock Ledger, such as https://ledger.example.com, without user, query or fragment.',
      'badRequest',
    );
  if (url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname))
    throw new Fault(
      `the token is not sent to ${url.host} over http, where others can read it. Use https://; http is for this machine only.`,
      'badRequest',
    );
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Throws a Fault, which does not hold the token, for what cannot stand in a header. */
export function checkToken(text: string): string {
  const token = text.trim();
  if (!/^[\x21-\x7e]{1,1000}$/.test(token))
    throw new Fault(
      'the token must be one word of letters, digits and signs, as the server showed it.',
      'badRequest',
    );
  return token;
}

/** Where a new token is made. */
export const tokensPage = ({ url }: Target): string => plain(`${url}/tokens`);
