/** How deep causes are followed, and how long one of them may be in the log. */
const MAX_DEPTH = 4;
const MAX_LENGTH = 300;
/** Anything this long without a break, or that begins like a JWT, may be a token, a code or a key. */
const LIKE_A_TOKEN = /\bey[\w-]{6,}[\w.-]*|[\w\-+/=~%]{24,}/g;
const LIKE_A_CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

/**
 * What went wrong, for the log, without what was sent: the chain of causes as one line. Library errors carry whole
 * responses, headers and claims as properties, and errors of parsers quote what they parsed, so that only names, codes
 * and messages are taken, no message of a parser, and nothing that looks like a token.
 * @param secrets exact texts that must not appear, however short
 */
export function causeOf(error: unknown, secrets: readonly string[] = []): Error {
  const parts: string[] = [];
  let at: unknown = error;
  for (let depth = 0; depth < MAX_DEPTH && at instanceof Error; depth++) {
    const { code } = at as { code?: unknown };
    const message = at instanceof SyntaxError ? '' : `: ${withoutSecrets(at.message, secrets)}`;
    const name = typeof code === 'string' && LIKE_A_CODE.test(code) ? `${at.name} ${code}` : at.name;
    parts.push(`${name}${message}${withoutSecrets(providerWords(at), secrets)}`);
    at = at.cause;
  }
  return new Error(parts.join(' <- ') || 'unknown');
}

/** `error` and `error_description` of an answer by OAuth 2.0: what an administrator needs to set the provider right. */
function providerWords(error: Error): string {
  const { error: name, error_description: words } = error as { error?: unknown; error_description?: unknown };
  return [name, words]
    .filter((word) => typeof word === 'string')
    .map((word) => ` (${word})`)
    .join('');
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets
    .filter((secret) => secret !== '')
    .reduce((left, secret) => left.replaceAll(secret, '…'), text);
  return known.replace(LIKE_A_TOKEN, '…').slice(0, MAX_LENGTH);
}
