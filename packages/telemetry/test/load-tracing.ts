import { registerHooks } from 'node:module';

/** A program: opens tracing as the environment says and tells what of OpenTelemetry was loaded for it, and in how many ms. */
const loaded: string[] = [];
registerHooks({
  resolve: (specifier, context, next) => {
    // prom-client brings the API, which does nothing by itself.
    if (/^@opentelemetry\/(?!api$)/.test(specifier)) loaded.push(specifier);
    return next(specifier, context);
  },
});
const { openTracing } = await import('../src/index.ts');
const { tracingEnvironment } = await import('@tandem/schemas');
const { z } = await import('zod');
const environment = z.object(tracingEnvironment).parse(process.env);
const startedAtMs = performance.now();
const tracing = await openTracing({ environment, service: 'tandem-api' });
const tookMs = performance.now() - startedAtMs;
await tracing?.close();
process.stdout.write(JSON.stringify({ isOn: tracing !== null, loaded, tookMs }));
