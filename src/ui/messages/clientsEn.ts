/** Words about settings to paste into clients, in English. */

export const clients = {
  intro:
    'Each is ready for this profile, its Region and its model. The credentials are those of your AWS sign-in; none is in here.',
  gone: 'AWS no longer has this profile: there is nothing to set up with it.',
  noFile: {
    shell: 'To run in a terminal',
    form: 'To type into its settings form',
  },
  tierMissing: (tier: string, standsIn: string, get: string) =>
    `You have no profile for ${tier} here, so ${standsIn} stands in for it. To use ${tier}, get a profile for ${get} and copy these settings again.`,
  tierNotOffered: (tier: string, standsIn: string) =>
    `No ${tier} model is offered in this Region: where Claude Code asks for one, it gets ${standsIn}.`,
  notes: {
    stopped:
      'The budget of this profile is spent and it is marked so: calls through it are refused until that mark is taken off.',
    otherVersions:
      'In the model picker, choose only versions that you have a profile for: any other is called past your profiles, and refused where the guard policy is in force.',
    merge: 'If the file is there already, add this to it and keep the rest.',
    forTeams:
      'For administrators of Cline for teams: it sets this one profile for everybody, which suits shared profiles only.',
    byForm: 'In Cline: Settings, API Configuration.',
  },
};
