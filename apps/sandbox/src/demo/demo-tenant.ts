/** The made-up shop of the sandbox, as the admin API takes it. */
export const demoTenant = {
  name: 'Harbor Lane Outfitters',
  slug: 'harbor-lane-outfitters',
  config: {
    botName: 'Harper',
    systemPrompt:
      'You are Harper, the friendly assistant of Harbor Lane Outfitters, an outdoor shop by the harbour. Answer briefly, from the knowledge base. Fetch a colleague when you are not sure.',
    welcomeMessage: 'Welcome to Harbor Lane Outfitters! How can I help?',
    language: 'en',
    businessHours: { timezone: 'UTC', hours: [{ day: 'mon-sun', from: '00:00', to: '24:00' }] },
    fallbackMessage: 'Let me hand this to a colleague. Somebody will answer you right here.',
    messages: {
      de: {
        welcomeMessage: 'Willkommen bei Harbor Lane Outfitters! Wie kann ich helfen?',
        fallbackMessage: 'Ich hole eine Kollegin. Sie antwortet Ihnen gleich hier.',
        unattendedMessage:
          'Danke für Ihre Geduld. Wir haben Ihre Nachricht und antworten hier so bald wie möglich.',
      },
      pt: {
        welcomeMessage: 'Boas-vindas à Harbor Lane Outfitters! Como posso ajudar?',
        fallbackMessage: 'Vou chamar um colega, que responde aqui mesmo.',
        unattendedMessage:
          'Obrigado por esperar. Temos a sua mensagem e respondemos aqui assim que possível.',
      },
    },
    enableHumanHandoff: true,
    allowedActions: ['lead_capture', 'booking', 'handoff'],
    escalationRules: {
      keywords: ['complaint', 'refund dispute'],
      labels: ['handoff'],
      priority: 'high',
      maxFallbacks: 3,
    },
    settleMs: 800,
  },
  knowledgeBase: [
    {
      question: 'What are your opening hours?',
      answer: 'We are open Monday to Saturday from 9:00 to 18:00, and on Sundays from 11:00 to 16:00.',
      tags: ['open', 'hours', 'closed', 'sunday'],
    },
    {
      question: 'Can I return something?',
      answer:
        'Yes: unworn items can come back within 60 days, by post or at the shop. The return label is free.',
      tags: ['return', 'refund', 'exchange', 'send back'],
    },
    {
      question: 'How long does delivery take?',
      answer: 'Two to three working days. Delivery is free from 50 euros; below that it is 4.90.',
      tags: ['delivery', 'shipping', 'post', 'parcel'],
    },
    {
      question: 'Where is my order?',
      answer:
        'You find the live position of your parcel under “My orders”. Tell me if it stands still for two days.',
      tags: ['order', 'tracking', 'late'],
    },
    {
      question: 'Do you repair jackets?',
      answer:
        'We do! Zips, seams and patches are repaired in our workshop, usually within a week, from 12 euros.',
      tags: ['repair', 'broken', 'zip', 'jacket'],
    },
    {
      question: 'Do you sell gift cards?',
      answer:
        'Gift cards come in any amount from 10 euros, on paper at the till or by e-mail within a minute.',
      tags: ['gift', 'voucher', 'card', 'present'],
    },
  ],
} as const;

/** One click for those who do not know what to ask. */
export const suggestions = [
  'When are you open?',
  'I want to book a fitting',
  'Show me your jackets',
  'Can I talk to a human?',
  'I have a complaint',
] as const;

/** Who comes by, and what their browsers speak. */
export const customers = [
  { name: 'Mia Okafor', locale: 'en' },
  { name: 'Noah Lindqvist', locale: 'de-AT' },
  { name: 'Ines Ferreira', locale: 'pt-BR' },
  { name: 'Tariq Haddad', locale: 'en' },
  { name: 'Yuki Tanaka', locale: 'ja' },
  { name: 'Clara Nowak', locale: 'de' },
  { name: 'Mateo Rossi', locale: 'it' },
  { name: 'Anjali Mehta', locale: 'en-GB' },
  { name: 'Jonah Clarke', locale: 'en-GB' },
  { name: 'Léa Moreau', locale: 'fr' },
  { name: 'Emeka Obi', locale: 'en' },
  { name: 'Sofia Petrova', locale: 'de' },
] as const;
