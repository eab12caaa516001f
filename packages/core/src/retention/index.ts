export { sweepRetention } from './sweep-retention.ts';
