import { Hono } from 'hono';
import { z } from 'zod';
import { customers } from '../demo/demo-tenant.ts';
import { type Tandem, TandemError } from '../tandem/create-tandem.ts';
import type { Upstreams } from '../upstreams/open-upstreams.ts';
import type { Desk } from './create-desk.ts';
import { messageView } from './message-view.ts';
import { accept, Refused, readJson } from './read-json.ts';

const zText = z.string().trim().min(1).max(20_000);
const zId = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'must be a whole number')
  .transform(Number);
const zNothing = z.strictObject({});
const zCustomerMessage = z.strictObject({ text: zText });
const zChoice = z.strictObject({ messageId: z.int().positive(), value: z.string().max(500) });
const zAgentMessage = z.strictObject({ text: zText, private: z.boolean() });
const zStatus = z.strictObject({ status: z.enum(['open', 'pending', 'resolved']) });

const conversationsMax = 500;

/** What the people of the page do: customers and the agent, through the fake Chatwoot. */
export function controlRoutes(context: { desk: Desk; upstreams: Upstreams; tandem: Tandem }): Hono {
  const { desk } = context;
  const { chatwoot } = context.upstreams;
  const { accountId, inboxId, agent } = desk.demo;
  const app = new Hono();

  const conversationIn = (id: string | undefined): { accountId: number; conversationId: number } => {
    const conversationId = accept(zId, id);
    if (!desk.has(conversationId)) throw new Refused(404, `There is no conversation ${conversationId}.`);
    return { accountId, conversationId };
  };

  const ask = async (sessionId: string, wish: 'release' | 'handoff'): Promise<void> => {
    const path = `/tenants/${desk.demo.tenantId}/sessions/${sessionId}/${wish}`;
    const json = { reason: `${agent.name} asked for it on the sandbox page` };
    try {
      await context.tandem.send({ method: 'POST', path, json }, z.unknown());
    } catch (error) {
      if (error instanceof TandemError) throw new Refused(503, error.message);
      throw error;
    }
  };

  app.post('/conversations', async (c) => {
    await readJson(c, zNothing);
    const { length } = desk.conversations();
    if (length >= conversationsMax)
      throw new Refused(409, 'That is enough customers. Start the sandbox again for new ones.');
    const round = Math.floor(length / customers.length);
    const { name, locale } = customers[length % customers.length] ?? customers[0];
    const contactName = round === 0 ? name : `${name} ${round + 1}`;
    const { conversationId } = chatwoot.startConversation({ inboxId, contactName, locale });
    return c.json({ conversationId }, 201);
  });

  app.get('/conversations/:id/messages', (c) => {
    const { conversationId } = conversationIn(c.req.param('id'));
    return c.json({ messages: desk.messages(conversationId) });
  });

  app.post('/conversations/:id/customer-messages', async (c) => {
    const ref = conversationIn(c.req.param('id'));
    const { text } = await readJson(c, zCustomerMessage);
    return c.json(chatwoot.customerSends({ ...ref, text }), 201);
  });

  app.post('/conversations/:id/photos', async (c) => {
    const ref = conversationIn(c.req.param('id'));
    await readJson(c, zNothing);
    const url = new URL('/assets/jacket.svg', c.req.url).href;
    const photo = { file_type: 'image', data_url: url, thumb_url: url, file_size: 600 };
    return c.json(chatwoot.customerSends({ ...ref, attachments: [photo] }), 201);
  });

  app.post('/conversations/:id/choices', async (c) => {
    const ref = conversationIn(c.req.param('id'));
    const { messageId, value } = await readJson(c, zChoice);
    const message = chatwoot.transcript(ref).find(({ id }) => id === messageId);
    if (message === undefined)
      throw new Refused(404, `There is no message ${messageId} in this conversation.`);
    const { options, chosen } = messageView(message);
    const option = options.find((one) => one.value === value);
    if (option === undefined) throw new Refused(400, 'The message offers no such choice.');
    if (chosen !== null) throw new Refused(409, 'This was answered already.');
    chatwoot.customerAnswers({ ...ref, messageId, values: [option] });
    return c.json({ messageId }, 201);
  });

  app.post('/conversations/:id/agent-messages', async (c) => {
    const ref = conversationIn(c.req.param('id'));
    const { text, private: isPrivate } = await readJson(c, zAgentMessage);
    return c.json(chatwoot.agentReplies({ ...ref, agentId: agent.id, text, private: isPrivate }), 201);
  });

  app.post('/conversations/:id/status', async (c) => {
    const ref = conversationIn(c.req.param('id'));
    const { status } = await readJson(c, zStatus);
    const owner = desk.ownerOf(ref.conversationId);
    if (chatwoot.conversation(ref).status !== status)
      chatwoot.agentSetsStatus({ ...ref, agentId: agent.id, status });
    // The status alone cannot say it: an agent's reply does not open a pending conversation (contracts/chatwoot.md §8).
    else if (status === 'pending' && owner?.owner === 'human') await ask(owner.sessionId, 'release');
    else if (status === 'open' && owner?.owner === 'bot') await ask(owner.sessionId, 'handoff');
    return c.json({ status });
  });

  return app;
}
