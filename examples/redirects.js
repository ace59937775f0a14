// Redirects: followed up to ten times, each hop with samples of its own; `redirects`
// and `maxRedirects` say how far.
import http from 'k6/http';
import { check } from 'k6';

const base = __ENV.BASE_URL;

export default function () {
  const followed = http.get(`${base}/redirect/3`);
  check(followed, {
    'three hops lead to /get': (r) => r.status === 200 && r.url === `${base}/get`,
    'the request shown is the first': (r) => r.request.url === `${base}/redirect/3`,
  });

  const first = http.get(`${base}/redirect/3`, { redirects: 0 });
  check(first, {
    'none is followed when none may be': (r) => r.status === 302 && r.headers.Location !== undefined,
  });

  const seen = http.post(`${base}/redirect-to?url=/anything&status_code=303`, 'body');
  check(seen, { '303 makes a POST a GET without its body': (r) => r.json('method') === 'GET' && r.json('data') === '' });

  const kept = http.post(`${base}/redirect-to?url=/anything&status_code=307`, 'body');
  check(kept, { '307 keeps method and body': (r) => r.json('method') === 'POST' && r.json('data') === 'body' });
}
