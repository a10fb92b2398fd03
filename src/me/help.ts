/** What `me` says of itself; the command line lists it with the same words. */

export const SUMMARY =
  'one line for a shell prompt or a status line: my spend, budget and what is left of it';

/** What `--format` can hold, in the order in which they are told. */
export const PLACEHOLDERS = [
  'spent',
  'cautious',
  'budget',
  'percent',
  'left',
  'daysLeft',
  'state',
  'forecast',
  'month',
  'stop',
  'asOf',
] as const;

export const HELP = `Usage: bedrock-ledger me [options]

${SUMMARY}

Figures are kept for a minute. Older ones are printed at once, marked with "~" and their local time, while new ones
are fetched in the background. Figures of another month, or older than a day, are not shown.

Options:
  --json           print JSON: the server's answer, with cachedAt and stale
  --format <text>  a line of your own; it may hold ${PLACEHOLDERS.slice(0, 5)
    .map((name) => `{${name}}`)
    .join(', ')},
                   ${PLACEHOLDERS.slice(5)
                     .map((name) => `{${name}}`)
                     .join(', ')}
  --color          colours even where the output is no terminal
  --wait <ms>      wait this long for new figures (0 to 10000); default: 0, or 2000 where there is nothing to show
  --setup          store address and token, after asking the server once; a token on standard input is never echoed
  --url <address>  with --setup: the address, so that only the token is read
  -h, --help       display help for command

Address and token come from BEDROCK_LEDGER_URL and BEDROCK_LEDGER_TOKEN, else from the file that --setup writes.
HTTPS_PROXY, NO_PROXY, AWS_CA_BUNDLE and NODE_EXTRA_CA_CERTS hold here as for other programs.
Exit codes: 0 printed, 1 nothing to show, 2 wrong usage.
`;
