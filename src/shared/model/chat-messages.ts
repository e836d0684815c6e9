/** A message of a conversation with a language model, whichever of the usual shapes it was recorded in. */
export interface ChatMessage {
  /** `system`, `user`, `assistant`, `tool` … */
  readonly role: string;
  /** Empty where it holds only calls. */
  readonly text: string;
  readonly toolCalls: readonly { readonly name: string; readonly arguments: unknown }[];
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists of messages are found in these fields. */
const listFields = [
  'messages',
  'input_messages',
  'output_messages',
  'input',
  'output',
  'choices',
  'generations',
];

/** The messages that a span took or gave; null when it holds something else, which is then shown as it is. */
export const readChatMessages = (value: unknown): ChatMessage[] | null => {
  if (Array.isArray(value)) return readList(value);
  if (!isFields(value)) return null;
  for (const field of listFields) {
    const list = value[field];
    const messages = Array.isArray(list) ? readList(list) : null;
    if (messages !== null) return messages;
  }
  const alone = readMessage(value);
  return alone === null ? null : [alone];
};

const readList = (list: readonly unknown[]): ChatMessage[] | null => {
  // A batch of one conversation is that conversation.
  const [only] = list;
  if (list.length === 1 && Array.isArray(only)) return readList(only);
  const messages = list.map(readMessage);
  return messages.length === 0 || messages.includes(null) ? null : (messages as ChatMessage[]);
};

const roles: Readonly<Record<string, string>> = {
  human: 'user',
  ai: 'assistant',
  AIMessage: 'assistant',
  HumanMessage: 'user',
};

const readMessage = (value: unknown): ChatMessage | null => {
  if (!isFields(value)) return null;
  if (isFields(value.message)) return readMessage(value.message);
  if (value.type === 'function_call' && typeof value.name === 'string')
    return { role: 'assistant', text: '', toolCalls: [callOf(value)] };
  if (value.type === 'function_call_output')
    return { role: 'tool', text: textOf(value.output), toolCalls: [] };
  const said = typeof value.role === 'string' ? value.role : isKnownType(value.type) ? value.type : null;
  if (said === null || !('content' in value || 'parts' in value || 'tool_calls' in value)) return null;
  const parts = partsOf(value.parts ?? value.content);
  return {
    role: roles[said] ?? said,
    text: parts.map(textOfPart).filter(Boolean).join('\n\n'),
    toolCalls: [
      ...(Array.isArray(value.tool_calls) ? value.tool_calls.filter(isFields).map(callOf) : []),
      ...parts.filter(isFields).filter(isCall).map(callOf),
    ],
  };
};

const isKnownType = (type: unknown): type is string =>
  typeof type === 'string' && (type in roles || ['system', 'tool', 'user', 'assistant'].includes(type));

const partsOf = (content: unknown): readonly unknown[] =>
  Array.isArray(content) ? content : content === null || content === undefined ? [] : [content];

const isCall = ({ type }: Fields): boolean =>
  type === 'tool_call' || type === 'tool_use' || type === 'function_call';

const callOf = (call: Fields): ChatMessage['toolCalls'][number] => {
  const named = isFields(call.function) ? call.function : call;
  const given = named.arguments ?? named.args ?? named.input ?? null;
  return { name: String(named.name ?? 'tool'), arguments: typeof given === 'string' ? parsed(given) : given };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const textOfPart = (part: unknown): string => {
  if (!isFields(part)) return textOf(part);
  if (isCall(part)) return '';
  const text = part.text ?? part.content ?? part.refusal ?? part.response ?? part.result;
  // What is no text, such as an image, is named and not spelt out.
  return text === undefined ? `[${String(part.type ?? 'part')}]` : textOf(text);
};

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOfPart).filter(Boolean).join('\n\n');
  return value === null || value === undefined ? '' : JSON.stringify(value);
};
