export { type RetentionContext, sweepRetention } from './sweep-retention.ts';
