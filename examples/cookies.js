// Cookies: each iteration starts with an empty jar, which answers fill; a script may
// look into it, and have jars of its own.
import http from 'k6/http';
import { check } from 'k6';

const base = __ENV.BASE_URL;

export default function () {
  const jar = http.cookieJar();
  check(jar.cookiesForURL(base), { 'the jar is empty at first': (c) => Object.keys(c).length === 0 });

  const set = http.get(`${base}/cookies/set?session=abc`);
  check(set, { 'what a redirect sets goes with the next request': (r) => r.json('cookies.session') === 'abc' });
  check(jar.cookiesForURL(base), { 'and is in the jar': (c) => c.session[0] === 'abc' });

  const given = http.get(`${base}/cookies`, {
    cookies: { extra: 'x', session: { value: 'other', replace: true } },
  });
  check(given, {
    'a cookie may be given': (r) => r.json('cookies.extra') === 'x',
    'and may replace that of the jar': (r) => r.json('cookies.session') === 'other',
    'the request shows them': (r) => r.request.cookies.extra[0].value === 'x',
  });

  const own = new http.CookieJar();
  own.set(base, 'mine', 'yes', { path: '/cookies', max_age: 600 });
  check(http.get(`${base}/cookies`, { jar: own }), {
    'a jar of its own holds only its own': (r) => JSON.stringify(r.json('cookies')) === '{"mine":"yes"}',
  });

  jar.delete(base, 'session');
  check(http.get(`${base}/cookies`), { 'a deleted cookie stays at home': (r) => r.json('cookies.session') === undefined });

  const answer = http.get(`${base}/response-headers?Set-Cookie=a=1;%20Path=/;%20HttpOnly`);
  check(answer.cookies.a[0], { 'an answer shows what it set': (c) => c.value === '1' && c.http_only && c.path === '/' });
}
