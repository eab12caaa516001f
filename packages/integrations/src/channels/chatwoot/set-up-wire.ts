import { z } from 'zod';
import { type SetUpBot, type SetUpInbox, UpstreamError } from '../../contract/index.ts';
import type { HttpResponse } from '../../http/index.ts';

const zId = z.int().positive();
const zText = z.string().nullish();

const zInbox = z
  .object({
    id: zId,
    name: z.string(),
    channel_type: z.string(),
    greeting_enabled: z.boolean().nullish(),
    working_hours_enabled: z.boolean().nullish(),
    out_of_office_message: zText,
    enable_email_collect: z.boolean().nullish(),
    enable_auto_assignment: z.boolean().nullish(),
    webhook_url: zText,
  })
  .transform((inbox): SetUpInbox => {
    const { id, name, channel_type: channelType } = inbox;
    const saysOutOfOffice =
      inbox.working_hours_enabled === true && (inbox.out_of_office_message ?? '').trim() !== '';
    return {
      ...{ id, name, channelType, saysOutOfOffice },
      greets: inbox.greeting_enabled === true,
      // A setting of every inbox, heeded by widgets alone.
      collectsEmail: inbox.enable_email_collect === true && channelType === 'Channel::WebWidget',
      autoAssigns: inbox.enable_auto_assignment === true,
      webhookUrl: inbox.webhook_url || null,
    };
  });

const zBot = z
  .object({
    id: zId,
    name: z.string(),
    description: zText,
    outgoing_url: zText,
    account_id: zId.nullish(),
    system_bot: z.boolean().nullish(),
    access_token: zText,
    secret: zText,
  })
  .transform(
    (bot): SetUpBot => ({
      id: bot.id,
      name: bot.name,
      description: bot.description ?? '',
      outgoingUrl: bot.outgoing_url || null,
      isSystem: bot.system_bot === true || bot.account_id == null,
      accessToken: bot.access_token || null,
      secret: bot.secret || null,
    }),
  );

/** Answers of the set-up calls (contracts/chatwoot.md §10.4); unknown keys are ignored. */
export const setUpAnswers = {
  profile: z.object({ accounts: z.array(z.object({ id: zId, role: z.string().nullish() })) }),
  account: z.object({ settings: z.object({ keep_pending_on_bot_failure: z.unknown() }).nullish() }),
  webhooks: z.object({ payload: z.object({ webhooks: z.array(z.object({ url: zText })) }) }),
  inbox: zInbox,
  inboxes: z.object({ payload: z.array(zInbox) }),
  bot: zBot,
  bots: z.array(zBot),
  numbered: z.array(z.object({ id: zId })),
  /** Without a bot the object is empty. */
  attachedBot: z.object({ agent_bot: z.union([zBot, z.object({}).transform(() => null)]).nullish() }),
};

/** Throws `UpstreamError` `malformed` for an answer outside the contract. */
export function readSetUp<Schema extends z.ZodType>(
  response: HttpResponse,
  input: { label: string; schema: Schema },
): z.output<Schema> {
  const parsed = input.schema.safeParse(response.json);
  if (parsed.success) return parsed.data;
  throw new UpstreamError('malformed', `${input.label}: not an answer of Chatwoot`, {
    status: response.status,
  });
}
