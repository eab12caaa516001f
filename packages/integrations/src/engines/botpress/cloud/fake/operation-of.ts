/** Names operations for counters and the `only` of a fault: `file.upsert`, `file.upload`, `row.find`, `bot.create`, … */
export function operationOf(method: string, path: string): string {
  if (path.startsWith('/upload/')) return 'file.upload';
  const [, , area = '', second, , third] = path.split('/');
  if (area === 'admin') return adminOperation(method, path);
  if (area === 'tables') return path.includes('/rows/') ? `row.${path.split('/').at(-1)}` : 'table.ensure';
  if (area !== 'files') return 'unknown';
  if (second === 'search') return 'file.search';
  if (second === 'knowledge-bases') return method === 'POST' ? 'base.create' : 'base.list';
  if (method === 'PUT' && second === undefined) return 'file.upsert';
  if (method === 'GET') return second === undefined ? 'file.list' : 'file.get';
  return method === 'DELETE' && third === undefined ? 'file.delete' : 'unknown';
}

function adminOperation(method: string, path: string): string {
  if (path.startsWith('/v1/admin/hub/')) return 'integration.get';
  if (path === '/v1/admin/bots/baks') return method === 'POST' ? 'key.create' : 'key.list';
  if (path.startsWith('/v1/admin/bots/baks/')) return 'key.delete';
  const isOne = path !== '/v1/admin/bots';
  if (method === 'POST') return 'bot.create';
  if (method === 'PUT') return 'bot.update';
  return isOne ? 'bot.get' : 'bot.list';
}
