import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';

const program = resolve(import.meta.dirname, '../../test/load-tracing.ts');
const zSeen = z.object({ isOn: z.boolean(), loaded: z.array(z.string()), tookMs: z.number() });

function open(environment: Record<string, string>) {
  const { stdout, stderr } = spawnSync(process.execPath, [program], { env: environment, encoding: 'utf8' });
  expect(stderr).toBe('');
  return zSeen.parse(JSON.parse(stdout));
}

const exporter = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };

it.each([
  ['no exporter is set', {}],
  ['OpenTelemetry is disabled', { ...exporter, OTEL_SDK_DISABLED: 'true' }],
  ['traces are not exported', { ...exporter, OTEL_TRACES_EXPORTER: 'none' }],
])('loads nothing of OpenTelemetry when %s', (_when, environment) => {
  expect(open(environment)).toMatchObject({ isOn: false, loaded: [] });
});

it.each(['http/protobuf', 'http/json'])('loads what %s takes when an exporter is set', (protocol) => {
  const { isOn, loaded } = open({ ...exporter, OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
  const name = protocol === 'http/json' ? 'http' : 'proto';
  expect([isOn, loaded.includes(`@opentelemetry/exporter-trace-otlp-${name}`)]).toEqual([true, true]);
});
