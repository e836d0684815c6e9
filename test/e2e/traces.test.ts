import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOverBridge } from '../support/bridge-call.ts';
import { createCommandLine } from '../support/command-line.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';
import { anyJson, anyText, otlpRequest, type TestSpan } from '../support/otlp-request.ts';

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
const spanIds = (number: number) => hex(number, 16);
const traceHex = (number: number) => `${hex(number, 8)}${'a'.repeat(24)}`;

/** A question to a program that looks things up, asks a model and fails at a tool; times in milliseconds since `startMs`. */
const agentSpans = (startMs: number): TestSpan[] => {
  const at = (from: number, to: number) => ({ startMs: startMs + from, endMs: startMs + to });
  const question = 'Which tariff is cheapest for 12 GB a month, and what would I save?';
  const messages = [
    { role: 'system', content: 'You advise on mobile tariffs. Answer in *two* sentences.' },
    { role: 'user', content: question },
  ];
  return [
    {
      ...{ id: spanIds(1), name: 'advise', ...at(0, 2480) },
      attributes: {
        'mlflow.spanType': anyText('AGENT'),
        'mlflow.spanInputs': anyJson({ messages }),
        'mlflow.spanOutputs': anyJson({
          choices: [
            {
              message: {
                role: 'assistant',
                content:
                  'The tariff **Medium** is cheapest at 14 € a month.\n\n- 12 GB are included\n- you save about 6 €',
              },
            },
          ],
        }),
        'mlflow.traceTag.channel': anyText('web'),
      },
    },
    {
      ...{ id: spanIds(2), parentId: spanIds(1), name: 'find tariffs', ...at(12, 420) },
      attributes: {
        'openinference.span.kind': anyText('RETRIEVER'),
        'input.value': anyText(question),
        'output.value': anyText(
          JSON.stringify([
            { page: 'tariffs/medium', score: 91 },
            { page: 'tariffs/large', score: 74 },
          ]),
        ),
      },
    },
    {
      ...{ id: spanIds(3), parentId: spanIds(2), name: 'embed', ...at(20, 96.4) },
      attributes: { 'mlflow.spanType': anyText('EMBEDDING'), 'gen_ai.usage.input_tokens': anyJson(19) },
    },
    {
      ...{ id: spanIds(4), parentId: spanIds(1), name: 'chat tiny-1', ...at(430, 1510) },
      attributes: {
        'gen_ai.operation.name': anyText('chat'),
        'gen_ai.request.model': anyText('tiny-1'),
        'gen_ai.usage.input_tokens': anyJson(412),
        'gen_ai.usage.output_tokens': anyJson(57),
        'gen_ai.input.messages': anyText(JSON.stringify(messages)),
        'gen_ai.output.messages': anyText(
          JSON.stringify([
            {
              role: 'assistant',
              parts: [{ type: 'tool_call', name: 'price_of', arguments: { tariff: 'medium', months: 12 } }],
            },
          ]),
        ),
        'server.address': anyText('127.0.0.1'),
      },
      links: [{ traceId: traceHex(9999), spanId: spanIds(1) }],
    },
    {
      ...{ id: spanIds(5), parentId: spanIds(1), name: 'price_of', ...at(1520, 1604), status: 2 },
      statusMessage: 'KeyError: medium',
      attributes: {
        'mlflow.spanType': anyText('TOOL'),
        'mlflow.spanInputs': anyJson({ tariff: 'medium', months: 12 }),
      },
      events: [
        {
          name: 'exception',
          atMs: startMs + 1600,
          attributes: {
            'exception.type': 'KeyError',
            'exception.message': 'medium',
            'exception.stacktrace':
              'Traceback (most recent call last):\n  File "prices.py", line 41, in price_of\n    return table[tariff]\nKeyError: \'medium\'',
          },
        },
      ],
    },
    { id: spanIds(6), parentId: spanIds(77), name: 'write log', ...at(1650, 1700) },
    { id: spanIds(7), parentId: spanIds(1), name: 'stream answer', startMs: startMs + 1700 },
  ];
};

const rows = 300;

describe('traces', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-traces-'));
  let window: LaunchedWindow;
  let address = '';
  let run = '';

  const send = async (number: number, spans: readonly TestSpan[], headers: Record<string, string> = {}) => {
    const response = await fetch(`${address}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', 'x-mlflow-experiment-id': '0', ...headers },
      body: new Uint8Array(otlpRequest(spans.map((span) => ({ traceId: traceHex(number), ...span })))),
    });
    expect(response.status).toBe(200);
  };
  const post = async (path: string, body: object) => {
    const response = await fetch(`${address}/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as { run: { info: { run_id: string } } };
  };
  const assess = (number: number, assessment: object) =>
    post(`3.0/mlflow/traces/tr-${traceHex(number)}/assessments`, { assessment });
  const look = async (name: string) => {
    expect(await accessibilityFindings(window.page), name).toEqual([]);
    await takePictures(window, name);
  };
  const entry = () => window.page.getByRole('navigation').getByRole('button', { name: 'Traces' });

  beforeAll(async () => {
    window = await launchWindow(['--sample']);
    const { page } = window;
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).waitFor();
  });
  afterAll(async () => {
    await window.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('have no place in the navigation until there is one, and are on the screen when they are sent', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'MLflow off' }).click();
    await page.getByRole('switch', { name: 'Take runs from MLflow’s clients' }).click();
    const code = page.getByRole('region', { name: 'Python code' });
    await code.waitFor();
    address = /http:\/\/127\.0\.0\.1:\d+/.exec((await code.textContent()) ?? '')?.[0] ?? '';
    await page.keyboard.press('Escape');
    expect(await entry().count()).toBe(0);

    const startMs = Date.now() - 60_000;
    const created = await post('2.0/mlflow/runs/create', { run_name: 'advisor', start_time: startMs });
    run = created.run.info.run_id;
    await send(1, agentSpans(startMs), { 'x-mlflow-run-id': run });
    await entry().click();
    await page.getByRole('gridcell', { name: 'advise' }).waitFor();
    await send(2, [{ id: spanIds(1), name: 'late comer', startMs: Date.now(), endMs: Date.now() + 35 }]);
    await page.getByRole('gridcell', { name: 'late comer' }).waitFor();
  });

  it('are found by what was asked, by state and by run', async () => {
    const { page } = window;
    const startMs = Date.now() - 3_600_000;
    const words = [
      'roaming abroad',
      'cancel my contract',
      'a second card',
      'the last bill',
      'no network at home',
    ];
    for (let number = 10; number < 10 + rows; number += 1)
      await send(number, [
        {
          ...{ id: spanIds(1), name: 'advise', status: number % 9 === 0 ? 2 : 1 },
          ...{
            startMs: startMs + number * 1000,
            endMs: startMs + number * 1000 + 40 + ((number * 97) % 1900),
          },
          attributes: {
            'mlflow.spanInputs': anyText(`Question ${number} about ${words[number % words.length]}`),
            'mlflow.spanOutputs': anyText(
              number % 9 === 0 ? '' : 'Answered from the handbook, with two sources.',
            ),
            'mlflow.chat.tokenUsage': anyJson({ input_tokens: 80 + (number % 50), output_tokens: 20 }),
            'mlflow.traceTag.channel': anyText(number % 3 === 0 ? 'phone' : 'web'),
          },
        },
      ]);
    const source = { source_type: 'HUMAN', source_id: 'ada@example.org' };
    await assess(1, {
      assessment_name: 'helpful',
      source,
      feedback: { value: true },
      rationale: 'Short and right.',
    });
    await assess(1, {
      assessment_name: 'grounded',
      source: { source_type: 'LLM_JUDGE', source_id: 'judge-2' },
      span_id: spanIds(4),
      feedback: { value: false },
    });
    await assess(1, { assessment_name: 'saving', source, expectation: { value: 6 } });
    await page
      .getByText(`${rows + 2} traces`)
      .first()
      .waitFor();
    await look('traces');

    await page.getByRole('searchbox', { name: 'Find traces' }).fill('question 17');
    await page.getByText('11 traces').first().waitFor();
    await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'error' });
    await page.getByText('1 trace', { exact: true }).first().waitFor();
    await page.getByRole('gridcell', { name: /Question 171/ }).waitFor();
    await page.getByRole('searchbox', { name: 'Find traces' }).fill('nothing like it');
    await page.getByRole('button', { name: 'Show all traces' }).click();
    await page
      .getByText(`${rows + 2} traces`)
      .first()
      .waitFor();

    await page.getByRole('columnheader', { name: 'took' }).getByRole('button').click();
    await page.locator('[data-row="0"]').getByText('advise').waitFor();
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    await page.getByRole('gridcell', { name: 'advisor' }).dblclick();
    await page.getByRole('button', { name: '1 trace' }).click();
    await page.getByText('Run advisor').waitFor();
    await page.getByText('1 trace', { exact: true }).first().waitFor();
  });

  it('are read span by span: the tree by keyboard, what went in, came out and went wrong', async () => {
    const { page } = window;
    await page.getByRole('gridcell', { name: 'advise' }).dblclick();
    const tree = page.getByRole('treegrid', { name: 'Spans' });
    const panel = page.getByRole('region', { name: 'The chosen span' });
    await panel.getByRole('heading', { name: 'price_of' }).waitFor();
    await panel.getByText('KeyError: medium').first().waitFor();
    await tree.getByRole('img', { name: /is not here/ }).waitFor();
    await look('trace-failed');

    await tree.focus();
    await page.keyboard.press('Home');
    await panel.getByRole('heading', { name: 'advise' }).waitFor();
    await panel.getByRole('list', { name: 'Outputs as a conversation' }).getByText('Medium').waitFor();
    await look('trace');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => tree.getByRole('row').count()).toBe(3);
    await tree.getByRole('img', { name: 'a span below it failed' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await panel.getByRole('heading', { name: 'find tariffs' }).waitFor();
    await panel.getByRole('tree', { name: 'Outputs' }).getByText('tariffs/medium').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await panel.getByRole('heading', { name: 'advise' }).waitFor();

    await tree.getByText('chat tiny-1').click();
    await panel.getByText('469 (412 in, 57 out)').waitFor();
    await panel.getByRole('tab', { name: /Attributes/ }).click();
    await panel.getByText('server.address').waitFor();
    await panel.getByRole('tab', { name: /Links/ }).click();
    await panel.getByText('That trace is not in this project.').waitFor();

    await page.getByRole('tab', { name: /Assessments/ }).click();
    await page.getByText('Short and right.').waitFor();
    await look('trace-assessments');
    await page.getByRole('button', { name: 'chat tiny-1' }).click();
    await panel.getByRole('heading', { name: 'chat tiny-1' }).waitFor();
    await page.getByRole('tab', { name: 'About' }).click();
    await page.getByText('mlflow.trace.tokenUsage').waitFor();
    await page.getByRole('button', { name: 'Open the run' }).click();
    await page.getByRole('heading', { name: 'advisor' }).waitFor();
  });

  it('of ten thousand spans are there at once, and grow while they are looked at', async () => {
    const { page } = window;
    const startMs = Date.now();
    const many = Array.from(
      { length: 10_000 },
      (_, index): TestSpan => ({
        ...{
          id: spanIds(index + 1),
          name: `step ${index}`,
          startMs: startMs + index,
          endMs: startMs + 20_000 - index,
        },
        ...(index > 0 && { parentId: spanIds(index % 50 === 0 ? 1 : index) }),
      }),
    );
    for (let from = 0; from < 9000; from += 1000) await send(5, many.slice(from, from + 1000));
    await page.getByRole('navigation').getByRole('button', { name: 'Traces' }).click();
    await page.getByRole('gridcell', { name: 'step 0' }).dblclick();
    await page.getByRole('tab', { name: /Spans.*9\s?000/ }).waitFor();
    await send(5, many.slice(9000));
    await page.getByRole('tab', { name: /Spans.*10\s?000/ }).waitFor();
    const tree = page.getByRole('treegrid', { name: 'Spans' });
    await tree.focus();
    await page.keyboard.press('End');
    await page
      .getByRole('region', { name: 'The chosen span' })
      .getByRole('heading', { name: 'step 9999' })
      .waitFor();
    expect(await tree.getByRole('row').count()).toBeLessThan(100);
    await page.keyboard.press('Home');
    for (let row = 0; row < 40; row += 1) await page.keyboard.press('ArrowDown');
    const chosen = tree.locator('[aria-selected="true"]');
    await expect
      .poll(async () => {
        const [row, whole] = [await chosen.boundingBox(), await tree.boundingBox()];
        return row!.y + row!.height <= whole!.y + whole!.height;
      })
      .toBe(true);
    await page.keyboard.press('End');
    await look('trace-deep');
  });

  it('are the same on the command line, and can be deleted', async () => {
    const { page } = window;
    const projects = await callOverBridge(page, 'projects.recents', {});
    const project = projects[0]?.folder ?? '';
    const modelyard = createCommandLine({ folder: project, userData: join(folder, 'user-data') });
    const listed = await modelyard.json<{ total: number }>('traces', 'list', '--state', 'error');
    const shown = await modelyard.run('traces', 'show', `tr-${traceHex(1).slice(0, 9)}`);
    expect(shown.stdout).toMatch(/advise.*AGENT[\s\S]*price_of.*TOOL.*error[\s\S]*! write log/);
    expect(await modelyard.json('traces', 'delete', '--state', 'error')).toEqual({ deleted: listed.total });
    expect((await modelyard.run('traces', 'delete')).exitCode).toBe(2);

    await page.getByRole('navigation').getByRole('button', { name: 'Traces' }).click();
    await page
      .getByText(`${rows + 3 - listed.total} traces`)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Delete all…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete \d+ traces$/ })
      .click();
    await page.getByText('A trace is one request', { exact: false }).waitFor();
    await look('traces-empty');
    await page.getByRole('navigation').getByRole('button', { name: 'Overview' }).click();
    await expect.poll(() => entry().count()).toBe(0);
    expect(window.consoleErrors).toEqual([]);
  });
});
