// SPDX-License-Identifier: Apache-2.0
// Asks the embedded server with OpenAI's client: node speak.mjs CLAMOR_SERVER. One line per mistake; exit code 1.
import OpenAI from 'openai';
import { startServer } from './server.mjs';

const url = await startServer(process.argv[2], [
  '--token', 'secret', '--forbidden-token', 'banned', '--ttft', 'constant:2ms', '--gap', 'constant:1ms',
  '--answer-events', 'constant:6', '--model', 'mine=constant:1ms/constant:1ms/constant:3',
]);
const clientOf = (apiKey) => new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0, timeout: 20_000 });
const client = clientOf('secret');

const said = 'Repeat after me: one two three';
const request = { model: 'gpt-4', messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: said }] };
const streamed = { ...request, stream: true, stream_options: { include_usage: true } };
const tool = { type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } };
const asking = { model: 'gpt-4', messages: [{ role: 'user', content: 'Use get_weather for Paris' }], tools: [tool] };
const withFault = (fault) => ({ headers: { 'X-Clamor-Fault': fault } });

let mistakes = [];
function expect(what, actual, expected) {
  const [seen, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (seen !== wanted) mistakes.push(`${what} is ${seen}; expected ${wanted}`);
}

function expectCall(what, completion, finishReason) {
  const { message, finish_reason } = completion.choices[0];
  const call = message.tool_calls?.[0];
  expect(`${what}: finish reason`, finish_reason, finishReason);
  expect(`${what}: content`, message.content, null);
  expect(`${what}: id`, /^call_\w+$/.test(call?.id), true);
  expect(`${what}: name`, call?.function.name, 'get_weather');
  expect(`${what}: arguments`, JSON.parse(call?.function.arguments ?? '{}'), { input: 'Use get_weather for Paris' });
}

// Expects the promise to fail with that class of the client's errors.
async function expectError(what, promise, kind, fields) {
  try {
    await promise;
    mistakes.push(`${what} is accepted; expected ${kind.name}`);
  } catch (error) {
    if (!(error instanceof kind)) mistakes.push(`${what}: ${error}; expected ${kind.name}`);
    for (const [name, value] of Object.entries(fields)) expect(`${what}: ${name}`, error[name], value);
  }
}

async function askForACompletion(options) {
  const completion = await client.chat.completions.create(request, options);
  expect('completion: object', completion.object, 'chat.completion');
  expect('completion: model', completion.model, 'gpt-4');
  expect('completion: content', completion.choices[0].message.content, 'one two three');
  expect('completion: finish reason', completion.choices[0].finish_reason, 'stop');
  expect('completion: usage', completion.usage, { prompt_tokens: 8, completion_tokens: 3, total_tokens: 11 });
}

async function askForAStream(options) {
  const chunks = [];
  for await (const chunk of await client.chat.completions.create(streamed, options)) chunks.push(chunk);
  const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
  expect('stream: first delta', deltas[0], { role: 'assistant', content: '' });
  expect('stream: content', deltas.map(({ content }) => content ?? '').join(''), 'one two three');
  expect('stream: ids', new Set(chunks.map(({ id }) => id)).size, 1);
  expect('stream: finish reason', chunks.at(-2).choices[0].finish_reason, 'stop');
  expect('stream: choices beside the usage', chunks.at(-1).choices, []);
  expect('stream: usage', chunks.at(-1).usage, { prompt_tokens: 8, completion_tokens: 3, total_tokens: 11 });
}

async function askForAShortAnswer() {
  const completion = await client.chat.completions.create({ ...request, max_tokens: 2 });
  expect('max_tokens: content', completion.choices[0].message.content, 'one two ');
  expect('max_tokens: finish reason', completion.choices[0].finish_reason, 'length');
}

async function askForToolCalls() {
  const named = { ...asking, tool_choice: { type: 'function', function: { name: 'get_weather' } } };
  expectCall('tool call', await client.chat.completions.create(asking), 'tool_calls');
  expectCall('named tool call', await client.chat.completions.create(named), 'stop');
  const stream = client.beta.chat.completions.stream(asking);
  let fragments = 0;
  stream.on('tool_calls.function.arguments.delta', () => { fragments += 1; });
  expectCall('streamed tool call', await stream.finalChatCompletion(), 'tool_calls');
  expect('streamed tool call: several fragments', fragments > 1, true);
  const call = { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{}' } }] };
  const result = { role: 'tool', tool_call_id: 'call_1', content: 'sunny' };
  const answer = await client.chat.completions.create({ ...asking, messages: [...asking.messages, call, result] });
  expect('answer to a result: finish reason', answer.choices[0].finish_reason, 'stop');
}

async function askAReasoner() {
  const completion = await client.chat.completions.create({ ...request, model: 'o-reasoning' });
  expect('reasoner: content', completion.choices[0].message.content, 'one two three');
  expect('reasoner: reasoning tokens', completion.usage.completion_tokens_details?.reasoning_tokens, 3);
  expect('reasoner: all tokens', completion.usage.completion_tokens, 6);
}

async function beRefused() {
  const ask = (body, options) => client.chat.completions.create(body, options);
  await expectError('wrong token', clientOf('wrong').chat.completions.create(request), OpenAI.AuthenticationError,
    { status: 401, code: 'invalid_api_key', type: 'invalid_request_error' });
  await expectError('forbidden token', clientOf('banned').models.list(), OpenAI.PermissionDeniedError, { status: 403 });
  await expectError('body without messages', ask({ model: 'gpt-4' }), OpenAI.BadRequestError,
    { status: 400, param: 'messages', code: 'missing_required_parameter', type: 'invalid_request_error' });
  await expectError('unknown role', ask({ ...request, messages: [{ role: 'robot', content: '' }] }),
    OpenAI.UnprocessableEntityError, { status: 422, param: 'messages[0].role', code: 'invalid_value' });
  await expectError('too many', ask(request, withFault('status:429')), OpenAI.RateLimitError, { code: 'rate_limit_exceeded' });
  await expectError('broken server', ask(streamed, withFault('error_status')), OpenAI.InternalServerError, { status: 500 });
  await expectError('error in a stream', askForAStream(withFault('stream_error')), OpenAI.APIError, { type: 'server_error' });
}

async function listModels() {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  expect('models: first', ids[0], 'mine');
  expect('models: others', ids.includes('openai/gpt-3.5-turbo') && ids.includes('claude-3-opus'), true);
}

// What must be found, so that a test that sees nothing is not taken for a sound server.
async function findPlantedMistakes() {
  for (const [ask, fault] of [[askForACompletion, 'crosstalk'], [askForAStream, 'crosstalk'], [askForAStream, 'truncate']]) {
    mistakes = [];
    await ask(withFault(fault)).catch((error) => mistakes.push(String(error)));
    if (mistakes.length === 0) throw new Error(`${ask.name} does not find the fault ${fault}`);
  }
  mistakes = [];
}

await findPlantedMistakes();
for (const ask of [askForACompletion, askForAStream, askForAShortAnswer, askForToolCalls, askAReasoner, beRefused, listModels]) {
  await ask().catch((error) => mistakes.push(`${ask.name}: ${error}`));
}
for (const mistake of mistakes) console.error(mistake);
console.log(`OpenAI's client, Node ${process.version}: ${mistakes.length} mistakes`);
process.exit(mistakes.length === 0 ? 0 : 1);
