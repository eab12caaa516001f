import { describe, expect, it } from 'vitest';
import { createDocsRoutes } from './create-docs-routes.ts';

const app = createDocsRoutes();

describe('/docs', () => {
  it('loads what its page names from this process alone, and nothing inline', async () => {
    const page = await (await app.request('/docs')).text();
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
    expect(loaded).toEqual([
      'data:,',
      '/docs/swagger-ui.css',
      '/docs/swagger-ui-bundle.js',
      '/docs/start.js',
    ]);
    for (const url of loaded.slice(1)) {
      const { status, headers } = await app.request(url);
      expect([url, status]).toEqual([url, 200]);
      expect(headers.get('content-type')).toMatch(/^text\/(css|javascript)/);
    }
    expect(page).not.toMatch(/<script>|<style|style=/);
  });

  it('may load nothing from elsewhere and stand in no frame', async () => {
    const policy = (await app.request('/docs')).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });
});
