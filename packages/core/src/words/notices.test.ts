import { failure } from '@tandem/testkit/call-script';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const messages = {
  de: { welcomeMessage: 'Willkommen!', fallbackMessage: 'Ich hole eine Kollegin.' },
  pt: { fallbackMessage: 'Vou chamar um colega.' },
};
const config = { welcomeMessage: 'Welcome!', messages };

describe('a notice', () => {
  it('of a bot that failed is in the language of the customer’s browser', async () => {
    const stage = await stages.open({ config });
    stage.engine.sends.always(failure('rejected'));
    await stage.customerWrites('Hallo', { language: 'de-AT' });
    await stage.settle();
    expect(stage.channel.texts).toEqual(['Ich hole eine Kollegin.']);
  });

  it('of a handoff follows a customer who goes on in another language', async () => {
    const stage = await stages.open({ config });
    await stage.customerWrites('Hallo', { language: 'de' });
    await stage.settle();
    stage.engine.says = () => [{ handoff: { requested: true } }];
    await stage.customerWrites('Olá', { language: 'pt-BR' });
    await stage.settle();
    expect(stage.channel.texts).toEqual(['Willkommen!', 're: Hallo', 'Vou chamar um colega.']);
  });

  it('falls back to the tenant’s own text where nothing shows the language, or what shows it is none', async () => {
    const stage = await stages.open({ config });
    stage.engine.says = () => [{ handoff: { requested: true } }];
    await stage.customerWrites('hi', { language: '日本 <script>' });
    await stage.settle();
    expect(stage.channel.texts).toEqual(['Welcome!', stage.view.config.fallbackMessage]);
  });
});
