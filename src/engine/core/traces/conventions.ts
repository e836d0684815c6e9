import { readChatMessages } from '../../../shared/model/chat-messages.ts';
import type { TokenCounts } from '../../../shared/model/trace.ts';

/**
 * Where what matters of a span is found, under the names that MLflow, OpenTelemetry's conventions for generative AI, OpenInference and
 * OpenLLMetry give it. MLflow's own come first, because its clients write them with the others.
 */
export type Attributes = ReadonlyMap<string, unknown>;

const inputKeys = [
  'mlflow.spanInputs',
  'gen_ai.input.messages',
  'gen_ai.tool.call.arguments',
  'input.value',
  'traceloop.entity.input',
];
const outputKeys = [
  'mlflow.spanOutputs',
  'gen_ai.output.messages',
  'gen_ai.tool.call.result',
  'output.value',
  'traceloop.entity.output',
];
/** Messages that are spread over attributes with numbers in their names: `gen_ai.prompt.0.content`. */
const inputMessages = [/^gen_ai\.prompt\.(\d+)\.(.+)$/, /^llm\.input_messages\.(\d+)\.message\.(.+)$/];
const outputMessages = [/^gen_ai\.completion\.(\d+)\.(.+)$/, /^llm\.output_messages\.(\d+)\.message\.(.+)$/];

const modelKeys = [
  'mlflow.llm.model',
  'gen_ai.response.model',
  'gen_ai.request.model',
  'llm.model_name',
  'embedding.model_name',
];
const typeKeys = ['mlflow.spanType', 'openinference.span.kind', 'traceloop.span.kind'];
const operations: Readonly<Record<string, string>> = {
  ...{ chat: 'CHAT_MODEL', generate_content: 'LLM', text_completion: 'LLM', embeddings: 'EMBEDDING' },
  ...{ execute_tool: 'TOOL', invoke_agent: 'AGENT', create_agent: 'AGENT' },
};
const tokenKeys = {
  input: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.token_count.prompt'],
  output: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.token_count.completion'],
  total: ['gen_ai.usage.total_tokens', 'llm.usage.total_tokens', 'llm.token_count.total'],
};

export type Side = 'inputs' | 'outputs';

/** What went in or came out, as plain JSON; null when nothing was recorded. */
export const contentOf = (attributes: Attributes, side: Side): unknown =>
  fromJson(writtenContent(attributes, side));

const writtenContent = (attributes: Attributes, side: Side): unknown => {
  const key = (side === 'inputs' ? inputKeys : outputKeys).find((each) => isPresent(attributes.get(each)));
  if (key !== undefined) return attributes.get(key);
  const patterns = side === 'inputs' ? inputMessages : outputMessages;
  for (const pattern of patterns) {
    const messages = spreadMessages(attributes, pattern);
    if (messages.length > 0) return messages;
  }
  return null;
};

/** The attributes that say none of the above. */
export const otherAttributes = (attributes: Attributes): Record<string, unknown> => {
  const told = new Set([...inputKeys, ...outputKeys, 'mlflow.spanType', 'mlflow.traceRequestId']);
  const patterns = [...inputMessages, ...outputMessages];
  return Object.fromEntries(
    [...attributes].filter(([key]) => !told.has(key) && !patterns.some((pattern) => pattern.test(key))),
  );
};

export const typeOf = (attributes: Attributes): string => {
  const key = typeKeys.find((each) => isPresent(attributes.get(each)));
  if (key !== undefined) return String(fromJson(attributes.get(key))).toUpperCase();
  return operations[String(attributes.get('gen_ai.operation.name'))] ?? 'UNKNOWN';
};

const sessionKeys = ['session.id', 'gen_ai.conversation.id'];

/** Of the conversation that the span is a part of, and of whom it is with. */
export const sessionOf = (attributes: Attributes): string | null => firstText(attributes, sessionKeys);
export const userOf = (attributes: Attributes): string | null => firstText(attributes, ['user.id']);

/** A number stays as it is written. */
const firstText = (attributes: Attributes, keys: readonly string[]): string | null => {
  const given = keys.map((key) => attributes.get(key)).find(isPresent);
  if (given === undefined) return null;
  const read = fromJson(given);
  return typeof read === 'string' ? read : String(given);
};

export const modelOf = (attributes: Attributes): string | null => {
  const key = modelKeys.find((each) => isPresent(attributes.get(each)));
  return key === undefined ? null : String(fromJson(attributes.get(key)));
};

export const tokensOf = (attributes: Attributes): TokenCounts | null =>
  readTokenCounts(fromJson(attributes.get('mlflow.chat.tokenUsage'))) ??
  countsFrom({
    input: firstNumber(attributes, tokenKeys.input),
    output: firstNumber(attributes, tokenKeys.output),
    total: firstNumber(attributes, tokenKeys.total),
  });

/** Counts as MLflow writes them: `{"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}`. */
export const readTokenCounts = (usage: unknown): TokenCounts | null => {
  if (typeof usage !== 'object' || usage === null) return null;
  const { input_tokens, output_tokens, total_tokens } = usage as Readonly<Record<string, unknown>>;
  return countsFrom({
    input: countOrNull(input_tokens),
    output: countOrNull(output_tokens),
    total: countOrNull(total_tokens),
  });
};

/** What went in or came out as one text, for lists: of a conversation the last message, else as it was written. */
export const previewOf = (attributes: Attributes, side: Side): string | null => {
  const written = writtenContent(attributes, side);
  if (written === null || written === undefined) return null;
  const last = readChatMessages(fromJson(written))?.findLast(({ text }) => text !== '');
  if (last !== undefined) return last.text;
  return typeof written === 'string' ? written : JSON.stringify(written);
};

const isPresent = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** Many senders write JSON as text. */
export const fromJson = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^\s*[[{"]/.test(value)) return value ?? null;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const spreadMessages = (attributes: Attributes, pattern: RegExp): Record<string, unknown>[] => {
  const messages = new Map<number, Record<string, unknown>>();
  for (const [key, value] of attributes) {
    const [, number, field] = pattern.exec(key) ?? [];
    if (number === undefined || field === undefined) continue;
    const message = messages.get(Number(number)) ?? {};
    message[field] = value;
    messages.set(Number(number), message);
  }
  return [...messages].sort(([one], [other]) => one - other).map(([, message]) => message);
};

/** No span has a trillion tokens; of as many as there are their sum is still a whole number of 64 bits. */
const mostTokens = 1e12;

const countOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostTokens ? value : null;

const firstNumber = (attributes: Attributes, keys: readonly string[]): number | null => {
  for (const key of keys) {
    const count = countOrNull(attributes.get(key));
    if (count !== null) return count;
  }
  return null;
};

const countsFrom = (counts: { readonly [Count in keyof TokenCounts]: number | null }): TokenCounts | null => {
  const { input, output, total } = counts;
  if (input === null && output === null && total === null) return null;
  return { input: input ?? 0, output: output ?? 0, total: total ?? (input ?? 0) + (output ?? 0) };
};
