import { expect, it } from 'vitest';
import { readChatMessages } from './chat-messages.ts';

const plain = (role: string, text: string) => ({ role, text, toolCalls: [] });

it.each([
  ['a list', [{ role: 'user', content: 'Hi' }], [plain('user', 'Hi')]],
  [
    'a request of a chat',
    {
      model: 'm',
      messages: [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      ],
    },
    [plain('system', 'Be brief'), plain('user', 'Hi')],
  ],
  [
    'an answer of a chat, with a call',
    {
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: '1', function: { name: 'search', arguments: '{"q": "x"}' } }],
          },
        },
      ],
    },
    [{ role: 'assistant', text: '', toolCalls: [{ name: 'search', arguments: { q: 'x' } }] }],
  ],
  [
    'parts of OpenTelemetry',
    [
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'Looking' },
          { type: 'tool_call', name: 'find', arguments: { n: 1 } },
        ],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', response: 'found' }] },
    ],
    [
      { role: 'assistant', text: 'Looking', toolCalls: [{ name: 'find', arguments: { n: 1 } }] },
      plain('tool', 'found'),
    ],
  ],
  [
    'a batch of chains',
    [
      [
        { type: 'human', content: 'Hi' },
        { type: 'ai', content: 'Hello' },
      ],
    ],
    [plain('user', 'Hi'), plain('assistant', 'Hello')],
  ],
  [
    'items of a response',
    {
      output: [
        { type: 'function_call', name: 'f', arguments: '{broken' },
        { type: 'function_call_output', output: { a: 1 } },
        {
          type: 'message',
          role: 'assistant',
          content: [{ type: 'output_text', text: 'Done' }, { type: 'image' }],
        },
      ],
    },
    [
      { role: 'assistant', text: '', toolCalls: [{ name: 'f', arguments: '{broken' }] },
      plain('tool', '{"a":1}'),
      plain('assistant', 'Done\n\n[image]'),
    ],
  ],
])('messages are read from %s', (_name, value, messages) => {
  expect(readChatMessages(value)).toEqual(messages);
});

it.each([
  [null],
  ['text'],
  [7],
  [[]],
  [{}],
  [[1, 2]],
  [{ question: 'x' }],
  [{ messages: [] }],
  [[{ role: 'user' }]],
  [{ type: 'human' }],
])('no messages are seen in %j', (value) => {
  expect(readChatMessages(value)).toBeNull();
});
