import {
  Bot,
  BrainCircuit,
  CircleDot,
  FileText,
  Gauge,
  ListChecks,
  type LucideIcon,
  Search,
  ShieldCheck,
  Wrench,
} from 'lucide-react';

interface SpanKind {
  readonly title: string;
  readonly icon: LucideIcon;
  /** Of its bar. */
  readonly color: string;
}

const model = { icon: BrainCircuit, color: 'var(--series-1)' };
const search = { icon: Search, color: 'var(--series-4)' };
const other = { icon: CircleDot, color: 'var(--series-8)' };

/** Steps of a kind look the same in every trace. */
const kinds: Readonly<Record<string, SpanKind>> = {
  LLM: { ...model, title: 'model' },
  CHAT_MODEL: { ...model, title: 'chat model' },
  EMBEDDING: { ...search, title: 'embedding' },
  RETRIEVER: { ...search, title: 'retriever' },
  RERANKER: { ...search, title: 'reranker' },
  TOOL: { icon: Wrench, color: 'var(--series-3)', title: 'tool' },
  AGENT: { icon: Bot, color: 'var(--series-2)', title: 'agent' },
  CHAIN: { ...other, title: 'chain' },
  WORKFLOW: { ...other, title: 'workflow' },
  TASK: { ...other, icon: ListChecks, title: 'task' },
  PARSER: { ...other, icon: FileText, title: 'parser' },
  GUARDRAIL: { icon: ShieldCheck, color: 'var(--series-5)', title: 'guardrail' },
  EVALUATOR: { icon: Gauge, color: 'var(--series-5)', title: 'evaluator' },
};

export const spanKind = (type: string): SpanKind =>
  kinds[type] ?? { ...other, title: type === 'UNKNOWN' ? '' : type.toLowerCase().replaceAll('_', ' ') };
