import type { MysqlVitals } from '@tandem/db';
import type { AdminContext } from '../../admin/admin-context.ts';
import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';

const subject = 'MySQL settings';
const mebibyte = 1_024 * 1_024;
/** A webhook of 5 MiB is written as text of up to twice its size. */
const packetBytesMin = 16 * mebibyte;

type Variables = MysqlVitals['variables'];

export const mysqlSettings = defineCheck({
  name: 'mysql.settings',
  means:
    'What is accepted must survive a crash, large messages must fit, and sessions must keep the isolation and time zone they are set to.',
  cure: "Set the variable that is named in the server's configuration; let no proxy drop what a session was set to.",
  gather: async ({ vitals }: AdminContext) => (await vitals.mysql()).variables,
  judge: (variables: Variables): Opinion[] => {
    const found = rules.flatMap((rule) => rule(variables) ?? []);
    return found.length > 0 ? found : [ok(subject, 'Durable, large enough, and as sessions set them.')];
  },
});

const rules: ((variables: Variables) => Opinion | null)[] = [
  ({ innodb_flush_log_at_trx_commit: flush }) => {
    if (flush === undefined || flush === '1') return null;
    const message = `innodb_flush_log_at_trx_commit is ${flush}: a crash loses webhooks that were accepted.`;
    return broken(
      subject,
      message,
      'SET GLOBAL innodb_flush_log_at_trx_commit = 1, and in the configuration.',
    );
  },
  ({ max_allowed_packet: packet }) => {
    if (packet === undefined || Number(packet) >= packetBytesMin) return null;
    const message = `max_allowed_packet is ${Math.round(Number(packet) / mebibyte)} MiB: large webhooks cannot be stored.`;
    return warn(subject, message, 'SET GLOBAL max_allowed_packet = 67108864, and in the configuration.');
  },
  (variables) => {
    const isolation = variables.transaction_isolation ?? variables.tx_isolation;
    if (isolation === undefined || isolation === 'READ-COMMITTED') return null;
    const message = `Sessions run with ${isolation} although each is set to READ COMMITTED: something between drops it.`;
    return broken(subject, message, 'Take the proxy out of DATABASE_URL, or let it keep session variables.');
  },
  ({ time_zone: zone }) => {
    if (zone === undefined || zone === '+00:00') return null;
    const message = `Sessions run in the time zone ${zone} although each is set to UTC: something between drops it.`;
    return broken(subject, message, 'Take the proxy out of DATABASE_URL, or let it keep session variables.');
  },
  ({ log_bin: log, binlog_format: format }) => {
    if (log !== 'ON' || format !== 'STATEMENT') return null;
    const message = 'binlog_format is STATEMENT: with READ COMMITTED the server refuses every write.';
    return broken(subject, message, "SET GLOBAL binlog_format = 'ROW', and in the configuration.");
  },
];
