const cures: readonly (readonly [thing: RegExp, cure: string])[] = [
  [/\btenant\b/, 'tandem tenants list shows the tenants there are; tandem whoami the one of a tenant key.'],
  [/\bsession\b/, 'tandem sessions list <tenant> shows the sessions there are.'],
  [/\breceipt\b/, 'tandem contacts receipts <tenant> shows those there are.'],
  [/\bversion .+ of this configuration\b/, 'tandem config history <tenant> shows the versions there are.'],
  [/\bdead letter\b/, 'tandem dead list <tenant> shows those there are.'],
  [
    /\bmessage\b/,
    "Give our id of a message, turn or reply, or the number Chatwoot's message has, of this very tenant.",
  ],
  [/\bkey\b/, 'tandem keys list <tenant>, or tandem platform-keys list, shows the ids of keys.'],
  [/\buser\b/, 'tandem users list <tenant> shows the users there are.'],
  [/\bsync run\b/, 'The id of a run is what tandem sync run <tenant> answers.'],
  [
    /\bprocedure\b|in the admin API|under this path|There is no (\$|[A-Z]+ \/)/,
    'The api is of another version than this program, or this is not the address of a Tandem: see tandem whoami.',
  ],
];

/** What to do about a thing that the server does not find, told by the words in which it says so. */
export const notFoundCure = (message: string): string | undefined =>
  cures.find(([thing]) => thing.test(message))?.[1];
