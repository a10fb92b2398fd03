/** Who presses a button in Slack, as Slack says it, and whether that is to be believed. Pure. */

/** The workspace of an app, and the organisation that it is of; '' where there is none. */
export interface SlackTeam {
  team: string;
  enterprise: string;
}

/** Somebody in Slack: nothing that they write themselves. */
export interface SlackFacts extends SlackTeam {
  /** '' where Slack says none: the app may not read it, or it is a program. */
  email: string;
  /** Has not been deactivated. */
  isHere: boolean;
  isBot: boolean;
  /** Of another workspace, met in a conversation that both share. */
  isStranger: boolean;
  /** They have proven that the address is theirs. */
  isConfirmed: boolean;
}

/** Why nobody's address is taken from what Slack says. */
export type NotBelieved = 'notHere' | 'elsewhere' | 'unconfirmed' | 'noEmail';

/** Null: their address says who they are. Whoever administers another workspace can give its people any address. */
export function notBelieved(user: SlackFacts, ours: SlackTeam): NotBelieved | null {
  if (!user.isHere || user.isBot) return 'notHere';
  const sameTeam = user.team !== '' && user.team === ours.team;
  const sameCompany = user.enterprise !== '' && user.enterprise === ours.enterprise;
  if (user.isStranger || !(sameTeam || sameCompany)) return 'elsewhere';
  if (user.email === '') return 'noEmail';
  return user.isConfirmed ? null : 'unconfirmed';
}

/** What is posted to the address that came with a press. */
export interface SlackResponse {
  text: string;
  /** Said to whoever pressed alone; else it takes the place of the message. */
  response_type?: 'ephemeral';
  replace_original: boolean;
  blocks?: readonly Readonly<Record<string, unknown>>[];
}
