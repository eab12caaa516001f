/** Which place of an onboarding each column of the CSV file fills; tenants are named by `tenant_id`, or by `slug` and `name`. */
export const inputColumns = {
  chatwoot_base_url: { path: ['chatwoot', 'baseUrl'], kind: 'text' },
  chatwoot_account_id: { path: ['chatwoot', 'accountId'], kind: 'number' },
  chatwoot_admin_token: { path: ['chatwoot', 'adminToken'], kind: 'text' },
  chatwoot_inbox_id: { path: ['chatwoot', 'inboxId'], kind: 'number' },
  chatwoot_inbox_name: { path: ['chatwoot', 'inboxName'], kind: 'text' },
  chatwoot_inbox_channel: { path: ['chatwoot', 'inboxChannel'], kind: 'text' },
  chatwoot_bot_name: { path: ['chatwoot', 'botName'], kind: 'text' },
  chatwoot_replace_bot: { path: ['chatwoot', 'replaceBot'], kind: 'flag' },
  chatwoot_allow_unsigned: { path: ['chatwoot', 'allowUnsigned'], kind: 'flag' },
  chatwoot_answer_when: { path: ['chatwoot', 'answerWhen'], kind: 'text' },
  botpress_token: { path: ['botpress', 'token'], kind: 'text' },
  botpress_workspace_id: { path: ['botpress', 'workspaceId'], kind: 'text' },
  botpress_bot_id: { path: ['botpress', 'botId'], kind: 'text' },
  botpress_replace_webhook: { path: ['botpress', 'replaceWebhook'], kind: 'flag' },
  botpress_api_url: { path: ['botpress', 'apiUrl'], kind: 'text' },
  botpress_chat_url: { path: ['botpress', 'chatUrl'], kind: 'text' },
} as const;

export const tenantColumns = ['tenant_id', 'slug', 'name'] as const;

export const allColumns: readonly string[] = [...tenantColumns, ...Object.keys(inputColumns)];

/** The column that fills a place of the input; the place itself where none does. */
export function columnOf(path: readonly PropertyKey[]): string {
  const wanted = path.map(String).join('.');
  const found = Object.entries(inputColumns).find(([, column]) => column.path.join('.') === wanted);
  return found?.[0] ?? wanted;
}
