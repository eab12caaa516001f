import { describe, expect, it } from 'vitest';
import { matchKeyword } from './match-keyword.ts';

const hits = (text: string, keyword: string) => matchKeyword(text, [keyword]) === keyword;

describe('a keyword', () => {
  it.each([
    ['agent', 'agent'],
    ['I want an AGENT!', 'agent'],
    ['agent, please', 'Agent'],
    ['“agent”', 'agent'],
    ['is this the agent?', 'agent'],
    ['the agent’s number', 'agent'],
    ['I need support', 'support'],
    ['SUPPORT', 'support'],
    ['ＳＵＰＰＯＲＴ please', 'support'],
    ['please\nsupport\nme', 'support'],
    ['talk to a human', 'talk to a human'],
    ['Can I  talk to\na HUMAN now', 'talk to a human'],
    ['a real-person please', 'real person'],
    ['a real person please', 'real-person'],
    ['I have to talk, to a human', 'talk to a human'],
    ['c++ help', 'c++'],
    ['call me 🆘 now', '🆘'],
    ['dial 911', '911'],
    // German, French, Spanish, Portuguese, Polish, Turkish, Vietnamese
    ['Bitte einen MITARBEITER', 'mitarbeiter'],
    ['schöne Grüße', 'grüsse'],
    ['Rückruf bitte', 'ruckruf'],
    ['parler à un conseiller', 'parler a un conseiller'],
    ['un OPÉRATEUR svp', 'operateur'],
    ['quiero hablar con un operador', 'HABLAR CON UN OPERADOR'],
    ['atención al cliente', 'atencion'],
    ['quero falar com atendente humano', 'atendente'],
    ['połącz z człowiekiem', 'czlowiekiem'],
    ['MÜŞTERİ TEMSİLCİSİ', 'müşteri temsilcisi'],
    ['Insan ile görüşmek istiyorum', 'ınsan'],
    ['gặp nhân viên', 'nhan vien'],
    // Greek, Cyrillic
    ['θέλω ΥΠΆΛΛΗΛΟΣ', 'υπάλληλος'],
    ['Позовите ОПЕРАТОРА', 'оператора'],
    ['ещё раз', 'еще раз'],
    // Chinese, Japanese, Korean
    ['我要找真人客服', '客服'],
    ['转人工', '人工'],
    ['我要投诉', '投诉'],
    ['请联系support谢谢', 'support'],
    ['オペレーターと話したい', 'オペレーター'],
    ['ｵﾍﾟﾚｰﾀｰ', 'オペレーター'],
    ['人間と話したい', '人間'],
    ['상담원과 연결해 주세요', '상담원'],
    ['상담원 연결', '상담원'],
    // Thai, Lao, Khmer
    ['ขอคุยกับเจ้าหน้าที่', 'เจ้าหน้าที่'],
    ['อยากคุยกับคน', 'คน'],
    ['ຂໍລົມກັບພະນັກງານ', 'ພະນັກງານ'],
    // Arabic, Persian, Hebrew, Hindi
    ['أريد التحدث مع موظف', 'موظف'],
    ['أريد التحدث مع الموظف', 'موظف'],
    ['مُوَظَّف', 'موظف'],
    ['والدعم من فضلك', 'دعم'],
    ['پشتیبانی لطفا', 'پشتیبانی'],
    ['אני רוצה לדבר עם נציג', 'נציג'],
    ['תעבירו לנציג בבקשה', 'נציג'],
    ['मुझे एजेंट से बात करनी है', 'एजेंट'],
  ])('in “%s” is %s', (text, keyword) => expect(hits(text, keyword)).toBe(true));

  it.each([
    ['you are so supportive', 'support'],
    ['unsupported format', 'support'],
    ['supports', 'support'],
    ['support_ticket', 'support'],
    ['reagent', 'agent'],
    ['agenta', 'agent'],
    ['travel agency', 'agent'],
    ['humanity', 'human'],
    ['talk to another human', 'talk to a human'],
    ['write to support@acme.example', 'support'],
    ['https://acme.example/support', 'support'],
    ['c is a language', 'c++'],
    ['9112', '911'],
    ['Mitarbeiterrabatt', 'mitarbeiter'],
    ['opérateurs', 'operateur'],
    ['операторами', 'оператор'],
    ['คนละเรื่อง', 'คน'],
    ['サポーター', 'サポート'],
    ['かく', 'がく'],
    ['مدعم', 'دعم'],
    ['एजेंटों', 'एजेंट'],
    ['', 'agent'],
    ['agent', '   '],
  ])('in “%s” is not %s', (text, keyword) => expect(hits(text, keyword)).toBe(false));

  it('is the first in the order of the rules', () => {
    expect(matchKeyword('support or an agent', ['agent', 'support'])).toBe('agent');
    expect(matchKeyword('hello', ['agent', 'support'])).toBeNull();
    expect(matchKeyword('hello', [])).toBeNull();
  });

  it('is found in a long text, and not in another one, without long work', () => {
    expect(hits(`${'supportive '.repeat(10_000)}support`, 'support')).toBe(true);
    expect(hits('supportive '.repeat(10_000), 'support')).toBe(false);
  });
});
