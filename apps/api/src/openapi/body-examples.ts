/** Bodies that show what a call is for, by procedure; a test holds them to the schemas. */
export const bodyExamples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'tenants.create': { name: 'Harbor Lane Outfitters', slug: 'harbor-lane' },
  'tenants.update': { status: 'suspended' },
  'users.create': { email: 'kim@harbor-lane.example', role: 'admin' },
  'keys.create': { name: 'CRM', role: 'agent', expiresAt: '2027-01-01T00:00:00Z' },
  'platformKeys.create': { name: 'Billing' },
  'config.put': {
    config: {
      botName: 'Ada',
      welcomeMessage: 'Hello! How can I help?',
      businessHours: { timezone: 'Europe/Berlin', hours: [{ day: 'mon-fri', from: '09:00', to: '18:00' }] },
      escalationRules: { keywords: ['human', 'agent'], maxFallbacks: 2 },
    },
  },
  'knowledge.replace': {
    knowledgeBase: [{ question: 'When are you open?', answer: 'From nine to six.', tags: ['hours'] }],
  },
  'connections.put': {
    chatwoot: {
      baseUrl: 'https://chat.example.com',
      accountId: 1,
      inboxId: 42,
      botToken: 'token-of-the-bot',
    },
    botpress: { dialect: 'chat_api', webhookId: 'webhook-of-the-bot', encryptionKey: 'key-of-the-chat-api' },
  },
  'onboarding.run': {
    chatwoot: { baseUrl: 'https://chat.example.com', accountId: 1, adminToken: 'token-of-an-administrator' },
    botpress: { token: 'bp_pat_token', workspaceId: 'wkspace_01' },
  },
  'sessions.handoff': { reason: 'The customer asked for a refund' },
  'sessions.release': { reason: 'The refund is on its way' },
  'syncRuns.startAll': { limit: 1_000 },
};
