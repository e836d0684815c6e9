import { useState } from 'react';
import { type ChatMessage, readChatMessages } from '../../../shared/model/chat-messages.ts';
import { Badge, CodeBlock, JsonTree, Markdown, Panel, Segments, Text } from '../../ui/index.ts';
import styles from './traces.module.css';

type Way = 'read' | 'raw';

function Message({ message }: { message: ChatMessage }) {
  const { role, text, toolCalls } = message;
  return (
    <li className={styles.message}>
      <Badge meaning={role === 'assistant' ? 'accent' : role === 'tool' ? 'info' : 'neutral'}>{role}</Badge>
      {text !== '' && <Markdown text={text} />}
      {toolCalls.map((call, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: calls of a fixed message have no other identity
        <div key={index} className={styles.call}>
          <Text mono>{call.name}</Text>
          <JsonTree value={call.arguments} label={`Arguments of ${call.name}`} />
        </div>
      ))}
    </li>
  );
}

/** What is no conversation and no text is shown as the data that it is. */
function Read({ value, messages, title }: { value: unknown; messages: ChatMessage[] | null; title: string }) {
  if (messages !== null)
    return (
      <ul className={styles.messages} aria-label={`${title} as a conversation`}>
        {messages.map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages of a fixed conversation have no other identity
          <Message key={index} message={message} />
        ))}
      </ul>
    );
  if (typeof value === 'string') return <Markdown text={value} />;
  return <JsonTree value={value} label={title} />;
}

/** What went in or came out, to be read, or as it was recorded. */
export function ContentView({ title, value }: { title: string; value: unknown }) {
  const [way, setWay] = useState<Way>('read');
  const messages = readChatMessages(value);
  const isReadable = messages !== null || typeof value === 'string';
  const raw =
    typeof value === 'string' ? (
      <CodeBlock code={value} label={title} wrap />
    ) : (
      <JsonTree value={value} label={title} />
    );
  return (
    <Panel
      title={title}
      actions={
        isReadable && (
          <Segments
            label={`Show ${title.toLowerCase()} as`}
            value={way}
            onChange={setWay}
            options={[
              { value: 'read', label: messages === null ? 'Text' : 'Messages' },
              { value: 'raw', label: typeof value === 'string' ? 'Raw' : 'JSON' },
            ]}
          />
        )
      }
    >
      {value === null ? (
        <Text tone="muted">None were recorded.</Text>
      ) : isReadable && way === 'read' ? (
        <Read value={value} messages={messages} title={title} />
      ) : (
        raw
      )}
    </Panel>
  );
}
