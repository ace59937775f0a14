// Several requests at once: batch() waits for all, asyncRequest() promises each.
import http from 'k6/http';
import { check } from 'k6';

const base = __ENV.BASE_URL;

export default async function () {
  const started = Date.now();
  const [first, second, third] = http.batch([
    `${base}/delay/0.3`,
    ['POST', `${base}/delay/0.3`, 'body', { tags: { kind: 'slow' } }],
    { method: 'GET', url: `${base}/delay/0.3`, params: { headers: { 'X-Third': 'yes' } } },
  ]);
  check(null, {
    'answers come in the order of the requests': () => first.json('args') && third.json('headers.X-Third') === 'yes',
    'each with its own arguments': () => second.request.method === 'POST' && second.json('data') === 'body',
    'they waited together': () =>
      Date.now() - started < first.timings.duration + second.timings.duration + third.timings.duration,
  });

  const named = http.batch({ page: `${base}/html`, missing: http.url`${base}/status/${404}` });
  check(named, { 'an object keeps its keys': (r) => r.page.status === 200 && r.missing.status === 404 });

  const answers = await Promise.all([
    http.asyncRequest('GET', `${base}/delay/0.2`),
    http.asyncRequest('POST', `${base}/post`, 'later'),
  ]);
  check(answers, { 'promises keep what they promise': (a) => a[0].status === 200 && a[1].json('data') === 'later' });
}
